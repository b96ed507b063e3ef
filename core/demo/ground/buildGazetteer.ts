import { pinyin } from 'pinyin-pro';
import { must } from '../../kernel/assert.ts';
import type {
  Gazetteer,
  GazetteerPlace,
  GazetteerRoad,
  PlaceKind,
} from '../../domain/area/gazetteer.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { buildAreaIndex } from '../../domain/area/locate.ts';
import type { AreaIndex, CellRef } from '../../domain/area/locate.ts';
import { cellCenter } from '../../domain/area/measure.ts';
import { groupOfCell, levelRings } from '../../domain/area/rings.ts';
import { centroid, toLattice, toPlane } from './plane.ts';
import type { Lattice } from './plane.ts';
import type { Road, Town } from './town.ts';

const NUMBER_SPACING_M = { 1: 24, 2: 18, 3: 11 } as const;

/** Names and points of everything that a caller may say: the document behind the place search. */
export function buildGazetteer(ground: Ground, town: Town): Gazetteer {
  const areas = buildAreaIndex(ground);
  const places: GazetteerPlace[] = [];
  const add = (kind: PlaceKind, name: string, rest: { at: Lattice; category?: string }): void => {
    const ref = locateNear(areas, rest.at);
    places.push({
      id: `P${String(places.length + 1).padStart(5, '0')}`,
      name,
      initials: initialsOf(name),
      kind,
      category: rest.category ?? null,
      point: [rest.at[0], rest.at[1]],
      cell: ref?.cell ?? null,
      street: ref?.street ?? null,
    });
  };
  const streetAt = middles(ground, areas, 'street');
  const communityAt = middles(ground, areas, 'community');
  ground.streets.forEach((s, i) => add('street', s.name, { at: must(streetAt[i], 'middle') }));
  ground.communities.forEach((c, i) =>
    add('community', c.name, { at: must(communityAt[i], 'middle') }),
  );
  for (const e of town.estates) add('estate', e.name, { at: e.at });
  for (const r of town.roads) {
    if (r.name !== null) add('road', r.name, { at: middleOfPath(r) });
  }
  for (const j of town.junctions) add('junction', j.name, { at: j.at });
  for (const g of town.greens) {
    add('green', g.name, { at: toLattice(centroid(g.ring.map(toPlane)).at) });
  }
  for (const p of town.points) add('point', p.name, { at: p.at, category: p.category });
  return {
    kind: 'shaotai-gazetteer',
    version: 1,
    profile: ground.profile,
    isSchematic: true,
    places,
    roads: numberedRoads(ground, areas, town.roads),
  };
}

/** Middles of the ring road lie on the district's very edge: the cell a few metres inside counts. */
function locateNear(areas: AreaIndex, at: Lattice): CellRef | null {
  const steps = [0, -60, 60];
  for (const dx of steps) {
    for (const dy of steps) {
      const ref = areas.locate({ lonE6: at[0] + dx, latE6: at[1] + dy });
      if (ref !== null) return ref;
    }
  }
  return null;
}

/** First letters without tones, as people type them: 朝阳门 is cym. */
export function initialsOf(text: string): string {
  return pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .join('')
    .replace(/\s+/g, '')
    .toLowerCase();
}

function numberedRoads(ground: Ground, areas: AreaIndex, roads: readonly Road[]): GazetteerRoad[] {
  return roads.flatMap((road): GazetteerRoad[] => {
    if (road.name === null || road.roadClass === 4) return [];
    const spacingM = NUMBER_SPACING_M[road.roadClass];
    const [lonE6, latE6] = middleOfPath(road);
    const street = areas.locate({ lonE6, latE6 })?.street;
    return [
      {
        id: road.id,
        name: road.name,
        initials: initialsOf(road.name),
        roadClass: road.roadClass,
        lengthM: road.lengthM,
        spacingM,
        lastNumber: 2 * Math.floor(road.lengthM / spacingM),
        path: road.path.flat(),
        street: street ?? must(ground.streets[road.street], 'street').code,
      },
    ];
  });
}

function middleOfPath(road: Road): Lattice {
  return must(road.path[Math.floor(road.path.length / 2)], 'path');
}

/** The centre of gravity where it lies inside the area, else the middle cell's centre. */
function middles(ground: Ground, areas: AreaIndex, level: 'street' | 'community'): Lattice[] {
  return levelRings(ground, level).map((rings, group) => {
    const ring = must(rings[0], 'ring').map((i) => toPlane(cornerAt(ground, i)));
    const at = toLattice(centroid(ring).at);
    const ref = areas.locate({ lonE6: at[0], latE6: at[1] });
    if (ref !== null && groupOfCell(ground, level, ref.cellIndex) === group) return at;
    const cells = ground.cells.flatMap((_, i) =>
      groupOfCell(ground, level, i) === group ? [i] : [],
    );
    const center = cellCenter(ground, must(cells[Math.floor(cells.length / 2)], 'cell'));
    return [center.lonE6, center.latE6];
  });
}

function cornerAt(ground: Ground, i: number): Lattice {
  return [must(ground.corners[2 * i], 'corner'), must(ground.corners[2 * i + 1], 'corner')];
}
