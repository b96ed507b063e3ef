import { describe, expect, it } from 'vitest';
import { freshSalt, salted, saltOf } from './salt.ts';

describe('the salt of an act', () => {
  it('is 128 bits of chance, as text', () => {
    expect(freshSalt((count) => new Uint8Array(count).fill(10))).toBe('0a'.repeat(16));
  });

  it('goes into the patch of the case', () => {
    expect(salted({ ver: 2 }, { salt: 'x' })).toEqual({ ver: 2, salt: 'x' });
  });

  it('is left out where there is none, and nothing becomes a patch by it', () => {
    expect(salted({ ver: 2 }, {})).toEqual({ ver: 2 });
    expect(salted(null, { salt: 'x' })).toBeNull();
  });

  it('of a strange form is none: a device may say anything', () => {
    for (const salt of [7, '', null, { a: 1 }, 'x'.repeat(65)])
      expect(saltOf({ salt })).toEqual({});
  });
});
