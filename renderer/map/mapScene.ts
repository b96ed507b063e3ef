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
import { groundResolution } from './mercator.ts';
import type { OverlayView } from './overlayLayer.ts';
import { pickMark, type Frame } from './pickMark.ts';
import { paintStreetLabels } from './streetLabels.ts';

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
  readonly fontPx: number;
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
  readonly refresh: () => void;
  readonly paint: (context: CanvasRenderingContext2D, view: OverlayView) => MapSight;
  readonly pickAt: (frame: Frame, pixel: readonly [number, number]) => Picked | null;
};

export type Picked = { readonly mark: Mark; readonly ids: readonly string[] };

const LABELS_MOST = 3;

export function createMapScene(theme: MapTheme, options: SceneOptions): MapScene {
  const areas = createAreaPainter();
  let sprites: { readonly book: SpriteBook; readonly pixelRatio: number } | null = null;
  let last: { layout: MarkLayout; id: string | null; mark: number } | null = null;

  const bookFor = (pixelRatio: number): SpriteBook => {
    if (sprites?.pixelRatio !== pixelRatio) {
      const { style, fontPx } = options;
      sprites = {
        pixelRatio,
        book: createSpriteBook({ theme: scene.theme, style, pixelRatio, fontPx }),
      };
    }
    return sprites.book;
  };
  const selectedMark = (layout: MarkLayout): number => {
    if (last?.layout === layout && last.id === scene.selected) return last.mark;
    const index =
      scene.selected === null ? undefined : scene.cases.set().indexOf.get(scene.selected);
    const mark =
      index === undefined
        ? -1
        : layout.marks.findIndex((_, i) => layout.membersOf(i).includes(index));
    last = { layout, id: scene.selected, mark };
    return mark;
  };
  const isShown = (mark: Mark): boolean => mark.kind !== 'disc' || scene.layers.discs;

  const paint = (context: CanvasRenderingContext2D, view: OverlayView): MapSight => {
    const { frame, pixelRatio } = view;
    areas.paint(context, areaLook(scene, options), view);
    paintHighlight(context, scene, view);
    const layout = scene.cases.layoutAt(frame.resolution);
    const streets = scene.shapes.get('street');
    if (streets !== undefined && scene.layers.street) {
      paintStreetLabels(
        context,
        {
          theme: scene.theme,
          fontPx: options.labelPx,
          streets,
          names: scene.streetNames,
          notes: scene.streetNotes,
          marks: layout.marks,
        },
        view,
      );
    }
    const picture = {
      theme: scene.theme,
      style: options.style,
      fontPx: options.fontPx,
      layout,
      sprites: bookFor(pixelRatio),
      isShown,
      selected: selectedMark(layout),
      labels: labelsByMark(scene, layout),
      pins: scene.pins,
    };
    const inView = paintCases(context, picture, view);
    return sightOf(scene, { layout, inView, frame });
  };

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
    refresh() {
      areas.invalidate();
      sprites = null;
      last = null;
    },
    paint,
    pickAt(frame, pixel) {
      const layout = scene.cases.layoutAt(frame.resolution);
      const shown = layout.marks.map((_, i) => i).filter((i) => isShown(layout.marks[i] as Mark));
      const marks = shown.map((i) => layout.marks[i] as Mark);
      const found = pickMark(marks, frame, pixel);
      const mark = marks[found];
      if (mark === undefined) return null;
      const ids = scene.cases.set().ids;
      return { mark, ids: layout.membersOf(shown[found] ?? -1).flatMap((i) => ids[i] ?? []) };
    },
  };
  return scene;
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
