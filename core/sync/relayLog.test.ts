import { expect, it } from 'vitest';
import type { AnyBody, AnyOperation } from '../domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '../domain/operation/operationHash.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { RelayLog, chainOf } from './relayLog.ts';
import type { RelayBatch } from './relayLog.ts';

/** The acts of one replica, chained from the first. */
function said(replica: string, count: number, words = ''): AnyOperation[] {
  const ops: AnyOperation[] = [];
  for (let rseq = 1; rseq <= count; rseq += 1) {
    const body = { opId: `${replica}${rseq}${words}`, kind: 'case.note', caseId: 'c' };
    const prevHash = ops.at(-1)?.hash ?? GENESIS_HASH;
    const link = { replica, incarnation: 1, rseq, prevHash };
    ops.push(chained(nodeHashing, body as unknown as AnyBody, link));
  }
  return ops;
}

function relay() {
  const log = new RelayLog([], []);
  const judge = (ops: readonly AnyOperation[], replica = 'a') =>
    log.judge({ replica, incarnation: 1, ops }, nodeHashing);
  /** What a station does with a batch: keeps of it what is new. */
  const take = (ops: readonly AnyOperation[], isHeld = false): void => {
    const replica = ops[0]?.replica ?? '';
    const verdict = judge(ops, replica);
    if (verdict.kind !== 'fresh') throw new Error(verdict.kind);
    const viaSeq = log.nextSeq;
    const batch = { viaSeq, device: replica, replica, incarnation: 1, sig: 's', isHeld };
    log.add({ ...batch, ops: verdict.ops });
  };
  return { log, judge, take };
}

const idsOf = (batch: RelayBatch | null): string[] | null =>
  batch?.ops.map(({ opId }) => opId) ?? null;

it('brings what came first, first; who must wait holds up nobody but himself', () => {
  const { log, take } = relay();
  const [a, b] = [said('a', 3), said('b', 1)];
  take(a.slice(0, 1));
  take(b);
  take(a.slice(1));
  const waiting = new Set<string>();
  expect(idsOf(log.next(waiting))).toEqual(['a1']);
  waiting.add(chainOf({ replica: 'a', incarnation: 1 }));
  expect(idsOf(log.next(waiting))).toEqual(['b1']);
  log.drop(2);
  expect(log.next(waiting)).toBeNull();
  log.drop(1);
  expect(idsOf(log.next(new Set()))).toEqual(['a2', 'a3']);
});

it('keeps nothing twice, whatever of it comes again and however it is cut', () => {
  const { log, judge, take } = relay();
  const a = said('a', 4);
  take(a.slice(0, 2));
  expect(judge(a.slice(0, 2))).toEqual({ kind: 'known' });
  expect(judge(a.slice(0, 1))).toEqual({ kind: 'known' });
  expect(judge(a)).toEqual({ kind: 'fresh', ops: a.slice(2) });
  take(a);
  log.drop(1);
  log.drop(2);
  // Brought and gone, it is known all the same.
  expect(judge(a)).toEqual({ kind: 'known' });
  expect(log.kept('a', 1)).toBe(4);
  expect(log.kept('a', 2)).toBe(0);
});

it('begins where it is told to: what was said before was decided over another path', () => {
  const { judge, take, log } = relay();
  const a = said('a', 9);
  take(a.slice(3, 5));
  expect(judge(a.slice(7)).kind).toBe('fresh');
  expect(log.kept('a', 1)).toBe(5);
});

it('takes no other chain of the same replica, no changed act and no gap', () => {
  const { judge, take } = relay();
  const [a, other] = [said('a', 3), said('a', 3, 'x')];
  take(a.slice(0, 2));
  expect(judge(other)).toEqual({ kind: 'fork' });
  expect(judge(other.slice(2))).toEqual({ kind: 'fork' });
  expect(judge([{ ...a[2], caseId: 'd' } as AnyOperation]).kind).toBe('bad');
  expect(judge([a[0], a[2]] as AnyOperation[]).kind).toBe('bad');
  expect(judge(said('b', 1)).kind).toBe('bad');
  expect(judge([]).kind).toBe('bad');
});

it('tells a console the undecided acts of all others in the order in which they came', () => {
  const { log, take } = relay();
  const [a, b] = [said('a', 2), said('b', 2)];
  for (const ops of [a.slice(0, 1), b.slice(0, 1), a.slice(1), b.slice(1)]) take(ops);
  expect(log.actsFor('c').map(({ opId }) => opId)).toEqual(['a1', 'b1', 'a2', 'b2']);
  expect(log.actsFor('a').map(({ opId }) => opId)).toEqual(['b1', 'b2']);
  log.drop(2);
  expect(log.actsFor('a').map(({ opId }) => opId)).toEqual(['b2']);
});

it('goes on after a restart from what was on disk', () => {
  const { log, take } = relay();
  const a = said('a', 3);
  take(a.slice(0, 2));
  const batch = log.next(new Set());
  const mark = { replica: 'a', incarnation: 1, rseq: 2, hash: a[1]?.hash ?? '' };
  const again = new RelayLog(batch === null ? [] : [batch], [mark]);
  const judged = again.judge({ replica: 'a', incarnation: 1, ops: a }, nodeHashing);
  expect(judged).toEqual({ kind: 'fresh', ops: a.slice(2) });
  expect(again.nextSeq).toBe(2);
});
