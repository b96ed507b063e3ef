import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CasePatch } from './casePatch.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { handleLimit, matterOf, startClock } from './clocks.ts';

/** closed -> to_dispatch: somebody found that it was not over. */
export const reopenCase: CaseAct<'case.reopen'> = {
  misfit: (_op, doc) => (doc.archived === undefined ? null : { code: 'case/archived' }),
  apply(work) {
    openNewRound(work);
    tell(work, work.doc.holder, 'case-reopened');
  },
};

/** The same case once more: a new round, everything of the rounds before it kept. */
export function openNewRound(work: CaseWork): void {
  put(work, {
    stage: 'to_dispatch',
    round: work.doc.round + 1,
    closedAt: null,
    closedBy: null,
    closeKind: null,
    callbackDueAt: null,
    callbackDone: null,
    verified: null,
    verifyOrdered: null,
    firstContactAt: null,
    axis: null,
    ...forgotten(work.doc),
  });
  const { reference } = work.facts;
  startClock(work, 'total', handleLimit(matterOf(work.doc, reference), work.doc.condition));
  startClock(work, 'dispatch', reference.limits.dispatch);
}

/** What only a case has that was suspended, merged, closed by force (while suspended) or archived. */
function forgotten(doc: CaseDoc): CasePatch {
  return {
    ...(doc.suspended === undefined ? {} : { suspended: null }),
    ...(doc.endedFrom === undefined ? {} : { endedFrom: null, forcedLedger: null }),
    ...(doc.suspendedBefore === undefined ? {} : { suspendedBefore: null }),
    ...(doc.archived === undefined ? {} : { archived: null }),
    ...(doc.mergedInto === undefined ? {} : { mergedInto: null }),
  };
}
