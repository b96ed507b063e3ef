import { type CaseWork, settle, tell } from '../case/caseWork.ts';
import type { OpClass } from '../operation/kindSpec.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { isAnswer } from '../permission/rights.ts';
import { effectiveUnseen } from './effectiveUnseen.ts';
import { raiseConflict } from './raise.ts';

/**
 * Rule 37: the case has moved on and the operation no longer fits. A fact goes to the timeline, a request
 * is superseded, a decision is superseded and its author and the holder are asked.
 */
export function overtake(work: CaseWork, cls: OpClass, reason: DomainRefusal): void {
  const unseen = effectiveUnseen(work.facts);
  work.met = unseen[unseen.length - 1] ?? null;
  if (cls === 'F') return settle(work, 'adjusted', { rule: 37, reason });
  // Of a redaction there is nothing to choose between: it would only be asked for again.
  if (cls === 'R' || isAnswer(work.op.kind) || work.op.kind === 'case.redact') {
    settle(work, 'superseded', { rule: 37, reason });
    return tell(work, work.op.actor, 'overtaken');
  }
  raiseConflict(work, {
    rule: 37,
    earlier: work.met,
    options: ['first', 'second'],
    inForce: 'first',
    held: work.op,
  });
  work.reason = reason;
}
