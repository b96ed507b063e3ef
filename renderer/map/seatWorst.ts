import type { Group } from './clusterIndex.ts';
import type { MarkerSet } from './markerSet.ts';
import { CLEARANCE_PX, discRadius, type MarkStyle } from './marks.ts';

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
  { set, worst, discs, style, resolution }: SeatInput,
  seating: Exclude<Seating, 'nearest'>,
): ReadonlyMap<number, number> {
  const clearance = (CLEARANCE_PX / 2) * style.scale;
  const overlaps = (index: number, disc: Group): boolean =>
    gapOf(set, index, disc) / resolution < discRadius(disc.count, style) + clearance;
  const isCrowded = (own: readonly number[]): boolean =>
    own.some((index) => discs.some((disc) => overlaps(index, disc))) ||
    own.some((a, at) =>
      own.slice(at + 1).some((b) => {
        const other = { x: set.x[b] ?? 0, y: set.y[b] ?? 0 };
        return gapOf(set, a, other) / resolution < 2 * clearance;
      }),
    );
  const seats = new Map<number, number>();
  discs.forEach((disc, i) => {
    const own =
      seating === 'overlapping'
        ? worst.filter((index) => overlaps(index, disc))
        : worst.filter((index) => set.street[index] === disc.street);
    if (seating === 'street' && !isCrowded(own)) return;
    for (const index of own) if (!seats.has(index)) seats.set(index, i);
  });
  return seats;
}

function seatNearest({ set, worst, discs }: SeatInput): ReadonlyMap<number, number> {
  const seats = new Map<number, number>();
  for (const index of worst) {
    const gaps = discs.map((disc) => gapOf(set, index, disc));
    const nearest = gaps.indexOf(Math.min(...gaps));
    if (nearest >= 0) seats.set(index, nearest);
  }
  return seats;
}

function gapOf(
  set: MarkerSet,
  index: number,
  { x, y }: { readonly x: number; readonly y: number },
): number {
  return Math.hypot((set.x[index] ?? 0) - x, (set.y[index] ?? 0) - y);
}
