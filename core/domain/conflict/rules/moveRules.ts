import {
  endAssignment,
  isMoving,
  leadOf,
  turnAssignments,
  isActive,
  patchAssignment,
} from '../../case/assignments.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { startClock, endClocks, UNIT_CLOCKS } from '../../case/clocks.ts';
import { markAct } from '../../case/markAct.ts';
import { applyPlain } from '../../case/plainActs.ts';
import { propose, proposeFor } from '../../case/propose.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';
import { keepRecalled, resumeAssignment } from './keepRecalled.ts';

/** Rule 21: two transfers. The first stands; the same target twice is one transfer. */
export const sendMeetsSend: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.send' || earlier.op.kind !== 'case.send') return false;
  if (work.doc.holder !== earlier.op.args.to) return false;
  if (op.args.to === earlier.op.args.to) {
    settle(work, 'noop', { rule: 21 });
    tell(work, op.actor, 'sent-alike');
    return true;
  }
  raiseConflict(work, {
    rule: 21,
    earlier,
    options: ['first', 'second'],
    inForce: 'first',
    held: op,
    owner: 'district',
  });
  return true;
};

/**
 * Rule 20: a transfer meets a dispatch by the former holder. The transfer stands; what is on its way goes
 * on, anything else becomes a proposal to the new holder.
 */
export const sendMeetsDispatch: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.send' && earlier.op.kind === 'case.dispatch') {
    return transferAfterDispatch(work, earlier);
  }
  if (earlier.op.kind !== 'case.send' || earlier.op.args.to !== work.doc.holder) return false;
  if (op.kind !== 'case.dispatch' && op.kind !== 'assign.add') return false;
  if (op.scope === work.doc.holder) return false;
  if (op.kind === 'case.dispatch' && work.doc.stage === 'to_dispatch') {
    keepRecalled(work, op.args.units, 20);
  }
  propose(work, 20);
  tell(work, op.scope, 'transferred-meanwhile');
  return true;
};

function transferAfterDispatch(work: CaseWork, earlier: DecidedOp): boolean {
  const { op, doc } = work;
  if (op.kind !== 'case.send' || !['dispatched', 'handling'].includes(doc.stage)) return false;
  const active = turnAssignments(doc).filter(isActive);
  if (!active.some((one) => one.byOp === earlier.op.opId)) return false;
  if (!active.some(isMoving)) withdrawAll(work, earlier);
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 20 });
  tell(work, op.scope, 'transferred-meanwhile');
  tell(work, earlier.op.actor, 'transferred-meanwhile');
  return true;
}

function withdrawAll(work: CaseWork, earlier: DecidedOp): void {
  const lead = leadOf(work.doc);
  for (const one of turnAssignments(work.doc)) {
    if (!isActive(one)) continue;
    endAssignment(work, one, 'recalled');
    patchAssignment(work, one.id, { recalledBy: 20 });
    tell(work, `unit:${one.unit}`, 'unit-recalled');
  }
  put(work, { stage: 'to_dispatch', ...(lead === null ? {} : { proposedUnit: lead.unit }) });
  endClocks(work, UNIT_CLOCKS);
  startClock(work, 'dispatch', work.facts.reference.limits.dispatch);
  proposeFor(work, earlier.op);
}

/** Rule 20 once more: a unit of the former holder's dispatch is on its way after all and carries on. */
export const sendMeetsMovingUnit: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'assign.respond' || op.args.step === 'contacted') return false;
  if (earlier.op.kind !== 'case.send' || work.doc.stage !== 'to_dispatch') return false;
  const one = work.doc.assignments?.[op.args.assignment];
  if (one?.recalledBy !== 20) return false;
  resumeAssignment(work, one, op.args.step);
  put(work, { proposals: { [one.byOp]: null } });
  endClocks(work, ['dispatch']);
  settle(work, 'applied', { rule: 20 });
  tell(work, work.doc.holder, 'unit-carries-on');
  return true;
};
