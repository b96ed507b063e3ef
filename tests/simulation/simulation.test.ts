import { expect, it } from 'vitest';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { applyEvent } from '#core/sync/confirmed.ts';
import { runHistory } from './runHistory.ts';
import { sharedApply } from './sharedApply.ts';

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

it('what is remembered of a step is what everybody else makes of it', () => {
  const doc = { caseId: 'c', ver: 1, tags: { a: true } } as unknown as CaseDoc;
  const step = { ver: 2, casePatch: { ver: 2, tags: { a: null, b: true } }, stateHash: null };
  const apply = sharedApply();
  const made = apply(doc, step, nodeHashing);
  expect(made).toEqual(applyEvent(doc, step, nodeHashing));
  expect(apply(doc, step, nodeHashing)).toBe(made);
  // Other objects are other rows, whatever they say.
  const spoiled = { ...doc, title: 'x' };
  expect(apply(spoiled, step, nodeHashing)).toEqual(applyEvent(spoiled, step, nodeHashing));
  expect(apply(null, step, nodeHashing)).toEqual({ kind: 'broken' });
});
