import type { MarkKind } from './markerSet.ts';
import { CLEARANCE_PX } from './marks.ts';

export type WorstKind = Extract<MarkKind, 'over' | 'critical'>;

/** A shape for one or more of the worst cases; positions in pixels of the layout's zoom, y down. */
export type WorstSpot = {
  readonly kind: WorstKind;
  readonly homeX: number;
  readonly homeY: number;
  readonly dx: number;
  readonly dy: number;
  readonly members: number[];
  readonly isBadge: boolean;
};

export type WorstWish = Omit<WorstSpot, 'members'> & { readonly members: readonly number[] };

export type WorstPlacer = {
  readonly put: (wish: WorstWish) => void;
  readonly spots: () => readonly WorstSpot[];
};

const DIRECTIONS = [
  [1, 0],
  [0, -1],
  [-1, 0],
  [0, 1],
  [0.71, -0.71],
  [-0.71, -0.71],
  [-0.71, 0.71],
  [0.71, 0.71],
] as const;
const RINGS = [1, 2, 3, 4];

/**
 * Gives every worst case a shape of its own kind that no other shape covers: at its own place when that is
 * free, in the shape of its kind that stands there already (which then shows its number), else beside it.
 */
export function createWorstPlacer(scale: number): WorstPlacer {
  const clearance = CLEARANCE_PX * scale;
  const spots: WorstSpot[] = [];
  const buckets = new Map<string, WorstSpot[]>();
  const bucketOf = (v: number): number => Math.floor(v / clearance);

  const around = (x: number, y: number): WorstSpot[] => {
    const found: WorstSpot[] = [];
    for (let i = bucketOf(x) - 1; i <= bucketOf(x) + 1; i += 1) {
      for (let j = bucketOf(y) - 1; j <= bucketOf(y) + 1; j += 1) {
        for (const spot of buckets.get(`${i}/${j}`) ?? []) {
          const gap = Math.hypot(spot.homeX + spot.dx - x, spot.homeY + spot.dy - y);
          if (gap < clearance) found.push(spot);
        }
      }
    }
    return found;
  };
  const stand = (wish: WorstWish, dx: number, dy: number): void => {
    const spot = { ...wish, dx, dy, members: [...wish.members] };
    const key = `${bucketOf(spot.homeX + dx)}/${bucketOf(spot.homeY + dy)}`;
    spots.push(spot);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [spot]);
    else bucket.push(spot);
  };

  const put = (wish: WorstWish): void => {
    const blockers = around(wish.homeX + wish.dx, wish.homeY + wish.dy);
    if (blockers.length === 0) return stand(wish, wish.dx, wish.dy);
    const same = blockers.find((spot) => spot.kind === wish.kind && spot.isBadge === wish.isBadge);
    if (same !== undefined) {
      same.members.push(...wish.members);
      return;
    }
    for (const ring of RINGS) {
      for (const [ux, uy] of DIRECTIONS) {
        const dx = wish.dx + ux * ring * clearance;
        const dy = wish.dy + uy * ring * clearance;
        if (around(wish.homeX + dx, wish.homeY + dy).length === 0) return stand(wish, dx, dy);
      }
    }
    // Packed solid on every side: it joins the nearest of its kind rather than vanish.
    const kin = spots.filter((spot) => spot.kind === wish.kind);
    const gap = (spot: WorstSpot): number =>
      Math.hypot(spot.homeX + spot.dx - wish.homeX, spot.homeY + spot.dy - wish.homeY);
    const nearest = kin.reduce<WorstSpot | undefined>(
      (best, spot) => (best === undefined || gap(spot) < gap(best) ? spot : best),
      undefined,
    );
    if (nearest === undefined) stand(wish, wish.dx, wish.dy);
    else nearest.members.push(...wish.members);
  };
  return { put, spots: () => spots };
}
