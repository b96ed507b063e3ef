import { describe, expect, it } from 'vitest';
import { applyMergePatch, type Json } from './mergePatch.ts';

// Rows of RFC 7396, appendix A, by their rule: [target, patch, result].
const rows: readonly (readonly [Json, Json, Json])[] = [
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [['a'], ['c', 'd'], ['c', 'd']],
  [{ a: 'b' }, ['c'], ['c']],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
];

describe('merge patch', () => {
  it.each(rows)('%j patched with %j gives %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('shares what it does not touch and leaves its input alone', () => {
    const target = { kept: { deep: 1 }, changed: 1 };
    const result = applyMergePatch(target, { changed: 2 });
    expect(target.changed).toBe(1);
    expect((result as typeof target).kept).toBe(target.kept);
  });
});
