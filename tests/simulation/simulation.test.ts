import { expect, it } from 'vitest';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { runHistory } from './runHistory.ts';
import { sharedHashing } from './sharedHashing.ts';

const SIZE = { replicas: 8, acts: 60 } as const;

it('the same seed tells the same history', async () => {
  const first = await runHistory({ ...SIZE, seed: 'same' });
  const second = await runHistory({ ...SIZE, seed: 'same' });
  expect(second.trace).toBe(first.trace);
  expect((await runHistory({ ...SIZE, seed: 'other' })).trace).not.toBe(first.trace);
});

it('I-01 to I-09, I-11, I-14, I-17, I-18, I-23: hold with three times as many replicas, too', async () => {
  const result = await runHistory({ replicas: 24, acts: 30, seed: 'many' });
  expect(result.violations).toEqual([]);
  expect(result.isSettled).toBe(true);
});

it('remembered canonical texts are the texts that everybody else makes', () => {
  const value = { b: [1, 1e21, null, { y: 'ß\u2028', x: undefined }], a: { z: true, k: -0 } };
  const shared = sharedHashing();
  expect(shared.canonical(value)).toBe(nodeHashing.canonical(value));
  expect(shared.canonical(value)).toBe(nodeHashing.canonical(value));
});
