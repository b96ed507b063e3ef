import { describe, expect, it } from 'vitest';
import type { DecidedOp } from '../domain/operation/decision.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { Staged } from './staged.ts';
import { withTurn } from './unseen.ts';

const op = (rseq: number): AnyOperation =>
  ({ opId: `op-${rseq}`, replica: `r${rseq}`, incarnation: 1, rseq }) as AnyOperation;
const decided = (ver: number): DecidedOp => ({
  op: op(ver),
  outcome: 'applied',
  ver,
  at: 0,
  holderBefore: null,
});

describe('what an author had not seen', () => {
  const asking = { ...op(9), bases: [{ of: 'case:c', ver: 1, own: 0 }] } as AnyOperation;
  const staged = (...vers: readonly number[]): Staged =>
    ({ decidedHere: () => vers.map(decided) }) as unknown as Staged;
  const versions = (stored: readonly number[], here: Staged): readonly number[] =>
    withTurn(stored.map(decided), 'c', { op: asking, staged: here }).map(({ ver }) => ver);

  it('is what is written and what was decided since', () => {
    expect(versions([2], staged(3, 4))).toEqual([2, 3, 4]);
    expect(versions([], staged(1, 2))).toEqual([2]);
  });

  it('counts a turn once that was written while it was read', () => {
    expect(versions([2, 3], staged(2, 3, 4))).toEqual([2, 3, 4]);
  });
});
