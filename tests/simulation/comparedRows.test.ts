import { expect, it } from 'vitest';
import { runHistory } from './runHistory.ts';

const SIZE = { replicas: 8, acts: 40 } as const;
const SEEDS = Array.from({ length: 5 }, (_, i) => i);

it('I-06, I-09: rows that go bad by themselves are mended, whatever else happens to the town', async () => {
  let repaired = 0;
  for (const seed of SEEDS) {
    const told = await runHistory({ ...SIZE, seed: `bad rows/${seed}`, rows: 'spoiled' });
    expect([seed, told.isSettled, told.violations]).toEqual([seed, true, []]);
    repaired += told.repaired;
  }
  // Others are found before, by the hash of what is decided of them.
  expect(repaired).toBeGreaterThan(0);
});

it('nothing is mended in a town whose rows are sound', async () => {
  for (const seed of SEEDS) {
    const told = await runHistory({ ...SIZE, seed: `sound rows/${seed}`, rows: 'compared' });
    expect([seed, told.isSettled, told.violations, told.repaired]).toEqual([seed, true, [], 0]);
  }
});
