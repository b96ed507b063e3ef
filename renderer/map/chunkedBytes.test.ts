import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChunkedBytes } from './chunkedBytes.ts';

const file = Uint8Array.from({ length: 300_001 }, (_, i) => (i * 7 + (i >> 8)) % 256);
const readFile = async (offset: number, length: number): Promise<ArrayBuffer> =>
  Promise.resolve(file.slice(offset, offset + length).buffer);

describe('ranges of a file', () => {
  it('any range is what the file holds there, short at its end', async () => {
    const read = createChunkedBytes(readFile);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: file.length - 1 }),
        fc.integer({ min: 1, max: 200_000 }),
        async (offset, length) => {
          const bytes = await read(offset, length);
          const expected = Buffer.from(file.slice(offset, offset + length));
          expect(expected.equals(Buffer.from(bytes ?? new ArrayBuffer(0)))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('asks for each piece once, and again after it failed', async () => {
    const asked: number[] = [];
    let isUp = false;
    const read = createChunkedBytes(async (offset, length) => {
      asked.push(offset);
      return isUp ? readFile(offset, length) : Promise.resolve(null);
    });
    expect(await read(10, 100)).toBeNull();
    isUp = true;
    expect((await read(10, 100))?.byteLength).toBe(100);
    expect((await read(500, 900))?.byteLength).toBe(900);
    expect(asked).toEqual([0, 0]);
  });
});
