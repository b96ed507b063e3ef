import { gzipSync } from 'node:zlib';

/**
 * Writes a PMTiles v3 archive (spec version 3): header, one root directory, metadata, tiles in Hilbert
 * order. No leaf directories: they are needed only above some 16 KB of directory, a whole country's worth.
 */
export type PmTile = {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** Uncompressed vector tile. */
  readonly bytes: Uint8Array;
};

export type PmTilesInfo = {
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Degrees: west, south, east, north. */
  readonly bounds: readonly [number, number, number, number];
  readonly centerZoom: number;
  readonly metadata: Readonly<Record<string, unknown>>;
};

const HEADER_BYTES = 127;
const ROOT_BYTES_MAX = 16_384 - HEADER_BYTES;
const GZIP = 2;
const VECTOR_TILE = 1;

export function writePmTiles(tiles: readonly PmTile[], info: PmTilesInfo): Uint8Array {
  const ordered = tiles
    .map((tile) => ({ id: tileId(tile.z, tile.x, tile.y), bytes: tile.bytes }))
    .sort((a, b) => a.id - b.id);
  const contents = ordered.map((tile) => ({ id: tile.id, data: compress(tile.bytes) }));
  const entries: Entry[] = [];
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const { id, data } of contents) {
    entries.push({ id, offset, length: data.length });
    chunks.push(data);
    offset += data.length;
  }
  const root = compress(directory(entries));
  if (root.length > ROOT_BYTES_MAX) throw new RangeError(`root directory of ${root.length} bytes`);
  const metadata = compress(new TextEncoder().encode(JSON.stringify(info.metadata)));
  const sizes = { root: root.length, metadata: metadata.length, tiles: offset };
  return concat([header(info, entries.length, sizes), root, metadata, ...chunks]);
}

type Entry = { readonly id: number; readonly offset: number; readonly length: number };
type Sizes = { readonly root: number; readonly metadata: number; readonly tiles: number };

/** Position of a tile in the pyramid: all lower zooms, then along the Hilbert curve of its own. */
export function tileId(z: number, x: number, y: number): number {
  let id = 0;
  for (let zoom = 0; zoom < z; zoom += 1) id += 4 ** zoom;
  let [tx, ty] = [x, y];
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const rx = (tx & side) > 0 ? 1 : 0;
    const ry = (ty & side) > 0 ? 1 : 0;
    id += side * side * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [tx, ty] = [side - 1 - tx, side - 1 - ty];
      [tx, ty] = [ty, tx];
    }
    tx &= side - 1;
    ty &= side - 1;
  }
  return id;
}

function directory(entries: readonly Entry[]): Uint8Array {
  const bytes: number[] = [];
  varint(bytes, entries.length);
  let last = 0;
  for (const entry of entries) {
    varint(bytes, entry.id - last);
    last = entry.id;
  }
  for (let i = 0; i < entries.length; i += 1) varint(bytes, 1);
  for (const entry of entries) varint(bytes, entry.length);
  // 0 means "right behind the one before"; all tiles lie so.
  entries.forEach((entry, i) => varint(bytes, i === 0 ? entry.offset + 1 : 0));
  return Uint8Array.from(bytes);
}

function varint(bytes: number[], value: number): void {
  let left = value;
  while (left >= 0x80) {
    bytes.push((left % 0x80) | 0x80);
    left = Math.floor(left / 0x80);
  }
  bytes.push(left);
}

function header(info: PmTilesInfo, tileCount: number, sizes: Sizes): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const u64 = (at: number, value: number): void => view.setBigUint64(at, BigInt(value), true);
  const degrees = (at: number, value: number): void =>
    view.setInt32(at, Math.round(value * 1e7), true);
  bytes.set(new TextEncoder().encode('PMTiles'), 0);
  view.setUint8(7, 3);
  const metadataAt = HEADER_BYTES + sizes.root;
  const tilesAt = metadataAt + sizes.metadata;
  [HEADER_BYTES, sizes.root, metadataAt, sizes.metadata, tilesAt, 0, tilesAt, sizes.tiles].forEach(
    (value, i) => u64(8 + 8 * i, value),
  );
  [tileCount, tileCount, tileCount].forEach((value, i) => u64(72 + 8 * i, value));
  [1, GZIP, GZIP, VECTOR_TILE, info.minZoom, info.maxZoom].forEach((value, i) =>
    view.setUint8(96 + i, value),
  );
  const [west, south, east, north] = info.bounds;
  [west, south, east, north].forEach((value, i) => degrees(102 + 4 * i, value));
  view.setUint8(118, info.centerZoom);
  degrees(119, (west + east) / 2);
  degrees(123, (south + north) / 2);
  return bytes;
}

function compress(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 9 });
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
