import { effectiveUnseen } from '../conflict/effectiveUnseen.ts';
import { type CaseWork, put } from './caseWork.ts';

/**
 * I-24: whose work a case was is kept when it ends, as `left` keeps the scopes. A base is its author's own
 * word; only together with this does it say that somebody had not seen that his work had ended.
 */
export function keepPastWork(work: CaseWork): void {
  if (work.outcome === 'refused-recorded') return;
  const { before, doc } = work;
  for (const one of [before.verifyOrdered, orderedInVain(work)]) {
    if (one !== undefined && one !== doc.verifyOrdered) {
      put(work, { verifiersBefore: { [one]: true } });
    }
  }
  const wasDue = before.callbackDueAt !== undefined && doc.callbackDueAt === undefined;
  if (wasDue || isClosedInVain(work)) put(work, { callbackBefore: true });
}

/** Who was sent to look where nobody had seen that it came too late: he may have looked all the same. */
function orderedInVain(work: CaseWork): string | undefined {
  const { op } = work;
  return op.kind === 'verify.order' && wasOvertaken(work) ? op.args.inspector : undefined;
}

/** Where it was said the case was closed, and its caller may have been called back. */
function isClosedInVain(work: CaseWork): boolean {
  const { doc } = work;
  if (work.op.kind !== 'case.close' || doc.caller === undefined) return false;
  return doc.callbackDueAt === undefined && wasOvertaken(work);
}

/** Taken, but not as it was said, for something that its author had not seen. */
function wasOvertaken({ op, doc, outcome, facts }: CaseWork): boolean {
  if (outcome === 'applied' || doc.proposals?.[op.opId] !== undefined) return false;
  return effectiveUnseen(facts).length > 0;
}
