import { replayIdOf } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { WireDecision } from '../protocol/sync/frames.ts';
import type { Device, Push } from './push.ts';
import type { Staged } from './staged.ts';
import type { DistrictStore, KnownDecision, StoredDecision } from './store/districtStore.ts';
import type { Waiting } from './waiting.ts';
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
  const known = await knownHere(push, ops, { store, staged });
  const missing = ops.filter((op) => !known.has(op.rseq));
  const elsewhere = await knownElsewhere(missing, { store, staged });
  const first = new Map<string, StoredDecision>();
  for (const op of ops) {
    const one = known.get(op.rseq);
    if (one !== undefined && one.opHash !== op.hash) return null;
    const decision = one?.decision ?? elsewhere?.get(op.opId);
    if (decision === undefined) return null;
    first.set(op.opId, decision);
  }
  const last = await decidedLast(first, { store, staged });
  return ops.flatMap((op) => {
    const decision = last.get(op.opId);
    return decision === undefined ? [] : wireDecision(op.opId, op.rseq, decision);
  });
}

/** In place of what was deferred, what was decided when it was decided again (I-03). */
async function decidedLast(
  decisions: ReadonlyMap<string, StoredDecision>,
  { store, staged }: Known,
): Promise<ReadonlyMap<string, StoredDecision>> {
  const deferred = [...decisions].filter(([, { outcome }]) => outcome === 'deferred');
  if (deferred.length === 0) return decisions;
  const ids = new Map(deferred.map(([opId]) => [replayIdOf(opId), opId]));
  const stored = await store.knownByIds([...ids.keys()]);
  const here = [...ids.keys()].flatMap((opId) => staged.entryOf(opId) ?? []).map(knownOf);
  const last = new Map(decisions);
  for (const { opId, decision } of [...stored, ...here]) last.set(ids.get(opId) ?? opId, decision);
  return last;
}

/** What is decided of a range of this incarnation, by its place in it. */
async function knownHere(
  { replica, incarnation }: Push,
  ops: readonly AnyOperation[],
  { store, staged }: Known,
): Promise<ReadonlyMap<number, KnownDecision>> {
  const first = ops[0];
  const last = ops.at(-1);
  if (first === undefined || last === undefined) return new Map();
  const range = { from: first.rseq, to: last.rseq };
  const stored = await store.known(replica, incarnation, range);
  const own = staged.lately.filter(
    ({ op }) => op.replica === replica && op.incarnation === incarnation,
  );
  return new Map([...stored, ...own.map(knownOf)].map((one) => [one.rseq, one]));
}

/**
 * The same operation under an earlier incarnation: it was decided before it was numbered anew. Null when one
 * bears the id of another replica's: what somebody else said is no answer to it.
 */
export async function knownElsewhere(
  ops: readonly AnyOperation[],
  { store, staged }: Known,
): Promise<ReadonlyMap<string, StoredDecision> | null> {
  if (ops.length === 0) return new Map();
  const authors = new Map(ops.map((op) => [op.opId, op.replica]));
  const opIds = [...authors.keys()];
  const stored = staged.knownAmong(opIds) ?? (await store.knownByIds(opIds));
  const here = ops.flatMap(({ opId }) => staged.entryOf(opId) ?? []);
  const known = [...stored, ...here.map(knownOf)];
  if (known.some((one) => one.replica !== authors.get(one.opId))) return null;
  const decisions = new Map(known.map((one) => [one.opId, one.decision]));
  return decidedLast(decisions, { store, staged });
}

/**
 * How the making of its case was deferred, where there is no case: what is said on such a case waits with it
 * and is not refused for naming a case that nobody knows (I-11).
 */
export function deferredCreation(
  { kind, caseId }: AnyOperation,
  { waiting, staged }: { readonly waiting: Waiting; readonly staged: Staged },
): StoredDecision | null {
  if (caseId === null || kind === 'case.create' || staged.case(caseId) !== undefined) return null;
  return staged.unmade(caseId) ?? waiting.creationOf(caseId)?.decision ?? null;
}

/** Signed over the last hash by the device, and all of one incarnation: the chain covers the rest. */
export function isSigned({ ops, replica, incarnation, sig }: Push, device: Device): boolean {
  const last = ops.at(-1);
  const isOwn = ops.every((op) => op.replica === replica && op.incarnation === incarnation);
  return last !== undefined && isOwn && device.verify(last.hash, sig);
}
