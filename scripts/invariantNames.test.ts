import { expect, it } from 'vitest';
import { invariantsIn, isSource, textsIn, unnamed } from './invariantNames.mjs';

const list = '| I-01 | One. |\n| I-02 | Two. |\n';

it('an invariant is named by whoever keeps it and by whoever checks it', () => {
  const sources = ['// (I-01)', '// (I-02)'];
  expect(unnamed(list, { sources, titles: ['I-01 to I-02: both hold'] })).toEqual([]);
  expect(unnamed(list, { sources: ['// (I-01)'], titles: ['I-02 holds'] })).toEqual([
    'I-02: no source names it',
    'I-01: no test title names it',
  ]);
  expect(unnamed(list, { sources: [...sources, '// (I-09)'], titles: ['I-01, I-02'] })).toEqual([
    'I-09: named, but not in docs/invariants.md',
  ]);
});

it('a range names everything between its ends', () => {
  expect(invariantsIn('I-01 to I-03, I-11: all hold')).toEqual(['I-01', 'I-02', 'I-03', 'I-11']);
  expect(invariantsIn('AI-01, I-1, I-012')).toEqual([]);
});

const PURE = ['kernel', 'domain', 'projections', 'protocol', 'sync'].map((name) => `core/${name}`);
const WORLDLY =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval)\(|from 'node:/;

it('I-16: no source of the pure core reaches for a clock, dice, a timer, a disk or a network', () => {
  const sources = textsIn(PURE, isSource);
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((text) => WORLDLY.test(text))).toEqual([]);
  expect(WORLDLY.test('const now = Date.now();')).toBe(true);
});

const DECIDING = /from '#core\/(?:domain\/decide|sync\/|projections\/|kernel\/mergePatch)/;

it('I-20: no source of the page decides, folds or patches: what it shows was decided by its host', () => {
  const sources = textsIn(['renderer'], isSource);
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((text) => DECIDING.test(text))).toEqual([]);
  expect(DECIDING.test("import { decide } from '#core/domain/decide.ts';")).toBe(true);
});
