import MVT from 'ol/format/MVT.js';
import type RenderFeature from 'ol/render/Feature.js';
import VectorTileSource from 'ol/source/VectorTile.js';
import { createXYZ } from 'ol/tilegrid.js';
import TileState from 'ol/TileState.js';
import type VectorTile from 'ol/VectorTile.js';
import { PMTiles } from 'pmtiles';
import { createChunkedBytes, type ReadBytes } from './chunkedBytes.ts';

/** Layers of the archive that are drawn; borders are drawn from shapes, over everything. */
export const BASE_LAYERS = ['land', 'green', 'water', 'building', 'road', 'label', 'poi'] as const;

export class BaseUnreadable extends Error {}

/** The offline base map: vector tiles of a PMTiles archive that the client reads by range. */
export async function openBaseSource(read: ReadBytes): Promise<VectorTileSource> {
  const ranges = createChunkedBytes(read);
  const archive = new PMTiles({
    getKey: () => 'base',
    getBytes: async (offset, length) => {
      const data = await ranges(offset, length);
      if (data === null) throw new BaseUnreadable();
      return { data };
    },
  });
  const header = await archive.getHeader();
  return new VectorTileSource({
    format: new MVT<RenderFeature>({ layers: [...BASE_LAYERS] }),
    tileGrid: createXYZ({ minZoom: header.minZoom, maxZoom: header.maxZoom, tileSize: 512 }),
    url: '{z}/{x}/{y}',
    wrapX: false,
    transition: 0,
    cacheSize: 256,
    tileLoadFunction: (tile, path) => {
      const [z = 0, x = 0, y = 0] = path.split('/').map(Number);
      const vectorTile = tile as VectorTile<RenderFeature>;
      vectorTile.setLoader((extent, _resolution, projection) => {
        archive
          .getZxy(z, x, y)
          .then((found) => {
            if (found === undefined) {
              vectorTile.setFeatures([]);
              vectorTile.setState(TileState.EMPTY);
              return;
            }
            vectorTile.setFeatures(
              vectorTile
                .getFormat()
                .readFeatures(found.data, { extent, featureProjection: projection }),
            );
          })
          .catch(() => vectorTile.setState(TileState.ERROR));
      });
    },
  });
}
