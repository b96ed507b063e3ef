import type { Wgs84Point } from '#core/domain/area/point.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import { buildAreaShapes, type AreaLevel, type Box } from './areaShapes.ts';
import { fromPlane, toPlane } from './mercator.ts';
import { createMapScene, type MapScene, type MapSight, type Picked } from './mapScene.ts';
import type { MapSource } from './mapSource.ts';
import { MARK_KINDS, worstFirst, isWorst } from './markerSet.ts';
import type { MapLayers } from './mapState.ts';
import { createMapSurface, type MapSurface } from './mapSurface.ts';
import { readMapTheme, watchTheme } from './mapTheme.ts';
import { DESK_STYLE, type MarkStyle } from './marks.ts';
import { pixelOf } from './pickMark.ts';

export type MapOptions = {
  readonly source: MapSource;
  /** False for the wall and small strips that only show. */
  readonly isInteractive: boolean;
  readonly style?: MarkStyle;
  /** CSS pixels of the numbers on discs and of street names. */
  readonly fontPx?: number;
  readonly labelPx?: number;
  /** One disc a street below this zoom. */
  readonly streetsBelow?: number;
  readonly worstOnDiscs?: boolean;
  readonly onSelect?: (picked: Picked) => void;
  /** A click beside every mark: the point, and its cell when shapes are here. */
  readonly onPoint?: (point: Wgs84Point, cell: string | null) => void;
  /** After a frame in which something in view changed. */
  readonly onSight?: (sight: MapSight) => void;
  readonly onBase?: (state: 'ready' | 'unreadable') => void;
};

export type MapPin = {
  readonly lonE6: number;
  readonly latE6: number;
  readonly kind: 'chosen' | 'past';
};

/** OpenLayers lives behind this handle, outside Vue's reactivity. Whoever made it disposes it. */
export type MapHandle = {
  readonly setMarkers: (tuples: readonly MarkerTuple[]) => void;
  readonly applyDelta: (upsert: readonly MarkerTuple[], remove: readonly string[]) => void;
  readonly setLayers: (layers: MapLayers) => void;
  readonly setStreetNames: (names: ReadonlyMap<string, string>) => void;
  /** Streets whose data is old, each with its words; they are hatched. */
  readonly setStreetNotes: (notes: ReadonlyMap<string, string>) => void;
  readonly setLabels: (labels: ReadonlyMap<string, string>) => void;
  readonly setPins: (pins: readonly MapPin[]) => void;
  readonly setCell: (code: string | null) => void;
  /** Follows into view unless a hand holds the map. */
  readonly select: (caseId: string | null) => void;
  /** Always brings it into view, near enough to stand alone: a person asked for it. */
  readonly goTo: (caseId: string) => void;
  readonly goToPoint: (lonE6: number, latE6: number) => void;
  /** The whole district; gives the map back to following. */
  readonly fit: () => void;
  readonly fitCases: (ids: readonly string[]) => void;
  readonly panBy: (dx: number, dy: number) => void;
  readonly zoomBy: (steps: number) => void;
  /** All cases critical unsigned or overdue, worst first. */
  readonly worst: () => readonly string[];
  readonly pixelOfCase: (caseId: string) => readonly [number, number] | null;
  readonly retryBase: () => void;
  readonly dispose: () => void;
};

const STREETS_BELOW = 13.75;

export function createMap(target: HTMLElement, options: MapOptions): MapHandle {
  const scene = createMapScene(readMapTheme(target), {
    style: options.style ?? DESK_STYLE,
    fontPx: options.fontPx ?? 13,
    labelPx: options.labelPx ?? 13,
    streetsBelow: options.streetsBelow ?? STREETS_BELOW,
    worstOnDiscs: options.worstOnDiscs ?? false,
  });
  const tellSight = sightTeller(options.onSight);
  const surface = createMapSurface({
    target,
    isInteractive: options.isInteractive,
    theme: scene.theme,
    textScale: (options.labelPx ?? 13) / 13,
    paint: (context, view) => tellSight(scene.paint(context, view)),
  });
  const hold = createHold(surface, scene);
  const loads = createAreaLoads({ scene, surface, source: options.source, onStreets: hold.refit });
  const loadBase = (): void => {
    void surface
      .loadBase(options.source.bytes)
      .then((isReady) => options.onBase?.(isReady ? 'ready' : 'unreadable'));
  };
  loadBase();
  loads.want('street');
  if (options.onPoint !== undefined) loads.want('cell');
  listenToClicks({ surface, scene, options });
  const stopTheme = watchTheme(() => {
    scene.theme = readMapTheme(target);
    scene.refresh();
    surface.setTheme(scene.theme);
    surface.redraw();
  });
  return {
    ...sceneHandle(scene, surface, loads),
    ...viewHandle(scene, surface, hold),
    retryBase: loadBase,
    dispose() {
      stopTheme();
      loads.stop();
      surface.dispose();
    },
  };
}

type AreaLoads = { readonly want: (level: AreaLevel) => void; readonly stop: () => void };

/** Shapes are asked for once a level, when first wanted; a failure is asked again on the next wish. */
function createAreaLoads(parts: {
  readonly scene: MapScene;
  readonly surface: MapSurface;
  readonly source: MapSource;
  readonly onStreets: () => void;
}): AreaLoads {
  const { scene, surface } = parts;
  const asked = new Set<AreaLevel>();
  let isStopped = false;
  const load = async (level: AreaLevel): Promise<void> => {
    const areas = await parts.source.areas(level);
    if (isStopped) return;
    if (areas === null) {
      asked.delete(level);
      return;
    }
    const shapes = buildAreaShapes(areas);
    scene.shapes.set(level, shapes);
    scene.refresh();
    if (level === 'street') {
      scene.cases.setAnchors(shapes);
      parts.onStreets();
    }
    surface.redraw();
  };
  return {
    want(level) {
      if (asked.has(level)) return;
      asked.add(level);
      void load(level);
    },
    stop() {
      isStopped = true;
    },
  };
}

type Hold = {
  readonly isHeld: () => boolean;
  readonly take: () => void;
  readonly release: () => void;
  readonly refit: () => void;
};

/** A hand on the map stops every movement by itself until the whole district is asked for again. */
function createHold(surface: MapSurface, scene: MapScene): Hold {
  let isHeld = false;
  const refit = (): void => {
    const box = scene.shapes.get('street')?.box;
    const size = surface.map.getSize();
    if (isHeld || box === undefined || size === undefined || size[0] === 0) return;
    surface.fitBox(box, false);
  };
  const take = (): void => {
    isHeld = true;
  };
  surface.map.on('change:size', refit);
  surface.map.on('pointerdrag', take);
  surface.map.getViewport()?.addEventListener('wheel', take, { passive: true });
  return {
    isHeld: () => isHeld,
    take,
    release() {
      isHeld = false;
    },
    refit,
  };
}

function listenToClicks(parts: {
  readonly surface: MapSurface;
  readonly scene: MapScene;
  readonly options: MapOptions;
}): void {
  const { surface, scene, options } = parts;
  if (!options.isInteractive) return;
  surface.map.on('click', (event) => {
    const frame = surface.frame();
    if (frame === null) return;
    const [px = 0, py = 0] = event.pixel;
    const picked = scene.pickAt(frame, [px, py]);
    if (picked !== null && options.onSelect !== undefined) {
      options.onSelect(picked);
      return;
    }
    const [x = 0, y = 0] = event.coordinate;
    const point = fromPlane(x, y);
    const cells = scene.shapes.get('cell');
    const cell = cells?.codes[cells.index.find(point.lonE6, point.latE6)] ?? null;
    options.onPoint?.(point, cell);
  });
  surface.map.on('pointermove', (event) => {
    if (event.dragging) return;
    const frame = surface.frame();
    if (frame === null) return;
    const [px = 0, py = 0] = event.pixel;
    const isOver = options.onSelect !== undefined && scene.pickAt(frame, [px, py]) !== null;
    surface.map.getViewport()?.classList.toggle('over-mark', isOver);
  });
}

function sceneHandle(scene: MapScene, surface: MapSurface, loads: AreaLoads) {
  const { redraw } = surface;
  return {
    setMarkers(tuples: readonly MarkerTuple[]) {
      scene.cases.replace(tuples);
      redraw();
    },
    applyDelta(upsert: readonly MarkerTuple[], remove: readonly string[]) {
      scene.cases.apply(upsert, remove);
      redraw();
    },
    setLayers(layers: MapLayers) {
      scene.layers = layers;
      scene.cases.setKinds(new Set(MARK_KINDS.filter((kind) => layers[kind])));
      for (const level of ['community', 'grid', 'cell'] as const)
        if (layers[level]) loads.want(level);
      surface.showBase(layers.base);
      scene.refresh();
      redraw();
    },
    setStreetNames(names: ReadonlyMap<string, string>) {
      scene.streetNames = names;
      redraw();
    },
    setStreetNotes(notes: ReadonlyMap<string, string>) {
      scene.streetNotes = notes;
      scene.refresh();
      redraw();
    },
    setLabels(labels: ReadonlyMap<string, string>) {
      scene.labels = labels;
      redraw();
    },
    setPins(pins: readonly MapPin[]) {
      scene.pins = pins.map((pin) => ({ ...toPlane(pin.lonE6, pin.latE6), kind: pin.kind }));
      redraw();
    },
    setCell(code: string | null) {
      scene.cell = code;
      redraw();
    },
  };
}

function viewHandle(scene: MapScene, surface: MapSurface, hold: Hold) {
  const indexOf = (caseId: string): number => scene.cases.set().indexOf.get(caseId) ?? -1;
  const planeOf = (caseId: string): readonly [number, number] | null => {
    const { x, y } = scene.cases.set();
    const index = indexOf(caseId);
    return index < 0 ? null : [x[index] ?? 0, y[index] ?? 0];
  };
  const pixelOfCase = (caseId: string): readonly [number, number] | null => {
    const at = planeOf(caseId);
    const frame = surface.frame();
    return at === null || frame === null ? null : pixelOf(frame, at[0], at[1]);
  };
  return {
    select(caseId: string | null) {
      scene.selected = caseId;
      surface.redraw();
      if (caseId === null || hold.isHeld()) return;
      const pixel = pixelOfCase(caseId);
      const frame = surface.frame();
      const at = planeOf(caseId);
      if (pixel === null || frame === null || at === null) return;
      const [x, y] = pixel;
      if (x < 0 || y < 0 || x > frame.width || y > frame.height)
        surface.centerOn(at[0], at[1], null);
    },
    goTo(caseId: string) {
      const at = planeOf(caseId);
      scene.selected = caseId;
      hold.take();
      if (at !== null) surface.centerOn(at[0], at[1], 15);
      surface.redraw();
    },
    goToPoint(lonE6: number, latE6: number) {
      const { x, y } = toPlane(lonE6, latE6);
      hold.take();
      surface.centerOn(x, y, 16);
    },
    fit() {
      hold.release();
      const box = scene.shapes.get('street')?.box;
      if (box !== undefined) surface.fitBox(box, true);
    },
    fitCases(ids: readonly string[]) {
      const points = ids.map(planeOf).filter((at) => at !== null);
      if (points.length === 0) return;
      const xs = points.map((at) => at[0]);
      const ys = points.map((at) => at[1]);
      const box: Box = {
        west: Math.min(...xs),
        east: Math.max(...xs),
        south: Math.min(...ys),
        north: Math.max(...ys),
      };
      hold.take();
      surface.fitBox(box, true);
    },
    panBy(dx: number, dy: number) {
      hold.take();
      surface.panBy(dx, dy);
    },
    zoomBy(steps: number) {
      hold.take();
      surface.zoomBy(steps);
    },
    worst() {
      const set = scene.cases.set();
      const all = set.ids.flatMap((_, i) => (isWorst(set, i) ? [i] : []));
      return worstFirst(set, all).map((i) => set.ids[i] ?? '');
    },
    pixelOfCase,
  };
}

/** Tells of a sight only when it differs, after the frame is out. */
function sightTeller(onSight: ((sight: MapSight) => void) | undefined): (sight: MapSight) => void {
  let before = '';
  return (sight) => {
    if (onSight === undefined) return;
    const now = JSON.stringify(sight);
    if (now === before) return;
    before = now;
    queueMicrotask(() => onSight(sight));
  };
}
