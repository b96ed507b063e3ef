import type { Group } from './clusterIndex.ts';
import type { MarkerSet } from './markerSet.ts';
import { CLEARANCE_PX, discRadius, type MarkStyle } from './marks.ts';
import { createSquares } from './squares.ts';

/** A disc: several cases at one place, or a street's. */
export type DiscGroup = Group & { readonly street?: string };

/**
 * Where worst cases that do not stand at their own places sit: `overlapping` on a disc that they would overlap;
 * `street` all of a street on its disc together, as soon as one of them overlaps a disc or another of them;
 * `all` every one on its street's disc; `nearest` every one on the nearest disc.
 */
export type Seating = 'overlapping' | 'street' | 'all' | 'nearest';

export type SeatInput = {
  readonly set: MarkerSet;
  readonly worst: readonly number[];
  readonly discs: readonly DiscGroup[];
  readonly style: MarkStyle;
  readonly resolution: number;
};

/** Disc of each worst case that sits on one, by the case's index. */
export function seatWorst(input: SeatInput, seating: Seating): ReadonlyMap<number, number> {
  return seating === 'nearest' ? seatNearest(input) : seatByDisc(input, seating);
}

function seatByDisc(
  input: SeatInput,
  seating: Exclude<Seating, 'nearest'>,
): ReadonlyMap<number, number> {
  const discAt = discsBeneath(input);
  const seats = new Map<number, number>();
  if (seating === 'overlapping') {
    for (const index of input.worst) {
      const disc = discAt(index);
      if (disc >= 0) seats.set(index, disc);
    }
    return seats;
  }
  const byStreet = new Map<string, number[]>();
  for (const index of input.worst) {
    const street = input.set.street[index] ?? '';
    const own = byStreet.get(street);
    if (own === undefined) byStreet.set(street, [index]);
    else own.push(index);
  }
  input.discs.forEach((disc, i) => {
    const own = byStreet.get(disc.street ?? '') ?? [];
    if (seating === 'street' && !isCrowded(input, own, discAt)) return;
    for (const index of own) if (!seats.has(index)) seats.set(index, i);
  });
  return seats;
}

/** Does one of a street's cases overlap a disc, or another of them? */
function isCrowded(
  { set, style, resolution }: SeatInput,
  own: readonly number[],
  discAt: (index: number) => number,
): boolean {
  const clearance = CLEARANCE_PX * style.scale;
  return (
    own.some((index) => discAt(index) >= 0) ||
    own.some((a, at) =>
      own.slice(at + 1).some((b) => {
        const other = { x: set.x[b] ?? 0, y: set.y[b] ?? 0 };
        return gapOf(set, a, other) / resolution < clearance;
      }),
    )
  );
}

/**
 * The first disc, in drawing order, that a case's shape would overlap; -1 for none. Discs stand in squares as
 * wide as the largest of them reaches, so that nine squares are looked through and not every disc.
 */
function discsBeneath({ set, discs, style, resolution }: SeatInput): (index: number) => number {
  const clearance = (CLEARANCE_PX / 2) * style.scale;
  const reaches = discs.map((disc) => (discRadius(disc.count, style) + clearance) * resolution);
  if (reaches.length === 0) return () => -1;
  const squares = createSquares<number>(Math.max(...reaches));
  discs.forEach((disc, i) => {
    squares.put(disc.x, disc.y, i);
  });
  return (index) => {
    let first = -1;
    squares.find(set.x[index] ?? 0, set.y[index] ?? 0, (at) => {
      const disc = discs[at];
      const isFirst = first < 0 || at < first;
      if (isFirst && disc !== undefined && gapOf(set, index, disc) < (reaches[at] ?? 0)) first = at;
      // All nine are looked through: the order of squares is not that of drawing.
      return false;
    });
    return first;
  };
}

function seatNearest({ set, worst, discs }: SeatInput): ReadonlyMap<number, number> {
  const seats = new Map<number, number>();
  for (const index of worst) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    discs.forEach((disc, i) => {
      const gap = gapOf(set, index, disc);
      if (gap < least) [nearest, least] = [i, gap];
    });
    if (nearest >= 0) seats.set(index, nearest);
  }
  return seats;
}

function gapOf(
  set: MarkerSet,
  index: number,
  { x, y }: { readonly x: number; readonly y: number },
): number {
  const dx = (set.x[index] ?? 0) - x;
  const dy = (set.y[index] ?? 0) - y;
  return Math.sqrt(dx * dx + dy * dy);
}
