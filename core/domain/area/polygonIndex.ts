import { exactTurn } from './exactTurn.ts';

/** Rings of one area, flat: x, y, x, y, … Holes and islands need no marks under the even-odd rule. */
export type FlatRings = readonly (readonly number[])[];

export type PolygonIndex = {
  /** Index of the first area, in the order given, that holds the point; -1 for none. */
  readonly find: (x: number, y: number) => number;
};

type Box = { west: number; south: number; east: number; north: number };

/**
 * Point-in-area for any set of areas in one datum and unit. A raster of buckets narrows the choice, then
 * the half-open even-odd rule decides: a point on a border between two areas belongs to exactly one of
 * them. Exact for every double: where rounding could matter, big integers decide.
 */
export function buildPolygonIndex(areas: readonly FlatRings[]): PolygonIndex {
  const boxes = areas.map(boxOf);
  const whole = boxes.reduce(join, emptyBox());
  const side = Math.max(1, Math.min(512, Math.ceil(2 * Math.sqrt(areas.length))));
  const width = Math.max((whole.east - whole.west) / side, Number.MIN_VALUE);
  const height = Math.max((whole.north - whole.south) / side, Number.MIN_VALUE);
  const clamp = (v: number): number => Math.min(side - 1, Math.max(0, Math.floor(v)));
  const column = (x: number): number => clamp((x - whole.west) / width);
  const row = (y: number): number => clamp((y - whole.south) / height);
  const buckets: number[][] = Array.from({ length: side * side }, () => []);
  boxes.forEach((box, area) => {
    for (let r = row(box.south); r <= row(box.north); r += 1) {
      for (let c = column(box.west); c <= column(box.east); c += 1) {
        buckets[r * side + c]?.push(area);
      }
    }
  });
  const find = (x: number, y: number): number => {
    if (!holds(whole, x, y)) return -1;
    for (const area of buckets[row(y) * side + column(x)] ?? []) {
      const box = boxes[area];
      const rings = areas[area];
      if (box === undefined || rings === undefined || !holds(box, x, y)) continue;
      if (isInside(rings, x, y)) return area;
    }
    return -1;
  };
  return { find };
}

/** Beyond this share of its terms the sign of a turn in doubles is certain (Shewchuk's first bound). */
const ROUNDING = 3.3306690738754716e-16;

/** Half-open even-odd rule: an edge counts when it spans y upward-closed and the point lies left of it. */
export function isInside(rings: FlatRings, x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    let ax = ring[ring.length - 2] ?? 0;
    let ay = ring[ring.length - 1] ?? 0;
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const bx = ring[i] ?? 0;
      const by = ring[i + 1] ?? 0;
      if (ay > y !== by > y) {
        const left = (bx - ax) * (y - ay);
        const right = (by - ay) * (x - ax);
        let turn = left - right;
        if (Math.abs(turn) < ROUNDING * (Math.abs(left) + Math.abs(right))) {
          turn = exactTurn([ax, ay], [bx, by], [x, y]);
        }
        if (by > ay ? turn > 0 : turn < 0) inside = !inside;
      }
      ax = bx;
      ay = by;
    }
  }
  return inside;
}

function emptyBox(): Box {
  return { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
}

function boxOf(rings: FlatRings): Box {
  const box = emptyBox();
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const x = ring[i] ?? 0;
      const y = ring[i + 1] ?? 0;
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.south = Math.min(box.south, y);
      box.north = Math.max(box.north, y);
    }
  }
  return box;
}

function join(a: Box, b: Box): Box {
  return {
    west: Math.min(a.west, b.west),
    south: Math.min(a.south, b.south),
    east: Math.max(a.east, b.east),
    north: Math.max(a.north, b.north),
  };
}

function holds(box: Box, x: number, y: number): boolean {
  return x >= box.west && x <= box.east && y >= box.south && y <= box.north;
}
