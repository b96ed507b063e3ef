import { must } from '../../kernel/assert.ts';
import { createRng } from '../../kernel/rng.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { groupOfCell } from '../../domain/area/rings.ts';
import { placeBuildings } from './buildings.ts';
import { layGreens } from './greens.ts';
import { junctionsOf, placeEstates, placePoints } from './namedPoints.ts';
import { UNIT_METRES, distance, insideRing, toPlane } from './plane.ts';
import type { Lattice } from './plane.ts';
import { roadNet } from './roadNet.ts';
import type { RoadClass, RoadPath } from './roadNet.ts';
import { SegmentIndex } from './segmentIndex.ts';
import type { Road, Town } from './town.ts';
import { createNameSource } from './words.ts';
import type { NameSource } from './words.ts';

export const TOWN_COUNTS = { buildings: 59_000, points: 8_000, estates: 300 } as const;

/** Half widths in metres, pavement included, that buildings keep clear of. */
const CLEAR_M: Readonly<Record<RoadClass, number>> = { 1: 19, 2: 11, 3: 5, 4: 3 };

/** Fills the ground with roads, greens, water, buildings and named points. Deterministic. */
export function buildTown(ground: Ground, seed: number): Town {
  const rng = createRng(seed).fork('town');
  const names = createNameSource(rng.fork('names'), []);
  const paths = roadNet(ground, rng.fork('roads'));
  const named = nameRoads(ground, paths, names);
  const green = layGreens(ground, { names, roads: paths }, rng.fork('greens'));
  const lakes = green.waters.slice(0, green.lakes).map((lake) => lake.ring);
  const roads = named.filter(
    (road) =>
      road.roadClass < 4 || !lakes.some((lake) => road.path.some((p) => insideRing(lake, p))),
  );
  const obstacles = new SegmentIndex(1500);
  for (const road of roads) {
    obstacles.addPath(road.path.map(toPlane), CLEAR_M[road.roadClass] / UNIT_METRES);
  }
  for (const canal of green.canals) obstacles.addPath(canal.line, canal.halfWidth + 60);
  const buildings = placeBuildings(
    ground,
    { count: TOWN_COUNTS.buildings, skipCells: green.cells, obstacles },
    rng.fork('buildings'),
  );
  return {
    roads,
    greens: green.greens,
    waters: green.waters,
    buildings,
    estates: placeEstates(buildings, { count: TOWN_COUNTS.estates, names }, rng.fork('estates')),
    points: placePoints(ground, { count: TOWN_COUNTS.points, roads, names }, rng.fork('points')),
    junctions: junctionsOf(roads),
  };
}

function nameRoads(ground: Ground, paths: readonly RoadPath[], names: NameSource): Road[] {
  const streetOf = streetOfCorner(ground);
  const measured = paths.map((p) => ({ ...p, lengthM: lengthM(p.path) }));
  measured.sort((a, b) => a.roadClass - b.roadClass || b.lengthM - a.lengthM);
  return measured.map((p, i) => ({
    id: `R${String(i + 1).padStart(4, '0')}`,
    name: p.roadClass === 4 ? null : names.road(p.roadClass),
    roadClass: p.roadClass,
    path: p.path,
    nodes: p.nodes,
    lengthM: p.lengthM,
    street: mostFrequent(p.nodes.map((n) => must(streetOf.get(n), 'corner of a cell'))),
  }));
}

function streetOfCorner(ground: Ground): Map<number, number> {
  const streets = new Map<number, number>();
  ground.cells.forEach((cell, i) => {
    for (const corner of cell.ring) {
      if (!streets.has(corner)) streets.set(corner, groupOfCell(ground, 'street', i));
    }
  });
  return streets;
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return must(best, 'a value')[0];
}

function lengthM(path: readonly Lattice[]): number {
  let length = 0;
  for (let i = 0; i + 1 < path.length; i += 1) {
    length += distance(toPlane(must(path[i], 'path')), toPlane(must(path[i + 1], 'path')));
  }
  return Math.round(length * UNIT_METRES);
}
