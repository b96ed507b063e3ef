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
    withTurn(stored.map(decided), 'c', { op: asking, staged: here, epoch: 'now' }).map(
      ({ ver }) => ver,
    );

  it('is what is written and what was decided since', () => {
    expect(versions([2], staged(3, 4))).toEqual([2, 3, 4]);
    expect(versions([], staged(1, 2))).toEqual([2]);
  });

  it('is, of a lost history, also what was said in this one at versions that it had dealt otherwise', () => {
    const of = (ver: number, epoch?: string): DecidedOp => {
      const one = decided(ver);
      return epoch === undefined ? one : { ...one, op: { ...one.op, epoch } };
    };
    const lost = { ...asking, epoch: 'before', bases: [{ of: 'case:c', ver: 4, own: 0 }] };
    const here = { decidedHere: () => [of(2, 'before'), of(3, 'now'), of(4), of(5, 'before')] };
    const on = { op: lost as AnyOperation, staged: here as unknown as Staged };
    const unseen = (epoch: string): readonly number[] =>
      withTurn([], 'c', { ...on, epoch }).map(({ ver }) => ver);
    expect(unseen('now')).toEqual([3, 5]);
    expect(unseen('before')).toEqual([5]);
  });

  it('counts a turn once that was written while it was read', () => {
    expect(versions([2, 3], staged(2, 3, 4))).toEqual([2, 3, 4]);
  });
});
