import { hasStanding } from '../domain/case/membership.ts';
import type { Decision } from '../domain/operation/decision.ts';
import { kindSpecs } from '../domain/operation/kindSpec.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DomainRefusal } from '../domain/operation/refusal.ts';
import type { EpochMs } from '../kernel/time.ts';
import { ACTS_KEPT_MS } from '../protocol/sync/actsKept.ts';
import type { Staged } from './staged.ts';
import type { SequencerPorts, Submitted } from './sequencer.ts';

/*
 * A district that was put back from a backup lacks what it had decided since. Consoles bring it again, each its
 * own, in no order among them: what somebody did comes before what he had seen, and waits for it (I-11).
 */
type Histories = Pick<SequencerPorts, 'restoredAt' | 'epoch'>;

export const NOT_YET: DomainRefusal = { code: 'case/not-yet' };

export function isNotYet({ outcome, reason }: Pick<Decision, 'outcome' | 'reason'>): boolean {
  return outcome === 'deferred' && reason?.code === NOT_YET.code;
}

/** Own pending operations are not "unseen": the author made them and counts them in `base.own` (I-05). */
export function baseOf(op: AnyOperation): { readonly ver: number; readonly own: number } | null {
  return op.bases.find((base) => base.of === `case:${op.caseId ?? ''}`) ?? null;
}

/** Its author had a row of this history before the eyes: nothing that it lost can have told him more. */
export function standsHere(op: AnyOperation, epoch: string): boolean {
  const base = baseOf(op);
  return op.epoch === epoch && base !== null && base.ver > 0 && base.own === 0;
}

/** May something that was decided before a restore still come back? No clock of a console is asked. */
export function isLossDoubted(restoredAt: EpochMs | null, now: EpochMs): boolean {
  return restoredAt !== null && now - restoredAt <= ACTS_KEPT_MS;
}

/**
 * Its author had seen more of the case than there is here: a case that nobody knows, a version that is yet to
 * come, or one by which his place was a member. Only a district that was put back can have lost that; with any
 * other, and later, he is judged by what there is. A case that he saw being made at a station is on its way.
 */
export function isAhead(submitted: Submitted, staged: Staged, ports: Histories): boolean {
  return isBeforeItsCase(submitted, staged) || isAheadOfRestore(submitted, staged, ports);
}

function isAheadOfRestore(
  { op, sender, receivedAt, judgedAt, asItStands }: Submitted,
  staged: Staged,
  { restoredAt, epoch }: Histories,
): boolean {
  if (op.caseId === null || op.kind === 'case.create' || sender === null) return false;
  if (!isLossDoubted(restoredAt(), judgedAt ?? receivedAt) || standsHere(op, epoch())) return false;
  const base = baseOf(op);
  if (base === null || base.ver + base.own === 0) return false;
  const doc = staged.doc(op.caseId);
  if (doc === null) return true;
  // Whoever was cut off goes on in the old history for days: when it was said tells nothing.
  if (asItStands === true) return false;
  return base.ver > doc.ver || !hasStanding(doc, op.scope);
}

/** What a fact is refused for when what made it its author's business has not come back yet. */
const NOT_HIS: readonly string[] = ['grant/other-scope', 'unit/not-yours', 'case/stranger'];

/** Refused as no business of its author's, who had seen more of the case: a fact waits, it is not refused (I-11). */
export function isNotHisYet(
  { op, sender, receivedAt, judgedAt }: Submitted,
  { outcome, reason }: Decision,
  { restoredAt, epoch }: Histories,
): boolean {
  if (outcome !== 'refused-recorded' || !NOT_HIS.includes(reason?.code ?? '')) return false;
  if (sender === null || kindSpecs[op.kind].cls !== 'F') return false;
  const base = baseOf(op);
  if (base === null || base.ver + base.own === 0 || standsHere(op, epoch())) return false;
  return isLossDoubted(restoredAt(), judgedAt ?? receivedAt);
}

/** He saw the making of the case at a station, and its author has not brought it yet (docs/adr/0022). */
function isBeforeItsCase(
  { op, sender, receivedAt, judgedAt = receivedAt }: Submitted,
  staged: Staged,
): boolean {
  if (op.saw === undefined || op.caseId === null || sender === null) return false;
  return staged.doc(op.caseId) === null && judgedAt - receivedAt <= ACTS_KEPT_MS;
}

/**
 * Said before the restore by somebody whose first login there may be among what was lost: it waits until he
 * logs in there again, or until nothing that was lost may come back any more.
 */
export function isSittingDoubted(
  { at, receivedAt, judgedAt }: Submitted,
  restoredAt: EpochMs | null,
): boolean {
  return (
    restoredAt !== null && at <= restoredAt && isLossDoubted(restoredAt, judgedAt ?? receivedAt)
  );
}

/** Not decided by being looked at again. Nobody becomes a stranger by what a district may have lost. */
export function isStillAhead({ outcome, reason }: Decision, isDoubted: boolean): boolean {
  return outcome === 'deferred' || (isDoubted && reason?.code === 'case/stranger');
}
