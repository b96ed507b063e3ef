import { expect, it } from 'vitest';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { runHistory } from './runHistory.ts';
import { sharedHashing } from './sharedHashing.ts';

const HISTORIES = 200;
const SIZE = { replicas: 8, acts: 60 } as const;

it('I-01 to I-09, I-11, I-14, I-17, I-18, I-23: nothing is lost, done twice, out of order or different after any seeded history', async () => {
  const broken: string[] = [];
  let operations = 0;
  for (let i = 0; i < HISTORIES; i += 1) {
    const seed = `test-${i}`;
    const result = await runHistory({ ...SIZE, seed });
    operations += result.operations;
    if (!result.isSettled) broken.push(`${seed} does not settle`);
    if (result.violations.length > 0) broken.push(`${seed}: ${result.violations[0] ?? ''}`);
  }
  expect(broken).toEqual([]);
  expect(operations).toBeGreaterThan(HISTORIES * 300);
});

it('the same seed tells the same history', async () => {
  const first = await runHistory({ ...SIZE, seed: 'same' });
  const second = await runHistory({ ...SIZE, seed: 'same' });
  expect(second.trace).toBe(first.trace);
  expect((await runHistory({ ...SIZE, seed: 'other' })).trace).not.toBe(first.trace);
});

it('three times as many replicas hold as well', async () => {
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
