import type { MarkKind } from './markerSet.ts';
import { CLEARANCE_PX } from './marks.ts';
import { createSquares } from './squares.ts';

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

/** Squares of a clearance each way that are looked through before every spot is. */
const NEAREST_RINGS = 24;

/**
 * Gives every worst case a shape of its own kind that no other shape covers: at its own place when that is
 * free, in the shape of its kind that stands there already (which then shows its number), else beside it.
 */
export function createWorstPlacer(scale: number): WorstPlacer {
  const clearance = CLEARANCE_PX * scale;
  const field = createField(clearance);

  const isTaken = (x: number, y: number): boolean => field.firstNear(x, y, () => true) !== null;
  const standBeside = (wish: WorstWish): boolean => {
    for (const ring of RINGS) {
      for (const [ux, uy] of DIRECTIONS) {
        const dx = wish.dx + ux * ring * clearance;
        const dy = wish.dy + uy * ring * clearance;
        if (isTaken(wish.homeX + dx, wish.homeY + dy)) continue;
        field.stand(wish, dx, dy);
        return true;
      }
    }
    return false;
  };
  const put = (wish: WorstWish): void => {
    const x = wish.homeX + wish.dx;
    const y = wish.homeY + wish.dy;
    if (!isTaken(x, y)) return field.stand(wish, wish.dx, wish.dy);
    const { kind, isBadge } = wish;
    const same = field.firstNear(x, y, (spot) => spot.kind === kind && spot.isBadge === isBadge);
    if (same !== null) {
      same.members.push(...wish.members);
      return;
    }
    if (standBeside(wish)) return;
    // Packed solid on every side: it joins the nearest of its kind rather than vanish.
    const nearest = field.nearestOf(wish.kind, wish.homeX, wish.homeY);
    if (nearest === null) field.stand(wish, wish.dx, wish.dy);
    else nearest.members.push(...wish.members);
  };
  return { put, spots: () => field.spots };
}

/** Spots in squares as wide as the clearance: what is too near stands in a neighbouring one. */
function createField(clearance: number) {
  const spots: WorstSpot[] = [];
  const order = new Map<WorstSpot, number>();
  const squares = createSquares<WorstSpot>(clearance);
  const most = clearance * clearance;
  const gap2 = (spot: WorstSpot, x: number, y: number): number => {
    const dx = spot.homeX + spot.dx - x;
    const dy = spot.homeY + spot.dy - y;
    return dx * dx + dy * dy;
  };
  /** The first spot too near that the test takes, square by square. */
  const firstNear = (
    x: number,
    y: number,
    isMeant: (spot: WorstSpot) => boolean,
  ): WorstSpot | null => squares.find(x, y, (spot) => gap2(spot, x, y) < most && isMeant(spot));
  /** Of two that are equally far, the one that stood there first. */
  const nearer = (
    best: WorstSpot | null,
    spot: WorstSpot,
    at: readonly [x: number, y: number],
  ): WorstSpot => {
    if (best === null) return spot;
    const less = gap2(spot, ...at) - gap2(best, ...at);
    const isFirst = less === 0 && (order.get(spot) ?? 0) < (order.get(best) ?? 0);
    return less < 0 || isFirst ? spot : best;
  };
  return {
    spots,
    firstNear,
    stand(wish: WorstWish, dx: number, dy: number): void {
      const spot = { ...wish, dx, dy, members: [...wish.members] };
      order.set(spot, spots.length);
      spots.push(spot);
      squares.put(spot.homeX + dx, spot.homeY + dy, spot);
    },
    nearestOf(kind: WorstKind, x: number, y: number): WorstSpot | null {
      let best: WorstSpot | null = null;
      for (let ring = 0; ring <= NEAREST_RINGS; ring += 1) {
        // Whatever stands in this ring is at least so far away.
        const least = (ring - 1) * clearance;
        if (best !== null && least > 0 && gap2(best, x, y) < least * least) return best;
        for (const spot of squares.inRing([x, y], ring)) {
          if (spot.kind === kind) best = nearer(best, spot, [x, y]);
        }
      }
      if (best !== null) return best;
      return spots
        .filter((spot) => spot.kind === kind)
        .reduce<WorstSpot | null>((found, spot) => nearer(found, spot, [x, y]), null);
    },
  };
}
