import { type CaseAct, fitsAlways } from './caseAct.ts';
import { leadOf, patchAssignment, turnAssignments } from './assignments.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { startClock } from './clocks.ts';
import { keepPhotos } from './unitFacts.ts';

export const orderVerification: CaseAct<'verify.order'> = {
  misfit: fitsAlways,
  apply(work, op) {
    put(work, { verifyOrdered: op.args.inspector });
    tell(work, op.args.inspector, 'verification-ordered');
  },
};

export const reportVerification: CaseAct<'verify.report'> = {
  misfit: fitsAlways,
  apply(work, op) {
    keepPhotos(work, op.args.photos, 'after');
    if (op.args.pass) put(work, { stage: 'to_close', verified: 'pass' });
    else sendBack(work);
  },
};

/** Rework: back to dispatch in the same round, the same unit is proposed, nothing is cleared. */
export function sendBack(work: CaseWork): void {
  const lead = leadOf(work.doc);
  for (const one of turnAssignments(work.doc)) patchAssignment(work, one.id, { over: true });
  put(work, {
    stage: 'to_dispatch',
    verified: 'fail',
    verifyOrdered: null,
    rework: work.doc.rework + 1,
    proposedUnit: lead?.unit ?? null,
  });
  startClock(work, 'dispatch', work.facts.reference.limits.dispatch);
  if (lead !== null) tell(work, `unit:${lead.unit}`, 'rework');
}
