import { hasStanding } from '../domain/case/membership.ts';
import type { Decision } from '../domain/operation/decision.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DomainRefusal } from '../domain/operation/refusal.ts';
import type { Staged } from './districtState.ts';
import type { SequencerPorts, Submitted } from './sequencer.ts';

/*
 * A district that was put back from a backup lacks what it had decided since. Consoles bring it again, each its
 * own, in no order among them: what somebody did comes before what he had seen, and waits for it (I-11).
 */
export const NOT_YET: DomainRefusal = { code: 'case/not-yet' };

export function isNotYet({ outcome, reason }: Pick<Decision, 'outcome' | 'reason'>): boolean {
  return outcome === 'deferred' && reason?.code === NOT_YET.code;
}

/** Own pending operations are not "unseen": the author made them and counts them in `base.own` (I-05). */
export function baseOf(op: AnyOperation): { readonly ver: number; readonly own: number } | null {
  return op.bases.find((base) => base.of === `case:${op.caseId ?? ''}`) ?? null;
}

/**
 * Its author had seen more of the case than there is here: a case that nobody knows, a version that is yet to
 * come, or one by which his place was a member.
 */
export function isAhead(
  { op, sender, asItStands }: Submitted,
  staged: Staged,
  { restoredAt }: Pick<SequencerPorts, 'restoredAt'>,
): boolean {
  if (op.caseId === null || op.kind === 'case.create' || sender === null) return false;
  const base = baseOf(op);
  if (base === null || base.ver + base.own === 0) return false;
  const doc = staged.doc(op.caseId);
  if (doc === null) return true;
  // Whoever was cut off goes on in the old history for days: when it was said tells nothing.
  if (asItStands === true || restoredAt() === null) return false;
  return base.ver > doc.ver || !hasStanding(doc, op.scope);
}

/** Not decided by being looked at again. Nobody becomes a stranger by what a district has lost. */
export function isStillAhead({ outcome, reason }: Decision): boolean {
  return outcome === 'deferred' || reason?.code === 'case/stranger';
}
