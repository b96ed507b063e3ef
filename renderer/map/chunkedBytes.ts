/** Aligned pieces, each asked for once: a map of 3 MB takes at most a few dozen questions in its life. */
const CHUNK_BYTES = 128 * 1024;

export type ReadBytes = (offset: number, length: number) => Promise<ArrayBuffer | null>;

/** Any range of a file, from pieces that are kept. A piece that failed is asked for again next time. */
export function createChunkedBytes(read: ReadBytes): ReadBytes {
  const chunks = new Map<number, Promise<ArrayBuffer | null>>();
  const chunkAt = (index: number): Promise<ArrayBuffer | null> => {
    const before = chunks.get(index);
    if (before !== undefined) return before;
    const asked = read(index * CHUNK_BYTES, CHUNK_BYTES).then((bytes) => {
      if (bytes === null) chunks.delete(index);
      return bytes;
    });
    chunks.set(index, asked);
    return asked;
  };
  return async (offset, length) => {
    const first = Math.floor(offset / CHUNK_BYTES);
    const last = Math.floor((offset + length - 1) / CHUNK_BYTES);
    const indices = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const parts = await Promise.all(indices.map(chunkAt));
    const whole = new Uint8Array(length);
    let filled = 0;
    for (const [i, part] of parts.entries()) {
      if (part === null) return null;
      const base = (first + i) * CHUNK_BYTES;
      const from = Math.max(0, offset - base);
      const to = Math.min(part.byteLength, offset + length - base);
      if (to <= from) break;
      whole.set(new Uint8Array(part, from, to - from), filled);
      filled += to - from;
    }
    return whole.buffer.slice(0, filled);
  };
}
