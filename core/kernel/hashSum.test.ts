import { expect, it } from 'vitest';
import { sumOfHashes } from './hashSum.ts';

const hash = (digit: string): string => digit.repeat(64);

it('sums hashes in whatever order they come, and no two sets that differ by one alike', () => {
  const all = [hash('1'), hash('e'), hash('7')];
  expect(sumOfHashes(all)).toBe(sumOfHashes(all.toReversed()));
  expect(sumOfHashes([hash('1'), hash('2')])).toBe(hash('3'));
  expect(sumOfHashes([])).toBe(hash('0'));
  for (const other of [all.slice(1), [...all, hash('7')], [...all.slice(1), hash('2')]]) {
    expect(sumOfHashes(other)).not.toBe(sumOfHashes(all));
  }
});

it('stays within 256 bits', () => {
  expect(sumOfHashes([hash('f'), `${'0'.repeat(63)}1`])).toBe(hash('0'));
});
