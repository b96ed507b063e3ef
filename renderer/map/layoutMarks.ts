import { blockAround } from './block.ts';
import { buildClusterIndex, CLUSTER_PX, groupByStreet, type Group } from './clusterIndex.ts';
import { kindAt, isWorst, worstFirst, type MarkerSet } from './markerSet.ts';
import {
  discRadius,
  plateHalf,
  plateWidth,
  shapeReach,
  type Mark,
  type MarkStyle,
} from './marks.ts';
import { resolutionAt, type PlanePoint } from './mercator.ts';
import { placeBadges, type BadgeDisc } from './placeBadges.ts';
import {
  createWorstPlacer,
  type WorstKind,
  type WorstPlacer,
  type WorstSpot,
} from './placeWorst.ts';
import { seatWorst, type DiscGroup, type Seating } from './seatWorst.ts';

export type LayoutOptions = {
  readonly style: MarkStyle;
  /** Where a street's disc stands; empty when shapes have not come yet. */
  readonly anchors: ReadonlyMap<string, PlanePoint>;
  /** Below this zoom there is one disc a street. */
  readonly streetsBelow: number;
  /** The wall: all worst cases of a street sit on its disc. */
  readonly worstOnDiscs: boolean;
};

export type MarkLayout = {
  /** In drawing order: discs, large first; then open, near, overdue, critical. */
  readonly marks: readonly Mark[];
  readonly membersOf: (mark: number) => readonly number[];
};

export type Layouter = { readonly at: (zoom: number) => MarkLayout };

/** Layouts are made for quarters of a zoom: finer, and shapes would start to cover each other. */
export function layoutZoom(zoom: number): number {
  return Math.floor(zoom * 4 + 1e-6) / 4;
}

/** Discs of streets may lie on each other by this share of their radii; nearer, and they are a heap. */
const STREETS_OVERLAP = 0.78;

/** Keyed by the set: a new set makes a new layouter; its layouts are kept by zoom. */
export function createLayouter(set: MarkerSet, options: LayoutOptions): Layouter {
  const clusters = buildClusterIndex(set);
  const byStreet = groupByStreet(set, options.anchors);
  const streetsFrom = finestHeap(byStreet, options);
  const worst = worstFirst(
    set,
    set.ids.flatMap((_, i) => (isWorst(set, i) ? [i] : [])),
  );
  const kept = new Map<number, MarkLayout>();
  const at = (zoom: number): MarkLayout => {
    const step = layoutZoom(zoom);
    const before = kept.get(step);
    if (before !== undefined) return before;
    const isOverview = step < options.streetsBelow && options.anchors.size > 0;
    const isHeap = isOverview && resolutionAt(step) > streetsFrom;
    const groups =
      isOverview && !isHeap ? byStreet : clusters.groupsAt(isHeap ? heapZoom(step, options) : step);
    const seating = seatingOf({ isOverview, isHeap, worstOnDiscs: options.worstOnDiscs });
    const made = assemble({ set, options, groups, worst, seating, resolution: resolutionAt(step) });
    kept.set(step, made);
    return made;
  };
  return { at };
}

/** The zoom whose clusters keep the largest discs apart at `step`. */
function heapZoom(step: number, { style }: LayoutOptions): number {
  return step + Math.log2(CLUSTER_PX / (2.2 * style.discMax));
}

function seatingOf(how: {
  readonly isOverview: boolean;
  readonly isHeap: boolean;
  readonly worstOnDiscs: boolean;
}): Seating {
  if (!how.isOverview) return 'overlapping';
  if (how.isHeap) return 'nearest';
  return how.worstOnDiscs ? 'all' : 'street';
}

/** The resolution above which two streets' discs would lie on each other; a wall has one disc a street always. */
function finestHeap(
  byStreet: readonly DiscGroup[],
  { style, worstOnDiscs, anchors }: LayoutOptions,
): number {
  if (worstOnDiscs) return Number.POSITIVE_INFINITY;
  const discs = byStreet.filter((group) => anchors.has(group.street ?? ''));
  const most = discs.flatMap((a, at) =>
    discs.slice(at + 1).map((b) => {
      const reach = discRadius(a.count, style) + discRadius(b.count, style);
      return Math.hypot(a.x - b.x, a.y - b.y) / (reach * STREETS_OVERLAP);
    }),
  );
  return Math.min(...most);
}

type Assembly = {
  readonly set: MarkerSet;
  readonly options: LayoutOptions;
  readonly groups: readonly DiscGroup[];
  readonly worst: readonly number[];
  readonly seating: Seating;
  readonly resolution: number;
};

type Drawn = { readonly mark: Mark; readonly members: () => readonly number[] };

function assemble(assembly: Assembly): MarkLayout {
  const { options, groups } = assembly;
  const discs = groups
    .filter((group) => group.count > 1 || group.street !== undefined)
    .sort((a, b) => b.count - a.count);
  const { beside, placer } = placeAll(assembly, discs);
  const drawn: Drawn[] = discs.map((disc, i) => ({
    mark: discMark(disc, beside[i] ?? 0, options.style),
    members: disc.members,
  }));
  const singles = groups.filter((group) => group.count === 1 && group.street === undefined);
  for (const kind of ['open', 'near'] as const) {
    for (const single of singles) {
      if ((single.near === 1) !== (kind === 'near')) continue;
      drawn.push({ mark: shapeMark(single, kind, options.style), members: single.members });
    }
  }
  for (const kind of ['over', 'critical'] as const) {
    for (const spot of placer.spots()) {
      if (spot.kind !== kind) continue;
      drawn.push({ mark: worstMark(spot, assembly), members: () => spot.members });
    }
  }
  return {
    marks: drawn.map((entry) => entry.mark),
    membersOf: (mark) => drawn[mark]?.members() ?? [],
  };
}

/** A spot for each of the worst cases, on a disc or at its own place; counts of the worst beside each disc. */
function placeAll(
  assembly: Assembly,
  discs: readonly DiscGroup[],
): { readonly beside: readonly number[]; readonly placer: WorstPlacer } {
  const { set, options, worst, resolution } = assembly;
  const { style } = options;
  const seats = seatWorst({ set, worst, discs, style, resolution }, assembly.seating);
  const runs = discs.map((): BadgeRun => ({ critical: [], over: [] }));
  for (const index of worst) runs[seats.get(index) ?? -1]?.[worstKind(set, index)].push(index);
  const alone = worst.filter((index) => !seats.has(index));
  const at = (index: number): PlanePoint => ({
    x: (set.x[index] ?? 0) / resolution,
    y: -(set.y[index] ?? 0) / resolution,
  });
  const half = shapeReach('critical', style) + 2 * style.scale;
  const placer = createWorstPlacer(style.scale);
  putBadges(
    { assembly, discs, runs, placer },
    alone.map((index) => blockAround(at(index), half, half)),
  );
  for (const index of alone) {
    const { x: homeX, y: homeY } = at(index);
    const kind = worstKind(set, index);
    placer.put({ kind, members: [index], homeX, homeY, dx: 0, dy: 0, isBadge: false });
  }
  return { beside: runs.map((run) => run.critical.length + run.over.length), placer };
}

type BadgeRun = Readonly<Record<WorstKind, number[]>>;

/** The two badges of a disc side by side, critical first. */
function putBadges(
  of: {
    readonly assembly: Assembly;
    readonly discs: readonly DiscGroup[];
    readonly runs: readonly BadgeRun[];
    readonly placer: WorstPlacer;
  },
  alone: Parameters<typeof placeBadges>[1],
): void {
  const { style } = of.assembly.options;
  const { resolution } = of.assembly;
  const widthOf = (members: readonly number[]): number =>
    members.length === 0 ? 0 : badgeStep(members.length, style);
  const discs = of.discs.map((disc, i): BadgeDisc => {
    const { critical, over } = of.runs[i] ?? { critical: [], over: [] };
    return {
      x: disc.x / resolution,
      y: -disc.y / resolution,
      reach: discRadius(disc.count, style),
      count: disc.count,
      width: widthOf(critical) + widthOf(over),
    };
  });
  placeBadges(discs, alone, style).forEach(({ dx, dy }, i) => {
    const disc = discs[i];
    const run = of.runs[i];
    if (disc === undefined || run === undefined) return;
    for (const kind of ['critical', 'over'] as const) {
      if (run[kind].length === 0) continue;
      const shift = kind === 'over' ? widthOf(run.critical) : 0;
      const home = { homeX: disc.x, homeY: disc.y, dx: dx + shift, dy };
      of.placer.put({ kind, members: run[kind], ...home, isBadge: true });
    }
  });
}

/** Width of a badge with its number and the gap after it. */
function badgeStep(count: number, style: MarkStyle): number {
  return 22 * style.scale + plateWidth(count, style);
}

function worstKind(set: MarkerSet, index: number): WorstKind {
  return kindAt(set, index) === 'critical' ? 'critical' : 'over';
}

function worstMark(spot: WorstSpot, { set, options, resolution }: Assembly): Mark {
  const { style } = options;
  const count = spot.members.length;
  return {
    kind: spot.kind,
    x: spot.homeX * resolution,
    y: -spot.homeY * resolution,
    dx: spot.dx,
    dy: spot.dy,
    count,
    worstBeside: 0,
    near: 0,
    hasPending: spot.members.some((i) => set.isPending[i] === 1),
    reach: shapeReach(spot.kind, style),
    isBadge: spot.isBadge,
    plateWidth: count > 1 || spot.isBadge ? plateWidth(count, style) : 0,
    plateHalf: plateHalf(style),
  };
}

function discMark(disc: Group, worstBeside: number, style: MarkStyle): Mark {
  return {
    kind: 'disc',
    x: disc.x,
    y: disc.y,
    dx: 0,
    dy: 0,
    count: disc.count,
    worstBeside,
    near: disc.near,
    hasPending: disc.pending > 0,
    reach: discRadius(disc.count, style),
    isBadge: false,
    plateWidth: 0,
    plateHalf: 0,
  };
}

function shapeMark(single: Group, kind: 'open' | 'near', style: MarkStyle): Mark {
  return {
    ...discMark(single, 0, style),
    kind,
    near: 0,
    hasPending: single.pending > 0,
    reach: shapeReach(kind, style),
  };
}
