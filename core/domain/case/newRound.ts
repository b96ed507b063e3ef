import { type CaseWork, put } from './caseWork.ts';
import { handleLimit, matterOf, startClock } from './clocks.ts';

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
  });
  const { reference } = work.facts;
  startClock(work, 'total', handleLimit(matterOf(work.doc, reference), work.doc.condition));
  startClock(work, 'dispatch', reference.limits.dispatch);
}
