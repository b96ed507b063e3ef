import { buildClusterIndex, groupByStreet, type Group } from './clusterIndex.ts';
import { kindAt, isWorst, worstFirst, type MarkerSet } from './markerSet.ts';
import { CLEARANCE_PX, discRadius, shapeReach, type Mark, type MarkStyle } from './marks.ts';
import { resolutionAt, type PlanePoint } from './mercator.ts';
import { createWorstPlacer, type WorstKind, type WorstPlacer } from './placeWorst.ts';

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

/** Keyed by the set: a new set makes a new layouter; its layouts are kept by zoom. */
export function createLayouter(set: MarkerSet, options: LayoutOptions): Layouter {
  const clusters = buildClusterIndex(set);
  const byStreet = groupByStreet(set, options.anchors);
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
    const groups = isOverview ? byStreet : clusters.groupsAt(step);
    const made = assemble({ set, options, groups, worst, zoom: step });
    kept.set(step, made);
    return made;
  };
  return { at };
}

type Assembly = {
  readonly set: MarkerSet;
  readonly options: LayoutOptions;
  readonly groups: readonly (Group & { readonly street?: string })[];
  readonly worst: readonly number[];
  readonly zoom: number;
};

function assemble(assembly: Assembly): MarkLayout {
  const { set, options, groups } = assembly;
  const discs = groups
    .filter((group) => group.count > 1 || group.street !== undefined)
    .sort((a, b) => b.count - a.count);
  const { beside, placer } = placeAll(assembly, discs);
  const drawn: { mark: Mark; members: () => readonly number[] }[] = [];
  discs.forEach((disc, i) => {
    const worstBeside = beside[i] ?? 0;
    drawn.push({ mark: discMark(disc, worstBeside, options.style), members: disc.members });
  });
  const singles = groups.filter((group) => group.count === 1 && group.street === undefined);
  for (const kind of ['open', 'near'] as const) {
    for (const single of singles) {
      if ((single.near === 1) !== (kind === 'near')) continue;
      drawn.push({ mark: shapeMark(single, kind, options.style), members: single.members });
    }
  }
  const resolution = resolutionAt(assembly.zoom);
  for (const kind of ['over', 'critical'] as const) {
    for (const spot of placer.spots()) {
      if (spot.kind !== kind) continue;
      const { members } = spot;
      drawn.push({
        mark: {
          kind,
          x: spot.homeX * resolution,
          y: -spot.homeY * resolution,
          dx: spot.dx,
          dy: spot.dy,
          count: members.length,
          worstBeside: 0,
          near: 0,
          hasPending: members.some((i) => set.isPending[i] === 1),
          reach: shapeReach(kind, options.style),
          isBadge: spot.isBadge,
        },
        members: () => members,
      });
    }
  }
  return {
    marks: drawn.map((entry) => entry.mark),
    membersOf: (mark) => drawn[mark]?.members() ?? [],
  };
}

/** Which disc a worst case sits on (or none), then a spot for each; counts of the worst beside each disc. */
function placeAll(
  assembly: Assembly,
  discs: readonly (Group & { readonly street?: string })[],
): { readonly beside: readonly number[]; readonly placer: WorstPlacer } {
  const { set, options, worst } = assembly;
  const resolution = resolutionAt(assembly.zoom);
  const placer = createWorstPlacer(options.style.scale);
  const seats = seatWorst(assembly, discs);
  const onDisc = discs.map(() => ({ critical: [] as number[], over: [] as number[] }));
  for (const index of worst) {
    const seat = seats.get(index);
    if (seat !== undefined) onDisc[seat]?.[worstKind(set, index)].push(index);
  }
  discs.forEach((disc, i) => {
    const { critical, over } = onDisc[i] ?? { critical: [], over: [] };
    const shift = critical.length === 0 ? 0 : badgeStep(critical.length) * options.style.scale;
    const width = shift + (over.length === 0 ? 0 : badgeStep(over.length) * options.style.scale);
    const corner = freeCorner(assembly, { discs, disc, width });
    for (const kind of ['critical', 'over'] as const) {
      const members = kind === 'critical' ? critical : over;
      if (members.length === 0) continue;
      placer.put({
        kind,
        members,
        homeX: disc.x / resolution,
        homeY: -disc.y / resolution,
        dx: corner.dx + (kind === 'over' ? shift : 0),
        dy: corner.dy,
        isBadge: true,
      });
    }
  });
  for (const index of worst) {
    if (seats.has(index)) continue;
    placer.put({
      kind: worstKind(set, index),
      members: [index],
      homeX: (set.x[index] ?? 0) / resolution,
      homeY: -(set.y[index] ?? 0) / resolution,
      dx: 0,
      dy: 0,
      isBadge: false,
    });
  }
  return {
    beside: onDisc.map((list) => list.critical.length + list.over.length),
    placer,
  };
}

/** Width of a badge with its number and the gap after it. */
function badgeStep(count: number): number {
  return 26 + 8 * String(count).length;
}

/** Where a disc's badges begin: above on the right, else where they lie on no other disc. */
function freeCorner(
  { options, zoom }: Assembly,
  on: { readonly discs: readonly Group[]; readonly disc: Group; readonly width: number },
): { readonly dx: number; readonly dy: number } {
  const resolution = resolutionAt(zoom);
  const reach = discRadius(on.disc.count, options.style) * Math.SQRT1_2;
  const half = CLEARANCE_PX * 0.5 * options.style.scale;
  const corners = [
    { dx: reach, dy: -reach },
    { dx: reach, dy: reach },
    { dx: -reach - on.width + half * 1.3, dy: -reach },
    { dx: -reach - on.width + half * 1.3, dy: reach },
  ];
  const isFree = ({ dx, dy }: { readonly dx: number; readonly dy: number }): boolean =>
    on.discs.every((other) => {
      if (other === on.disc) return true;
      const x = (other.x - on.disc.x) / resolution;
      const y = -(other.y - on.disc.y) / resolution;
      const nearest = Math.max(dx - half, Math.min(x, dx - half + on.width));
      return Math.hypot(x - nearest, y - dy) > discRadius(other.count, options.style) + half * 0.8;
    });
  return corners.find(isFree) ?? { dx: reach, dy: -reach };
}

/**
 * A worst case takes a seat on a disc that it would overlap. In the overview a street's worst cases sit on
 * its disc together as soon as one of them overlaps the disc or another of them.
 */
function seatWorst(
  { set, options, worst, zoom }: Assembly,
  discs: readonly (Group & { readonly street?: string })[],
): ReadonlyMap<number, number> {
  const resolution = resolutionAt(zoom);
  const clearance = (CLEARANCE_PX / 2) * options.style.scale;
  const px = (index: number): readonly [number, number] => [
    (set.x[index] ?? 0) / resolution,
    (set.y[index] ?? 0) / resolution,
  ];
  const overlaps = (index: number, disc: Group): boolean => {
    const [x, y] = px(index);
    const gap = Math.hypot(x - disc.x / resolution, y - disc.y / resolution);
    return gap < discRadius(disc.count, options.style) + clearance;
  };
  const seats = new Map<number, number>();
  discs.forEach((disc, i) => {
    const own =
      disc.street === undefined
        ? worst.filter((index) => overlaps(index, disc))
        : worst.filter((index) => set.street[index] === disc.street);
    const isCrowded = (): boolean =>
      options.worstOnDiscs ||
      own.some((index) => overlaps(index, disc)) ||
      own.some((a, at) =>
        own.slice(at + 1).some((b) => {
          const [ax, ay] = px(a);
          const [bx, by] = px(b);
          return Math.hypot(ax - bx, ay - by) < 2 * clearance;
        }),
      );
    if (disc.street !== undefined && !isCrowded()) return;
    for (const index of own) if (!seats.has(index)) seats.set(index, i);
  });
  return seats;
}

function worstKind(set: MarkerSet, index: number): WorstKind {
  return kindAt(set, index) === 'critical' ? 'critical' : 'over';
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
