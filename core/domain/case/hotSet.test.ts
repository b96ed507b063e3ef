import { expect, it } from 'vitest';
import { DAY_MS } from '../../kernel/time.ts';
import { comparedSince, hasCases, hotDays } from './hotSet.ts';

it('is a week in the hall and a quarter on a street', () => {
  expect(['district', 'intake:2', 'street:110101001', 'unit:e-green'].map(hotDays)).toEqual([
    7, 7, 90, 90,
  ]);
});

it('is compared from a day on that every console of the scope holds whole', () => {
  const filledAt = 1_000 * DAY_MS + 5;
  for (const later of [filledAt, filledAt + 1, filledAt + 3 * DAY_MS]) {
    const since = comparedSince('district', later);
    expect(since % DAY_MS).toBe(0);
    // Filled with what ended in the seven days before, and everything since.
    expect(since).toBeGreaterThan(filledAt - 7 * DAY_MS);
    expect(later - since).toBeLessThan(7 * DAY_MS);
  }
});

it('is of feeds that bring cases', () => {
  expect(['district', 'street:110101001', 'ref', 'inbox:p1'].filter(hasCases)).toEqual([
    'district',
    'street:110101001',
  ]);
});
