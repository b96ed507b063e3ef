import { describe, expect, it } from 'vitest';
import { agreesWith, mergeDiff } from './mergeDiff.ts';
import { applyMergePatch, type Json } from './mergePatch.ts';

const before: Json = { a: 1, b: { c: [1, 2], d: 'x' }, gone: { e: true } };
const after: Json = { a: 1, b: { c: [2], d: 'x', new: { f: 1 } }, added: 'y' };

describe('the difference of two documents', () => {
  it('makes the one of the other, and names nothing else', () => {
    const forth = mergeDiff(before, after);
    expect(forth).toEqual({ b: { c: [2], new: { f: 1 } }, gone: null, added: 'y' });
    expect(applyMergePatch(before, forth)).toEqual(after);
    expect(applyMergePatch(after, mergeDiff(after, before))).toEqual(before);
    expect(mergeDiff(before, before)).toEqual({});
  });

  it('agrees with a document as long as nothing that it names has changed', () => {
    const forth = mergeDiff(before, after);
    expect(agreesWith(after, forth)).toBe(true);
    expect(agreesWith(applyMergePatch(after, { a: 2, more: 1 }), forth)).toBe(true);
    expect(agreesWith(applyMergePatch(after, { b: { c: [3] } }), forth)).toBe(false);
    expect(agreesWith(applyMergePatch(after, { gone: 1 }), forth)).toBe(false);
    expect(agreesWith(before, forth)).toBe(false);
  });
});
