import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import type { AreaLevel, AreaShapes } from './areaShapes.ts';
import { createLayouter, layoutZoom, type Layouter, type MarkLayout } from './layoutMarks.ts';
import { buildMarkerSet, MARK_KINDS, type MarkerSet, type MarkKind } from './markerSet.ts';
import type { MarkStyle } from './marks.ts';
import { zoomAt, type PlanePoint } from './mercator.ts';

/** Shown or not, each one switch of the legend. */
export type MapLayers = Readonly<Record<AreaLevel | MarkKind | 'discs' | 'base', boolean>>;

export const ALL_LAYERS: MapLayers = {
  base: true,
  street: true,
  community: false,
  grid: false,
  cell: false,
  open: true,
  near: true,
  over: true,
  critical: true,
  discs: true,
};

export type CaseStock = {
  readonly replace: (tuples: readonly MarkerTuple[]) => void;
  readonly apply: (upsert: readonly MarkerTuple[], remove: readonly string[]) => void;
  readonly setAnchors: (streets: AreaShapes) => void;
  readonly setKinds: (shown: ReadonlySet<MarkKind>) => void;
  readonly set: () => MarkerSet;
  readonly layoutAt: (resolution: number) => MarkLayout;
};

/** The cases on the map and their layouts, made when a frame first asks for them. */
export function createCaseStock(options: {
  readonly style: MarkStyle;
  readonly streetsBelow: number;
  readonly worstOnDiscs: boolean;
}): CaseStock {
  const byId = new Map<string, MarkerTuple>();
  let anchors: ReadonlyMap<string, PlanePoint> = new Map();
  let kinds: ReadonlySet<number> = new Set([0, 1, 2, 3]);
  let set = buildMarkerSet([]);
  let layouter: Layouter | null = null;
  let isSetOld = false;
  const changed = (): void => {
    layouter = null;
  };
  const current = (): MarkerSet => {
    if (isSetOld) set = buildMarkerSet(byId.values());
    isSetOld = false;
    return set;
  };
  const shown = (): MarkerSet => {
    const whole = current();
    if (kinds.size === 4) return whole;
    const tuples = whole.ids.flatMap((id, i) =>
      kinds.has(whole.kind[i] ?? 0) ? [byId.get(id)].filter((row) => row !== undefined) : [],
    );
    return buildMarkerSet(tuples);
  };
  let drawn = set;
  return {
    replace(tuples) {
      byId.clear();
      for (const tuple of tuples) byId.set(tuple[0], tuple);
      isSetOld = true;
      changed();
    },
    apply(upsert, remove) {
      for (const tuple of upsert) byId.set(tuple[0], tuple);
      for (const id of remove) byId.delete(id);
      isSetOld = true;
      changed();
    },
    setAnchors(streets) {
      anchors = new Map(
        streets.codes.map((code, i) => [code, streets.labels[i] ?? { x: 0, y: 0 }]),
      );
      changed();
    },
    setKinds(next) {
      kinds = new Set(MARK_KINDS.flatMap((kind, i) => (next.has(kind) ? [i] : [])));
      changed();
    },
    set: () => {
      if (layouter === null) drawn = shown();
      return drawn;
    },
    layoutAt(resolution) {
      if (layouter === null) {
        drawn = shown();
        layouter = createLayouter(drawn, { ...options, anchors });
      }
      return layouter.at(layoutZoom(zoomAt(resolution)));
    },
  };
}
