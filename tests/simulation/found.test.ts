import { expect, it } from 'vitest';
import { runHistory, type HistoryOptions } from './runHistory.ts';

/**
 * Seeds in whose histories something broke once. What people do in them grows with the kinds of acts, so they are not
 * told as they were then: what broke is planted, too (planted.ts).
 */
type Found = Pick<HistoryOptions, 'seed' | 'fault' | 'station'>;
const FOUND: readonly (readonly [what: string, history: Found])[] = [
  [
    'brings what he said under new numbers: his station lets go of the old ones',
    { seed: 'stboth/3', station: true, fault: 'both' },
  ],
  [
    'I-05, I-07: goes on with a case that he knows from his station alone counts his own acts on it until it comes',
    { seed: '3/7', station: true },
  ],
  [
    'I-03, I-23: hears at once of all his acts that were deferred',
    { seed: 'big/7', fault: 'both' },
  ],
  [
    'I-11: had worked on a case may say what he saw, though versions were dealt anew',
    { seed: 'big/47', fault: 'both' },
  ],
  [
    'I-03, I-23: is numbered anew asks under the new numbers what became of his deferred acts',
    { seed: 't/2', fault: 'turned' },
  ],
  [
    'I-11: had his part in a case that its street handed to the district unseen by him may say what he did',
    { seed: 'long7/2272' },
  ],
];

it.each(FOUND)('whoever %s', async (_, history) => {
  const result = await runHistory({ replicas: 8, acts: 60, ...history });
  expect(result.violations).toEqual([]);
  expect(result.isSettled).toBe(true);
});
