import { expect, it } from 'vitest';
import { runHistory } from './runHistory.ts';

it('I-06, I-09, I-18: whoever is filled by a snapshot made while people act has what the district has', async () => {
  const result = await runHistory({ seed: 'filled', replicas: 8, acts: 60, fills: true });
  expect(result.violations).toEqual([]);
  expect(result.isSettled).toBe(true);
  expect(result.filled).toBeGreaterThan(5);
});
