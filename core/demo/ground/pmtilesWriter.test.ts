import { PMTiles } from 'pmtiles';
import type { RangeResponse, Source } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { tileId, writePmTiles } from './pmtilesWriter.ts';

class BytesSource implements Source {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  getKey(): string {
    return 'memory';
  }
  getBytes(offset: number, length: number): Promise<RangeResponse> {
    const data = this.#bytes.slice(offset, offset + length);
    return Promise.resolve({ data: data.buffer });
  }
}

describe('the PMTiles writer', () => {
  const tiles = [8, 9, 10].flatMap((z) =>
    [0, 1, 2].flatMap((dx) =>
      [0, 1].map((dy) => ({
        z,
        x: 210 + dx,
        y: 96 + dy,
        bytes: new TextEncoder().encode(`tile ${z}/${210 + dx}/${96 + dy}`),
      })),
    ),
  );
  const archive = new PMTiles(
    new BytesSource(
      writePmTiles(tiles, {
        minZoom: 8,
        maxZoom: 10,
        bounds: [116.37, 39.85, 116.45, 39.98],
        centerZoom: 9,
        metadata: { name: 'test', vector_layers: [] },
      }),
    ),
  );

  it('is read back tile by tile by the reference reader', async () => {
    for (const tile of tiles) {
      const found = await archive.getZxy(tile.z, tile.x, tile.y);
      expect(found && new Uint8Array(found.data)).toEqual(tile.bytes);
    }
    expect(await archive.getZxy(9, 1, 1)).toBeUndefined();
  });

  it('states its header and metadata', async () => {
    const header = await archive.getHeader();
    expect(header).toMatchObject({
      specVersion: 3,
      minZoom: 8,
      maxZoom: 10,
      numAddressedTiles: 18,
      tileType: 1,
      clustered: true,
      minLon: 116.37,
      maxLat: 39.98,
    });
    expect(await archive.getMetadata()).toMatchObject({ name: 'test' });
  });

  it('numbers tiles along the Hilbert curve', () => {
    expect([
      tileId(0, 0, 0),
      tileId(1, 0, 0),
      tileId(1, 0, 1),
      tileId(1, 1, 1),
      tileId(1, 1, 0),
    ]).toEqual([0, 1, 2, 3, 4]);
    expect(tileId(2, 0, 0)).toBe(5);
  });
});
