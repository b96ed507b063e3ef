import { crc32, deflateSync } from 'node:zlib';

const HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const GREYSCALE = 0;

/**
 * A made-up picture of a spot on the ground: a slab between kerbs with a mark in its middle, dark where
 * something is broken, of the ground's own grey where it was mended. Nobody and nowhere is in it.
 */
export function samplePicture(of: {
  readonly width: number;
  readonly height: number;
  /** 0 black to 255 white: the mark. */
  readonly grey: number;
}): Buffer {
  const { width, height, grey } = of;
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = shade(x / width, y / height, grey);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, GREYSCALE, 0, 0, 0], 8);
  return Buffer.concat([
    HEAD,
    chunk('IHDR', header),
    // Stored, not pressed: the same bytes on every machine, whatever its zlib.
    chunk('IDAT', deflateSync(rows, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function shade(x: number, y: number, grey: number): number {
  const isKerb = y < 0.16 || y > 0.84;
  const isJoint = Math.abs(x - 0.5) < 0.006 || Math.abs(y - 0.5) < 0.008;
  const isMark = Math.hypot((x - 0.5) * 1.33, y - 0.5) < 0.22;
  if (isMark) return grey;
  if (isKerb) return 96;
  return isJoint ? 120 : 168 + Math.round(12 * Math.sin(x * 37) * Math.cos(y * 29));
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
