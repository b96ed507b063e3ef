import { describe, expect, it } from 'vitest';
import { FrameCutter } from './frameCutter.ts';

const HEAD = Buffer.from('GET /sync HTTP/1.1\r\nUpgrade: websocket\r\n\r\n');

function frame(length: number, opcode = 1): Buffer {
  const header =
    length < 126
      ? Buffer.from([0x80 | opcode, length])
      : length < 65_536
        ? Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0]), sized(length)]);
  return Buffer.concat([header, Buffer.alloc(length, 7)]);
}

function sized(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

describe('a connection cut into frames', () => {
  it('gives them whole, however the bytes come', () => {
    const frames = [frame(0), frame(125), frame(126), frame(70_000), frame(2, 9)];
    const all = Buffer.concat([HEAD, ...frames]);
    for (const size of [1, 7, 1_000, all.length]) {
      const cutter = new FrameCutter();
      const pieces = [];
      for (let at = 0; at < all.length; at += size) {
        pieces.push(...cutter.cut(all.subarray(at, at + size)));
      }
      expect(pieces.map(({ bytes }) => bytes.length)).toEqual(
        [HEAD, ...frames].map((one) => one.length),
      );
      expect(pieces.map(({ isMessage }) => isMessage)).toEqual([
        false,
        true,
        true,
        true,
        true,
        false,
      ]);
    }
  });

  it('counts the mask of what a console says', () => {
    const masked = Buffer.concat([Buffer.from([0x81, 0x80 | 5, 1, 2, 3, 4]), Buffer.alloc(5)]);
    const cutter = new FrameCutter();
    expect(cutter.cut(Buffer.concat([HEAD, masked, masked])).length).toBe(3);
  });

  it('leaves what is no WebSocket as it is', () => {
    const cutter = new FrameCutter();
    const head = Buffer.from('PUT /files/x HTTP/1.1\r\n\r\n');
    const pieces = [...cutter.cut(head), ...cutter.cut(Buffer.from([0x81, 5, 1, 2]))];
    expect(pieces.map(({ bytes }) => bytes.length)).toEqual([head.length, 4]);
    expect(pieces.some(({ isMessage }) => isMessage)).toBe(false);
  });
});
