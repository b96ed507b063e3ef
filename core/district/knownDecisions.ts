import type { AnyOperation } from '../domain/operation/operation.ts';
import type { WireDecision } from '../protocol/sync/frames.ts';
import type { Device, Push } from './push.ts';
import type { Staged } from './districtState.ts';
import type { DistrictStore, StoredDecision } from './store/districtStore.ts';
import { knownOf, wireDecision } from './wireDecision.ts';

type Known = {
  readonly store: Pick<DistrictStore, 'known' | 'knownByIds'>;
  readonly staged: Staged;
};

/** Stored outcomes of what is sent again, or null when it is not what was sent the first time. */
export async function storedAgain(
  push: Push,
  ops: readonly AnyOperation[],
  { store, staged }: Known,
): Promise<WireDecision[] | null> {
  const first = ops[0];
  const last = ops.at(-1);
  if (first === undefined || last === undefined) return [];
  const range = { from: first.rseq, to: last.rseq };
  const stored = await store.known(push.replica, push.incarnation, range);
  const known = new Map(stored.map((one) => [one.rseq, one]));
  for (const entry of staged.entries) {
    const isOwn = entry.op.replica === push.replica && entry.op.incarnation === push.incarnation;
    if (isOwn) known.set(entry.op.rseq, knownOf(entry));
  }
  const missing = ops.filter((op) => !known.has(op.rseq));
  const elsewhere = await knownElsewhere(missing, { store, staged });
  const decisions: WireDecision[] = [];
  for (const op of ops) {
    const one = known.get(op.rseq);
    if (one !== undefined && one.opHash !== op.hash) return null;
    const decision = one?.decision ?? elsewhere.get(op.opId);
    if (decision === undefined) return null;
    decisions.push(wireDecision(op.opId, op.rseq, decision));
  }
  return decisions;
}

/** The same operation under an earlier incarnation: it was decided before it was numbered anew. */
export async function knownElsewhere(
  ops: readonly AnyOperation[],
  { store, staged }: Known,
): Promise<ReadonlyMap<string, StoredDecision>> {
  if (ops.length === 0) return new Map();
  const ids = ops.map((op) => op.opId);
  const stored = await store.knownByIds(ids);
  const wanted = new Set(ids);
  const here = staged.entries.filter((entry) => wanted.has(entry.op.opId));
  return new Map([
    ...stored.map((one) => [one.opId, one.decision] as const),
    ...here.map((entry) => [entry.op.opId, entry.decision] as const),
  ]);
}

/**
 * How the making of its case was deferred, where there is no case: what is said on such a case waits with it
 * and is not refused for naming a case that nobody knows (I-11).
 */
export async function deferredCreation(
  { kind, caseId }: AnyOperation,
  {
    store,
    staged,
  }: { readonly store: Pick<DistrictStore, 'deferredCreation'>; readonly staged: Staged },
): Promise<StoredDecision | null> {
  if (caseId === null || kind === 'case.create' || staged.case(caseId) !== undefined) return null;
  const here = staged.entries.find(({ op, decision }) => {
    return op.caseId === caseId && op.kind === 'case.create' && decision.outcome === 'deferred';
  });
  return here?.decision ?? (await store.deferredCreation(caseId));
}

/** Signed over the last hash by the device, and all of one incarnation: the chain covers the rest. */
export function isSigned({ ops, replica, incarnation, sig }: Push, device: Device): boolean {
  const last = ops.at(-1);
  const isOwn = ops.every((op) => op.replica === replica && op.incarnation === incarnation);
  return last !== undefined && isOwn && device.verify(last.hash, sig);
}
