import type { CommitBatch, FeedRow } from '#core/district/store/districtStore.ts';
import { ENDED_STAGES } from '#core/domain/case/caseDoc.ts';
import { decide } from '#core/domain/decide.ts';
import type { Decision, DecideFacts } from '#core/domain/operation/decision.ts';
import { kindSpecs } from '#core/domain/operation/kindSpec.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import type { Json } from '#core/kernel/mergePatch.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { GENESIS_HASH, chained } from '#core/domain/operation/operationHash.ts';
import { bodyOf } from '#core/host/store/outboxStore.ts';
import type { Hashing } from '#core/kernel/hashing.ts';
import type { Planted } from './planted.ts';

/** What the planted districts write otherwise than they decided. */
export function spoiledBatch(
  batch: CommitBatch,
  planted: Planted | null,
  commits: number,
): CommitBatch {
  const without = (type: FeedRow['type']): CommitBatch => ({
    ...batch,
    feed: batch.feed.filter((row) => row.type !== type),
  });
  switch (planted) {
    case 'author-not-told':
      return without('notice');
    case 'enter-not-told':
      return without('enter');
    case 'leave-not-told':
      return without('leave');
    case 'author-told-again': {
      const twice = batch.feed.flatMap((row): FeedRow[] =>
        row.type === 'notice' ? [row, row] : [row],
      );
      return { ...batch, feed: twice };
    }
    case 'order-turned':
      return { ...batch, entries: batch.entries.toReversed() };
    case 'case-row-lost':
      return commits % 20 === 0 ? { ...batch, cases: [] } : batch;
    default:
      return batch;
  }
}

/** What the planted districts decide otherwise than the rules. */
export function spoiledDecision(
  op: AnyOperation,
  facts: DecideFacts,
  planted: Planted | null,
): Decision {
  const outcome = spoiledOutcome(op, facts, planted);
  if (outcome !== null) {
    const effects = { casePatch: null, records: [], notices: [], followUps: [] };
    return { outcome, rule: null, reason: { code: 'op/overtaken' }, effects };
  }
  return spoiledEffects(decide(op, facts), op, { doc: facts.doc, planted });
}

function spoiledOutcome(
  op: AnyOperation,
  { doc, unseen, receivedAt = 0 }: DecideFacts,
  planted: Planted | null,
): Decision['outcome'] | null {
  if (doc === null || kindSpecs[op.kind].cls !== 'F' || op.replica === 'district') return null;
  switch (planted) {
    case 'late-fact-refused':
      return doc.holder === op.scope ? null : 'refused-recorded';
    case 'closed-fact-refused':
      return ENDED_STAGES.includes(doc.stage) ? 'refused-recorded' : null;
    case 'clock-gates':
      return Math.abs(op.t.wall - receivedAt) > DAY_MS ? 'refused-recorded' : null;
    case 'clock-wins':
      return unseen.some((one) => one.op.t.wall > op.t.wall) ? 'superseded' : null;
    default:
      return null;
  }
}

function spoiledEffects(
  decision: Decision,
  op: AnyOperation,
  { doc, planted }: { readonly doc: DecideFacts['doc']; readonly planted: Planted | null },
): Decision {
  const { effects, outcome } = decision;
  const patched = (casePatch: Json): Decision => ({
    ...decision,
    effects: { ...effects, casePatch },
  });
  if (planted === 'noop-keeps-version' && outcome === 'noop' && doc !== null) {
    return patched({ ver: doc.ver });
  }
  if (planted === 'half-merged' && op.kind === 'case.merge') {
    return { ...decision, effects: { ...effects, followUps: [] } };
  }
  const patch = effects.casePatch as { readonly [key: string]: Json } | null;
  if (patch === null) return decision;
  if (planted === 'proposal-lost-on-move' && op.kind === 'case.send') {
    return patched({ ...patch, proposals: null });
  }
  if (patch['caseNo'] === undefined) return decision;
  const { caseNo: _, ...rest } = patch;
  if (planted === 'number-of-another') return patched({ ...rest, caseNo: 'QZX260302-0001' });
  return planted === 'number-never-follows' ? patched(rest) : decision;
}

type Place = { readonly hashing: Hashing; readonly incarnation: number };

/** The same acts as a chain of their own, as if they had never been sent: with ids of their own, or altered. */
export function anew(
  ops: readonly AnyOperation[],
  { hashing, incarnation }: Place,
): { readonly ops: readonly AnyOperation[]; readonly sig: string; readonly incarnation: number } {
  const made: AnyOperation[] = [];
  const first = ops[0];
  const isOwn = first?.incarnation === incarnation;
  for (const op of ops) {
    const last = made.at(-1);
    const start = isOwn
      ? { rseq: op.rseq, prevHash: op.prevHash }
      : { rseq: 1, prevHash: GENESIS_HASH };
    const place = last === undefined ? start : { rseq: last.rseq + 1, prevHash: last.hash };
    made.push(chained(hashing, bodyOf(op), { replica: op.replica, incarnation, ...place }));
  }
  return { ops: made, sig: made.at(-1)?.hash ?? '', incarnation };
}

export function isNote({ kind }: AnyOperation): boolean {
  return kind === 'case.note';
}

/** Somebody on the way puts other words into a note. */
export function altered(op: AnyOperation): AnyOperation {
  return op.kind === 'case.note' ? { ...op, args: { ...op.args, text: 'other words' } } : op;
}
