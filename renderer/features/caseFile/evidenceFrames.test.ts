import { describe, expect, it } from 'vitest';
import { evidenceOf, looksLikePicture, shownFrames } from './evidenceFrames.ts';

const file = (use: string, name = 'x.jpg') => ({ name, use, bytes: 5 });
const keys = (frames: readonly { readonly key: string }[]): string[] => frames.map((f) => f.key);

describe('what proves a case', () => {
  it('stands in pairs of before and after, the rest behind', () => {
    const doc = {
      attachments: { a: file('after'), d: file('document'), b: file('before'), c: file('after') },
    };
    const found = evidenceOf(doc, { a: 'here', b: 'waiting' }, []);
    expect(found.pairs.map((pair) => [pair.before.key, pair.after.key])).toEqual([
      ['b', 'a'],
      ['missing-before-1', 'c'],
    ]);
    expect(keys(found.others)).toEqual(['d']);
    expect(keys(shownFrames(found))).toEqual(['b', 'a', 'c', 'd']);
    expect(shownFrames(found).map((f) => f.place)).toEqual(['waiting', 'here', 'absent', 'absent']);
  });

  it('has an empty frame for what closing demands', () => {
    const both = evidenceOf({}, {}, ['photo_before', 'photo_after']);
    expect(both.pairs).toHaveLength(1);
    expect(shownFrames(both)).toEqual([]);
    const one = evidenceOf({ attachments: { b: file('before') } }, {}, ['photo_after']);
    expect(keys(one.others)).toEqual(['b', 'missing-after-0']);
    expect(evidenceOf({}, {}, ['result'])).toEqual({ pairs: [], others: [] });
  });

  it('is taken for a picture by its name, or without one by its use', () => {
    const frame = (name: string, use: string) => ({
      key: 'k',
      use,
      name,
      bytes: 1,
      place: 'here' as const,
    });
    expect(looksLikePicture(frame('a.PNG', 'document'))).toBe(true);
    expect(looksLikePicture(frame('a.pdf', 'after'))).toBe(false);
    expect(looksLikePicture(frame('', 'after'))).toBe(true);
    expect(looksLikePicture(frame('', 'recording'))).toBe(false);
  });
});
