import type { Wgs84Point } from '#core/domain/area/point.ts';
import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import { createAreaLoads, type AreaLoads } from './areaLoads.ts';
import type { AreaShapes } from './areaShapes.ts';
import { createMapHold } from './mapHold.ts';
import { createMapMoves, createMapReading } from './mapMoves.ts';
import { fromPlane, toPlane } from './mercator.ts';
import { createMapScene, type MapScene, type MapSight, type Picked } from './mapScene.ts';
import type { MapSource } from './mapSource.ts';
import { MARK_KINDS } from './markerSet.ts';
import type { MapLayers } from './mapState.ts';
import { createMapSurface, type MapSurface } from './mapSurface.ts';
import { readMapTheme, watchTheme } from './mapTheme.ts';
import { DESK_STYLE, type MarkStyle } from './marks.ts';
import type { Frame } from './pickMark.ts';

export type MapOptions = {
  readonly source: MapSource;
  /** False for the wall and small strips that only show. */
  readonly isInteractive: boolean;
  /** False where a click chooses a place. Default true. */
  readonly doubleClickZooms?: boolean;
  readonly style?: MarkStyle;
  /** CSS pixels of street names. */
  readonly labelPx?: number;
  /** One disc a street below this zoom. */
  readonly streetsBelow?: number;
  readonly worstOnDiscs?: boolean;
  /** Free edge around what is fitted, CSS pixels. */
  readonly paddingPx?: number;
  /** More of it at the foot, where the scale bar lies. */
  readonly footPx?: number;
  /** The street that is fitted instead of the whole district, by its code. */
  readonly home?: string | null;
  readonly onSelect?: (picked: Picked) => void;
  /** A click beside every mark: the point, and its cell when shapes are here. */
  readonly onPoint?: (point: Wgs84Point, cell: string | null) => void;
  /** After a frame in which something in view changed. */
  readonly onSight?: (sight: MapSight) => void;
  readonly onBase?: (state: 'ready' | 'unreadable') => void;
  readonly onStreets?: (streets: AreaShapes) => void;
};

export type DrawnMarks = {
  readonly frame: Frame;
  readonly marks: readonly Picked[];
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
  /** A point of the plane (mercator.ts), as the inset gives it. */
  readonly centerAt: (x: number, y: number) => void;
  /** The whole district, or the own street; gives the map back to following. */
  readonly fit: () => void;
  readonly fitCases: (ids: readonly string[]) => void;
  readonly panBy: (dx: number, dy: number) => void;
  readonly zoomBy: (steps: number) => void;
  /** At once, without gliding. */
  readonly stepBy: (dx: number, dy: number) => void;
  readonly zoomTo: (zoom: number) => void;
  /** All cases critical unsigned or overdue, worst first. */
  readonly worst: () => readonly string[];
  /** Everything that is drawn now, in drawing order: for tests and pictures. */
  readonly drawn: () => DrawnMarks | null;
  readonly pixelOfCase: (caseId: string) => readonly [number, number] | null;
  readonly retryBase: () => void;
  readonly dispose: () => void;
};

const FIT_PADDING_PX = 28;
const STREETS_BELOW = 13.75;

export function createMap(target: HTMLElement, options: MapOptions): MapHandle {
  const scene = createMapScene(readMapTheme(target), {
    style: options.style ?? DESK_STYLE,
    labelPx: options.labelPx ?? 13,
    streetsBelow: options.streetsBelow ?? STREETS_BELOW,
    worstOnDiscs: options.worstOnDiscs ?? false,
  });
  const tellSight = sightTeller(options.onSight);
  const surface = createMapSurface({
    target,
    isInteractive: options.isInteractive,
    doubleClickZooms: options.doubleClickZooms ?? true,
    theme: scene.theme,
    textScale: (options.labelPx ?? 13) / 13,
    paddingPx: options.paddingPx ?? FIT_PADDING_PX,
    footPx: options.footPx ?? 0,
    paint: (context, view) => tellSight(scene.paint(context, view)),
  });
  const hold = createMapHold(surface, scene, options);
  const loads = createAreaLoads({
    scene,
    surface,
    source: options.source,
    onStreets(streets) {
      hold.refit();
      options.onStreets?.(streets);
    },
  });
  const base = createBaseLoad({ scene, surface, options });
  base.load();
  loads.want('street');
  if (options.isInteractive) loads.want('community');
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
    ...createMapMoves({ scene, surface, hold }),
    ...createMapReading(scene, surface),
    retryBase: base.load,
    dispose() {
      stopTheme();
      loads.stop();
      base.stop();
      surface.dispose();
    },
  };
}

const BASE_AGAIN_MS = 15_000;

/** The base map, asked for again by itself until it comes: a wall has nobody who could press a button. */
function createBaseLoad(parts: {
  readonly surface: MapSurface;
  readonly scene: MapScene;
  readonly options: MapOptions;
}) {
  const { surface, scene, options } = parts;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const load = (): void => {
    clearTimeout(timer);
    void surface.loadBase(options.source.bytes).then((isReady) => {
      if (isStopped) return;
      scene.hasBase = isReady;
      scene.refresh();
      surface.redraw();
      options.onBase?.(isReady ? 'ready' : 'unreadable');
      if (!isReady) timer = setTimeout(load, BASE_AGAIN_MS);
    });
  };
  const stop = (): void => {
    isStopped = true;
    clearTimeout(timer);
  };
  return { load, stop };
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
      if (isEqual(names, scene.streetNames)) return;
      scene.streetNames = names;
      scene.refresh();
      redraw();
    },
    setStreetNotes(notes: ReadonlyMap<string, string>) {
      if (isEqual(notes, scene.streetNotes)) return;
      scene.streetNotes = notes;
      scene.refresh();
      redraw();
    },
    setLabels(labels: ReadonlyMap<string, string>) {
      if (isEqual(labels, scene.labels)) return;
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

/** Views say the same words many times a minute; only other words are worth a new picture. */
function isEqual(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
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
