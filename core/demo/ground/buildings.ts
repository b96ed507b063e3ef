import { assert, must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { UNIT_METRES, insideRing, toLattice, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';
import type { SegmentIndex } from './segmentIndex.ts';
import type { Building } from './town.ts';
import { shuffle } from './words.ts';

/** Lot and building in metres: courtyards, slabs, blocks, towers. */
type Style = {
  readonly lot: readonly [number, number];
  readonly size: readonly [number, number];
  readonly spread: number;
};

const STYLES: readonly Style[] = [
  { lot: [17, 18], size: [13, 12], spread: 3 },
  { lot: [17, 18], size: [13, 12], spread: 3 },
  { lot: [16, 15], size: [12, 10], spread: 3 },
  { lot: [16, 15], size: [12, 10], spread: 3 },
  { lot: [18, 22], size: [14, 15], spread: 4 },
  { lot: [44, 25], size: [38, 12], spread: 4 },
  { lot: [34, 34], size: [22, 22], spread: 6 },
];

/** Exactly `count` buildings in the cells that are not green, clear of roads and water. */
export function placeBuildings(
  ground: Ground,
  on: {
    readonly count: number;
    readonly skipCells: ReadonlySet<number>;
    readonly obstacles: SegmentIndex;
  },
  rng: Rng,
): Building[] {
  const all: Building[] = [];
  ground.cells.forEach((cell, index) => {
    if (on.skipCells.has(index)) return;
    const ring = cell.ring.map((i): Lattice => [
      must(ground.corners[2 * i], 'corner'),
      must(ground.corners[2 * i + 1], 'corner'),
    ]);
    for (const building of fillCell(ring, on.obstacles, rng)) {
      all.push({ ring: building, cell: index });
    }
  });
  assert(all.length >= on.count, `room for ${all.length} buildings only`);
  const order = shuffle(
    all.map((_, i) => i),
    rng,
  ).slice(0, on.count);
  return order.sort((a, b) => a - b).map((i) => must(all[i], 'building'));
}

function fillCell(ring: readonly Lattice[], obstacles: SegmentIndex, rng: Rng): Lattice[][] {
  const plane = ring.map(toPlane);
  const axis = longestSide(plane);
  const style = pick(rng, STYLES);
  const metres = (m: number): number => m / UNIT_METRES;
  const [lotX, lotY] = [metres(style.lot[0]), metres(style.lot[1])];
  const along = plane.map((p) => p[0] * axis[0] + p[1] * axis[1]);
  const across = plane.map((p) => -p[0] * axis[1] + p[1] * axis[0]);
  const [u0, u1] = [Math.min(...along), Math.max(...along)];
  const [v0, v1] = [Math.min(...across), Math.max(...across)];
  const found: Lattice[][] = [];
  for (let u = u0 + lotX / 2; u < u1; u += lotX) {
    for (let v = v0 + lotY / 2; v < v1; v += lotY) {
      const w = metres(style.size[0] - rng.next() * style.spread) / 2;
      const h = metres(style.size[1] - rng.next() * style.spread) / 2;
      const du = (rng.next() - 0.5) * metres(2);
      const corners = (
        [
          [-w, -h],
          [w, -h],
          [w, h],
          [-w, h],
        ] as const
      ).map(([x, y]): Plane => {
        const [s, t] = [u + du + x, v + y];
        return [s * axis[0] - t * axis[1], s * axis[1] + t * axis[0]];
      });
      const center: Plane = [u * axis[0] - v * axis[1], u * axis[1] + v * axis[0]];
      const isFree = [...corners, center].every(
        (p) => insideRing(ring, toLattice(p)) && !obstacles.isCovered(p),
      );
      if (isFree) found.push(corners.map(toLattice));
    }
  }
  return found;
}

function longestSide(ring: readonly Plane[]): Plane {
  let best: Plane = [1, 0];
  let longest = 0;
  ring.forEach((a, i) => {
    const b = must(ring[(i + 1) % ring.length], 'ring');
    const d: Plane = [b[0] - a[0], b[1] - a[1]];
    const length = Math.sqrt(d[0] * d[0] + d[1] * d[1]);
    if (length > longest) {
      longest = length;
      best = [d[0] / length, d[1] / length];
    }
  });
  return best;
}
