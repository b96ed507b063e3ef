import GeoJSONVT from 'geojson-vt';
import { fromGeojsonVt } from 'vt-pbf';
import { must } from '../../kernel/assert.ts';
import type { Ground } from '../../domain/area/ground.ts';
import type { BasemapLayer, LayerFeature } from './basemapLayers.ts';
import { basemapLayers } from './basemapLayers.ts';
import { writePmTiles } from './pmtilesWriter.ts';
import type { PmTile } from './pmtilesWriter.ts';
import type { Town } from './town.ts';

const MIN_ZOOM = 8;
const MAX_ZOOM = 15;

/** The offline base map of a generated district as one PMTiles archive. */
export function buildBasemap(ground: Ground, town: Town): Uint8Array {
  const layers = basemapLayers(ground, town);
  const bounds = boundsOf(ground);
  const tiles = cutTiles(layers, bounds);
  return writePmTiles(tiles, {
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    bounds,
    centerZoom: 12,
    metadata: {
      name: `${ground.profile} (generated)`,
      description: 'Schematic base map: invented roads, buildings and names inside a rough outline',
      attribution: '示意',
      vector_layers: layers.map((layer) => ({
        id: layer.id,
        minzoom: layer.minZoom,
        maxzoom: MAX_ZOOM,
        fields: Object.fromEntries(layer.fields.map((f) => [f, 'String'])),
      })),
    },
  });
}

type Bounds = readonly [number, number, number, number];

function boundsOf(ground: Ground): Bounds {
  const lons = ground.corners.filter((_, i) => i % 2 === 0);
  const lats = ground.corners.filter((_, i) => i % 2 === 1);
  return [
    Math.min(...lons) / 1e6,
    Math.min(...lats) / 1e6,
    Math.max(...lons) / 1e6,
    Math.max(...lats) / 1e6,
  ];
}

function cutTiles(layers: readonly BasemapLayer[], bounds: Bounds): PmTile[] {
  const tiles: PmTile[] = [];
  const indexOf = new Map<string, GeoJSONVT>();
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z += 1) {
    const shown = layers.filter((layer) => z >= layer.minZoom);
    for (const layer of shown) {
      const key = `${layer.id}/${z}`;
      const features = layer.features.filter((f) => f.minZoom <= z && f.maxZoom >= z);
      indexOf.set(key, indexLayer(features, z));
    }
    for (const [x, y] of tilesOver(bounds, z)) {
      const content: Record<string, { readonly features: readonly unknown[] }> = {};
      for (const layer of shown) {
        const tile = must(indexOf.get(`${layer.id}/${z}`), 'layer index').getTile(z, x, y);
        if (tile !== null && tile.features.length > 0) content[layer.id] = tile;
      }
      if (Object.keys(content).length === 0) continue;
      tiles.push({ z, x, y, bytes: fromGeojsonVt(content, { version: 2 }) });
    }
    indexOf.clear();
  }
  return tiles;
}

function indexLayer(features: readonly LayerFeature[], z: number): GeoJSONVT {
  return new GeoJSONVT(
    {
      type: 'FeatureCollection',
      features: features.map((f) => ({
        type: 'Feature',
        properties: f.properties,
        geometry: f.geometry,
      })),
    },
    {
      maxZoom: z,
      indexMaxZoom: z,
      indexMaxPoints: 0,
      tolerance: 4,
      extent: 4096,
      buffer: 64,
    },
  );
}

function tilesOver([west, south, east, north]: Bounds, z: number): [number, number][] {
  const side = 2 ** z;
  const column = (lon: number): number => Math.floor(((lon + 180) / 360) * side);
  const row = (lat: number): number => {
    const phi = (lat * Math.PI) / 180;
    return Math.floor(((1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2) * side);
  };
  const found: [number, number][] = [];
  for (let x = column(west); x <= column(east); x += 1) {
    for (let y = row(north); y <= row(south); y += 1) found.push([x, y]);
  }
  return found;
}
