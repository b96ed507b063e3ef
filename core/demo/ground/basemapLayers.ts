import { must } from '../../kernel/assert.ts';
import type { Ground } from '../../domain/area/ground.ts';
import { levelRings } from '../../domain/area/rings.ts';
import type { AreaLevel } from '../../domain/area/rings.ts';
import { UNIT_METRES, centroid, distance, toLattice, toPlane } from './plane.ts';
import type { Lattice } from './plane.ts';
import type { Road, Town } from './town.ts';

export type LayerFeature = {
  readonly properties: Readonly<Record<string, string | number>>;
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: number[] }
    | { readonly type: 'LineString'; readonly coordinates: number[][] }
    | { readonly type: 'Polygon'; readonly coordinates: number[][][] };
  readonly minZoom: number;
  readonly maxZoom: number;
};

export type BasemapLayer = {
  readonly id: string;
  readonly minZoom: number;
  readonly fields: readonly string[];
  readonly features: readonly LayerFeature[];
};

type Zooms = { readonly from: number; readonly to?: number };

/**
 * land, water, green, building, road(class), then borders as areas (street, community, grid, cell with
 * code and name), then label (streets, communities, estates, parks) and poi. Style order is this order.
 */
export function basemapLayers(ground: Ground, town: Town): BasemapLayer[] {
  const layer = (
    id: string,
    fields: readonly string[],
    features: LayerFeature[],
  ): BasemapLayer => ({
    id,
    fields,
    features,
    minZoom: Math.min(...features.map((f) => f.minZoom)),
  });
  const named = (areas: Town['greens'], from: number): LayerFeature[] =>
    areas.map((a) => polygon([a.ring], { name: a.name }, { from }));
  return [
    layer('land', ['name'], areaFeatures(ground, 'district', { from: 8 })),
    layer('green', ['name'], named(town.greens, 10)),
    layer('water', ['name'], named(town.waters, 10)),
    layer('building', [], buildingFeatures(town)),
    layer('road', ['class', 'name'], roadFeatures(town.roads)),
    layer('street', ['code', 'name', 'en'], areaFeatures(ground, 'street', { from: 8 })),
    layer('community', ['code', 'name'], areaFeatures(ground, 'community', { from: 12 })),
    layer('grid', ['code'], areaFeatures(ground, 'baseGrid', { from: 13 })),
    layer('cell', ['code'], areaFeatures(ground, 'cell', { from: 14 })),
    layer('label', ['kind', 'name', 'en'], labelFeatures(ground, town)),
    layer('poi', ['category', 'name', 'rank'], poiFeatures(town)),
  ];
}

function areaFeatures(ground: Ground, level: AreaLevel, zooms: Zooms): LayerFeature[] {
  return levelRings(ground, level).map((rings, group) =>
    polygon(
      rings.map((ring) => ring.map((i) => cornerAt(ground, i))),
      areaProperties(ground, level, group),
      zooms,
    ),
  );
}

function areaProperties(ground: Ground, level: AreaLevel, group: number): Record<string, string> {
  switch (level) {
    case 'district':
      return { name: ground.districtName };
    case 'street': {
      const street = must(ground.streets[group], 'street');
      return { code: street.code, name: street.name, en: street.nameEn };
    }
    case 'community': {
      const community = must(ground.communities[group], 'community');
      return { code: community.code, name: community.name };
    }
    case 'baseGrid':
      return { code: must(ground.baseGrids[group], 'grid').code };
    case 'cell':
      return { code: must(ground.cells[group], 'cell').code };
  }
}

/** Small ones only at the last zoom, where they can be told apart. */
const LARGE_BUILDING_M2 = 260;

function buildingFeatures(town: Town): LayerFeature[] {
  return town.buildings.map(({ ring }) => {
    const area = centroid(ring.map(toPlane)).area * UNIT_METRES * UNIT_METRES;
    return polygon([ring], {}, { from: area >= LARGE_BUILDING_M2 ? 14 : 15 });
  });
}

const ROAD_FROM = { 1: 8, 2: 11, 3: 13, 4: 14 } as const;

function roadFeatures(roads: readonly Road[]): LayerFeature[] {
  return roads.map((road) => ({
    properties: { class: road.roadClass, ...(road.name === null ? {} : { name: road.name }) },
    geometry: { type: 'LineString', coordinates: road.path.map(degrees) },
    minZoom: ROAD_FROM[road.roadClass],
    maxZoom: 15,
  }));
}

function labelFeatures(ground: Ground, town: Town): LayerFeature[] {
  const middle = (rings: readonly (readonly number[])[] | undefined): Lattice =>
    toLattice(centroid((rings?.[0] ?? []).map((i) => toPlane(cornerAt(ground, i)))).at);
  const streetRings = levelRings(ground, 'street');
  const communityRings = levelRings(ground, 'community');
  return [
    ...ground.streets.map((s, i) =>
      point(middle(streetRings[i]), { kind: 'street', name: s.name, en: s.nameEn }, { from: 10 }),
    ),
    ...ground.communities.map((c, i) =>
      point(middle(communityRings[i]), { kind: 'community', name: c.name }, { from: 13 }),
    ),
    ...town.greens.map((g, i) =>
      point(
        toLattice(centroid(g.ring.map(toPlane)).at),
        { kind: 'green', name: g.name },
        { from: i < 18 ? 12 : 14 },
      ),
    ),
    ...town.waters
      .filter((w) => perimeter(w.ring) < 30_000)
      .map((w) =>
        point(
          toLattice(centroid(w.ring.map(toPlane)).at),
          { kind: 'water', name: w.name },
          { from: 13 },
        ),
      ),
    ...town.estates.map((e) => point(e.at, { kind: 'estate', name: e.name }, { from: 14 })),
  ];
}

function poiFeatures(town: Town): LayerFeature[] {
  const from = { 1: 13, 2: 14, 3: 15 } as const;
  return town.points.map((p) =>
    point(
      p.at,
      { category: p.category, name: p.name, rank: p.rank },
      { from: p.category === 'community' ? 15 : from[p.rank] },
    ),
  );
}

function perimeter(ring: readonly Lattice[]): number {
  return ring.reduce((sum, p, i) => {
    const q = must(ring[(i + 1) % ring.length], 'ring');
    return sum + distance(toPlane(p), toPlane(q));
  }, 0);
}

function cornerAt(ground: Ground, i: number): Lattice {
  return [must(ground.corners[2 * i], 'corner'), must(ground.corners[2 * i + 1], 'corner')];
}

function degrees(p: Lattice): number[] {
  return [p[0] / 1e6, p[1] / 1e6];
}

function polygon(
  rings: readonly (readonly Lattice[])[],
  properties: Record<string, string | number>,
  zooms: Zooms,
): LayerFeature {
  return {
    properties,
    geometry: {
      type: 'Polygon',
      coordinates: rings.map((ring) => [...ring, must(ring[0], 'ring')].map(degrees)),
    },
    minZoom: zooms.from,
    maxZoom: zooms.to ?? 15,
  };
}

function point(
  at: Lattice,
  properties: Record<string, string | number>,
  zooms: Zooms,
): LayerFeature {
  return {
    properties,
    geometry: { type: 'Point', coordinates: degrees(at) },
    minZoom: zooms.from,
    maxZoom: zooms.to ?? 15,
  };
}
