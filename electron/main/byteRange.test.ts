import { describe, expect, it } from 'vitest';
import { readByteRange } from './byteRange.ts';

describe('a byte range', () => {
  it('is inclusive and ends with the file', () => {
    expect(readByteRange('bytes=0-99', 1_000)).toEqual({ first: 0, last: 99 });
    expect(readByteRange('bytes=990-2000', 1_000)).toEqual({ first: 990, last: 999 });
    expect(readByteRange('bytes=990-', 1_000)).toEqual({ first: 990, last: 999 });
    expect(readByteRange('bytes=-10', 1_000)).toEqual({ first: 990, last: 999 });
  });

  it('outside the file cannot be satisfied', () => {
    expect(readByteRange('bytes=1000-', 1_000)).toBe('unsatisfiable');
    expect(readByteRange('bytes=5-4', 1_000)).toBe('unsatisfiable');
    expect(readByteRange('bytes=-0', 1_000)).toBe('unsatisfiable');
  });

  it('that is none sends the whole file', () => {
    expect(readByteRange(null, 10)).toBeUndefined();
    expect(readByteRange('bytes=-', 10)).toBeUndefined();
    expect(readByteRange('bytes=0-1,4-5', 10)).toBeUndefined();
    expect(readByteRange('lines=0-1', 10)).toBeUndefined();
  });
});
