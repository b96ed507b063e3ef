import { must } from '../../kernel/assert.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { levelRings } from '../../domain/area/rings.ts';
import { centroid, toLattice, toPlane } from './plane.ts';
import type { Lattice, Plane } from './plane.ts';
import type { RoadPath } from './roadNet.ts';
import type { TownArea } from './town.ts';
import { shuffle } from './words.ts';
import type { NameSource } from './words.ts';

const LARGE_PARKS = 18;
const POCKET_PARKS = 45;
const LAKES = 9;
/** The canal keeps off its road's middle by this much and is this wide, in units (about 38 m and 26 m). */
const CANAL_OFFSET = 340;
const CANAL_HALF_WIDTH = 115;

export type Greens = {
  readonly greens: readonly TownArea[];
  /** Lakes first, then canals. */
  readonly waters: readonly TownArea[];
  readonly lakes: number;
  /** Cells without buildings. */
  readonly cells: ReadonlySet<number>;
  readonly canals: readonly { readonly line: readonly Plane[]; readonly halfWidth: number }[];
};

/** Parks on whole base grids and single cells, lakes inside parks, a canal beside two long roads. */
export function layGreens(
  ground: Ground,
  onto: { readonly names: NameSource; readonly roads: readonly RoadPath[] },
  rng: Rng,
): Greens {
  const { names, roads } = onto;
  const gridRings = levelRings(ground, 'baseGrid');
  const grids = shuffle(
    gridRings.map((_, g) => g),
    rng,
  ).slice(0, LARGE_PARKS);
  const inLarge = new Set(grids);
  const pocket = shuffle(
    ground.cells.flatMap((cell, i) => (inLarge.has(cell.baseGrid) ? [] : [i])),
    rng,
  ).slice(0, POCKET_PARKS);
  const ringOf = (indices: readonly number[]): Lattice[] =>
    indices.map((i) => [
      must(ground.corners[2 * i], 'corner'),
      must(ground.corners[2 * i + 1], 'corner'),
    ]);
  const large = grids.map((g) => ringOf(must(gridRings[g]?.[0], 'ring')));
  const canals = canalLines(roads);
  return {
    greens: [
      ...large.map((ring) => ({ name: names.park(), ring })),
      ...pocket.map((cell) => ({
        name: names.park(),
        ring: ringOf(must(ground.cells[cell], 'cell').ring),
      })),
    ],
    waters: [
      ...large.slice(0, LAKES).map((ring) => ({ name: names.water(), ring: lakeIn(ring) })),
      ...canals.map((canal) => ({ name: `${names.word()}河`, ring: ribbon(canal) })),
    ],
    lakes: LAKES,
    cells: new Set([
      ...ground.cells.flatMap((cell, i) => (inLarge.has(cell.baseGrid) ? [i] : [])),
      ...pocket,
    ]),
    canals,
  };
}

/** A rounded shape well inside the park. */
function lakeIn(ring: readonly Lattice[]): Lattice[] {
  const plane = ring.map(toPlane);
  const { at } = centroid(plane);
  let shape = plane.map(([x, y]): Plane => [
    at[0] + (x - at[0]) * 0.55,
    at[1] + (y - at[1]) * 0.55,
  ]);
  for (let round = 0; round < 3; round += 1) shape = cutCorners(shape);
  return shape.map(toLattice);
}

function cutCorners(ring: readonly Plane[]): Plane[] {
  return ring.flatMap((a, i): Plane[] => {
    const b = must(ring[(i + 1) % ring.length], 'ring');
    return [
      [a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25],
      [a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75],
    ];
  });
}

function canalLines(roads: readonly RoadPath[]): { line: Plane[]; halfWidth: number }[] {
  return roads
    .filter((r) => r.roadClass === 1 && !r.isOutline)
    .map((r) => offsetLine(r.path.map(toPlane), CANAL_OFFSET))
    .sort((a, b) => b.length - a.length)
    .slice(0, 2)
    .map((line) => ({ line, halfWidth: CANAL_HALF_WIDTH }));
}

/** Moved to the left by the mean of the neighbouring sides' normals, then made smooth. */
function offsetLine(line: readonly Plane[], by: number): Plane[] {
  let moved = line.map((p, i): Plane => {
    const a = line[i - 1] ?? p;
    const b = line[i + 1] ?? p;
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const length = Math.sqrt(dx * dx + dy * dy);
    return [p[0] - (dy * by) / length, p[1] + (dx * by) / length];
  });
  for (let round = 0; round < 3; round += 1) {
    moved = moved.map((p, i): Plane => {
      const a = moved[i - 1];
      const b = moved[i + 1];
      if (a === undefined || b === undefined) return p;
      return [(a[0] + 2 * p[0] + b[0]) / 4, (a[1] + 2 * p[1] + b[1]) / 4];
    });
  }
  return moved;
}

function ribbon(canal: { readonly line: readonly Plane[]; readonly halfWidth: number }): Lattice[] {
  const left = offsetLine(canal.line, canal.halfWidth);
  const right = offsetLine(canal.line, -canal.halfWidth);
  return [...right, ...left.reverse()].map(toLattice);
}
