import { createAreaPainter } from './areaPainter.ts';
import type { AreaLevel, AreaShapes } from './areaShapes.ts';
import { paintCases, type Pin } from './casePainter.ts';
import { paintHighlight } from './highlight.ts';
import type { MarkLayout } from './layoutMarks.ts';
import { countKinds, type MarkKind, type MarkerSet } from './markerSet.ts';
import type { Mark, MarkStyle } from './marks.ts';
import { createSpriteBook, type SpriteBook } from './markSprites.ts';
import { ALL_LAYERS, createCaseStock, type CaseStock, type MapLayers } from './mapState.ts';
import type { MapTheme } from './mapTheme.ts';
import { groundResolution, zoomAt } from './mercator.ts';
import type { OverlayView } from './overlayLayer.ts';
import { pickMark, type Frame } from './pickMark.ts';
import { createNamePainter, type NamePainter } from './areaNames.ts';

/** What stands in the view after a frame: the legend counts it, the scale bar measures by it. */
export type MapSight = {
  readonly counts: Readonly<Record<MarkKind, number>> & { readonly pending: number };
  readonly discs: number;
  /** Up to three of the worst, each alone in its shape: they get words. */
  readonly worst: readonly string[];
  readonly metresPerPx: number;
  readonly frame: Frame;
};

export type SceneOptions = {
  readonly style: MarkStyle;
  readonly labelPx: number;
  readonly streetsBelow: number;
  readonly worstOnDiscs: boolean;
};

/** Everything that is drawn above the base map, as plain state; changed by the handle, painted by frames. */
export type MapScene = {
  theme: MapTheme;
  layers: MapLayers;
  readonly cases: CaseStock;
  readonly shapes: Map<AreaLevel, AreaShapes>;
  streetNames: ReadonlyMap<string, string>;
  streetNotes: ReadonlyMap<string, string>;
  labels: ReadonlyMap<string, string>;
  selected: string | null;
  /** Code of the cell that was pointed at. */
  cell: string | null;
  pins: readonly Pin[];
  hasBase: boolean;
  readonly refresh: () => void;
  readonly paint: (context: CanvasRenderingContext2D, view: OverlayView) => MapSight;
  readonly pickAt: (frame: Frame, pixel: readonly [number, number]) => Picked | null;
};

export type Picked = { readonly mark: Mark; readonly ids: readonly string[] };

const LABELS_MOST = 3;

export function createMapScene(theme: MapTheme, options: SceneOptions): MapScene {
  const painter = createScenePainter(options);
  const scene: MapScene = {
    theme,
    layers: ALL_LAYERS,
    cases: createCaseStock(options),
    shapes: new Map(),
    streetNames: new Map(),
    streetNotes: new Map(),
    labels: new Map(),
    selected: null,
    cell: null,
    pins: [],
    hasBase: false,
    refresh: () => painter.refresh(),
    paint: (context, view) => painter.paint(context, scene, view),
    pickAt(frame, pixel) {
      const layout = scene.cases.layoutAt(frame.resolution);
      const shown = layout.marks.flatMap((mark, i) => (isShown(scene, mark) ? [{ mark, i }] : []));
      const found =
        shown[
          pickMark(
            shown.map((each) => each.mark),
            frame,
            pixel,
          )
        ];
      if (found === undefined) return null;
      const { ids } = scene.cases.set();
      return {
        mark: found.mark,
        ids: layout.membersOf(found.i).flatMap((index) => ids[index] ?? []),
      };
    },
  };
  return scene;
}

function isShown(scene: MapScene, mark: Mark): boolean {
  return mark.kind !== 'disc' || scene.layers.discs;
}

/** Keeps what frames have in common: the picture of borders, sprites, the mark of the selection. */
function createScenePainter(options: SceneOptions) {
  const areas = createAreaPainter();
  const names = createNamePainter();
  let sprites: { readonly book: SpriteBook; readonly pixelRatio: number } | null = null;
  let last: { layout: MarkLayout; id: string | null; mark: number } | null = null;

  const bookFor = (scene: MapScene, pixelRatio: number): SpriteBook => {
    if (sprites?.pixelRatio !== pixelRatio) {
      const { style } = options;
      const book = createSpriteBook({ theme: scene.theme, style, pixelRatio });
      sprites = { pixelRatio, book };
    }
    return sprites.book;
  };
  const selectedMark = (scene: MapScene, layout: MarkLayout): number => {
    const id = scene.selected;
    if (last?.layout === layout && last.id === id) return last.mark;
    const index = id === null ? undefined : scene.cases.set().indexOf.get(id);
    const mark =
      index === undefined
        ? -1
        : layout.marks.findIndex((_, i) => layout.membersOf(i).includes(index));
    last = { layout, id, mark };
    return mark;
  };
  return {
    refresh() {
      areas.invalidate();
      names.forget();
      sprites = null;
      last = null;
    },
    paint(context: CanvasRenderingContext2D, scene: MapScene, view: OverlayView): MapSight {
      areas.paint(context, areaLook(scene, options), view);
      paintHighlight(context, scene, view);
      const layout = scene.cases.layoutAt(view.frame.resolution);
      paintNames(names, { scene, options, layout }, { context, view });
      const picture = {
        theme: scene.theme,
        style: options.style,
        layout,
        sprites: bookFor(scene, view.pixelRatio),
        isShown: (mark: Mark) => isShown(scene, mark),
        selected: selectedMark(scene, layout),
        labels: labelsByMark(scene, layout),
        pins: scene.pins,
      };
      const inView = paintCases(context, picture, view);
      return sightOf(scene, { layout, inView, frame: view.frame });
    },
  };
}

/** Community names are shown between these zooms. */
const COMMUNITIES_FROM = 14;
const COMMUNITIES_TO = 15.75;

function paintNames(
  painter: NamePainter,
  of: { readonly scene: MapScene; readonly options: SceneOptions; readonly layout: MarkLayout },
  to: { readonly context: CanvasRenderingContext2D; readonly view: OverlayView },
): void {
  const { scene, options, layout } = of;
  if (!scene.layers.street) return;
  const zoom = zoomAt(to.view.frame.resolution);
  const hasCommunities = zoom >= COMMUNITIES_FROM && zoom < COMMUNITIES_TO;
  const look = {
    theme: scene.theme,
    fontPx: options.labelPx,
    streets: scene.shapes.get('street'),
    communities: hasCommunities ? (scene.shapes.get('community') ?? null) : null,
    names: scene.streetNames,
    notes: scene.streetNotes,
    layout,
  };
  painter.paint(to.context, look, to.view);
}

function areaLook(scene: MapScene, options: SceneOptions) {
  return {
    theme: scene.theme,
    shapes: scene.shapes,
    visible: new Set(
      (['street', 'community', 'grid', 'cell'] as const).filter((l) => scene.layers[l]),
    ),
    hatched: new Set(scene.streetNotes.keys()),
    lineScale: options.style.scale,
    fillsLand: !scene.hasBase || !scene.layers.base,
  };
}

function labelsByMark(scene: MapScene, layout: MarkLayout): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (scene.labels.size === 0) return found;
  const { ids } = scene.cases.set();
  layout.marks.forEach((mark, i) => {
    if ((mark.kind !== 'over' && mark.kind !== 'critical') || mark.count > 1) return;
    const text = scene.labels.get(ids[layout.membersOf(i)[0] ?? -1] ?? '');
    if (text !== undefined) found.set(i, text);
  });
  return found;
}

function sightOf(
  scene: MapScene,
  seen: { readonly layout: MarkLayout; readonly inView: readonly number[]; readonly frame: Frame },
): MapSight {
  const { layout, frame } = seen;
  const set = scene.cases.set();
  const marks = seen.inView.map((i) => [i, layout.marks[i]] as const);
  const worst = ['critical', 'over'].flatMap((kind) =>
    marks.filter(([, mark]) => mark?.kind === kind && mark.count === 1 && !mark.isBadge),
  );
  return {
    counts: countKinds(set, indicesIn(set, frame)),
    discs: marks.filter(([, mark]) => mark?.kind === 'disc').length,
    worst: worst
      .slice(0, LABELS_MOST)
      .flatMap(([i]) => set.ids[layout.membersOf(i)[0] ?? -1] ?? []),
    metresPerPx: groundResolution(frame.resolution, frame.centerY),
    frame,
  };
}

function indicesIn(set: MarkerSet, frame: Frame): number[] {
  const reachX = (frame.width / 2) * frame.resolution;
  const reachY = (frame.height / 2) * frame.resolution;
  const found: number[] = [];
  for (let i = 0; i < set.x.length; i += 1) {
    const x = (set.x[i] ?? 0) - frame.centerX;
    const y = (set.y[i] ?? 0) - frame.centerY;
    if (Math.abs(x) <= reachX && Math.abs(y) <= reachY) found.push(i);
  }
  return found;
}
