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
import { applyPlain, plainMisfit, type PlainOp } from '../../case/plainActs.ts';
import { propose, proposeFor } from '../../case/propose.ts';
import type { Stage } from '../../case/caseDoc.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import { classOf } from '../../permission/classOf.ts';
import type { Meet, Meeting } from '../meet.ts';
import { raiseConflict } from '../raise.ts';
import { sentTo } from '../sentTo.ts';
import { keepRecalled, resumeAssignment, resumeSigned } from './keepRecalled.ts';

const AT_WORK: readonly Stage[] = ['dispatched', 'handling'];

/** Rule 21: two transfers. The first stands; the same target twice is one transfer. */
export const sendMeetsSend: Meet = ({ work, op, earlier }) => {
  const first = sentTo(earlier.op, work.doc);
  const second = sentTo(op, work.doc);
  if (first === null || second === null || work.doc.holder !== first) return false;
  if (second === first) {
    if (op.kind === 'judge') put(work, { asks: { [op.args.ask]: { state: 'lapsed' } } });
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
  const to = sentTo(op, work.doc);
  if (to !== null) {
    return earlier.op.kind === 'case.dispatch' && transferAfterDispatch(work, op, earlier);
  }
  if (sentTo(earlier.op, work.doc) !== work.doc.holder) return false;
  if (op.kind !== 'case.dispatch' && op.kind !== 'assign.add') return false;
  if (op.scope === work.doc.holder) return false;
  if (op.kind === 'case.dispatch' && work.doc.stage === 'to_dispatch') {
    keepRecalled(work, op.args.units, 20);
  }
  propose(work, 20);
  tell(work, op.scope, 'transferred-meanwhile');
  return true;
};

function transferAfterDispatch(work: CaseWork, op: PlainOp, earlier: DecidedOp): boolean {
  const { doc } = work;
  if (sentTo(op, doc) === doc.holder || !AT_WORK.includes(doc.stage)) return false;
  const active = turnAssignments(doc).filter(isActive);
  if (!active.some((one) => one.byOp === earlier.op.opId)) return false;
  if (!active.some(isMoving)) withdrawAll(work, earlier, 20);
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 20 });
  tell(work, op.scope, 'transferred-meanwhile');
  tell(work, earlier.op.actor, 'transferred-meanwhile');
  return true;
}

/** Nobody has begun: what was sent is called off, and proposed to whoever decides from now on. */
function withdrawAll(work: CaseWork, earlier: DecidedOp, rule: number): void {
  const lead = leadOf(work.doc);
  for (const one of turnAssignments(work.doc)) {
    if (!isActive(one)) continue;
    endAssignment(work, one, 'recalled');
    patchAssignment(work, one.id, { recalledBy: rule });
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
  if (sentTo(earlier.op, work.doc) === null || work.doc.stage !== 'to_dispatch') return false;
  const one = work.doc.assignments?.[op.args.assignment];
  if (one?.recalledBy !== 20) return false;
  resumeAssignment(work, one, op.args.step);
  put(work, { proposals: { [one.byOp]: null } });
  endClocks(work, ['dispatch']);
  settle(work, 'applied', { rule: 20 });
  tell(work, work.doc.holder, 'unit-carries-on');
  return true;
};

/**
 * Rule 34: the district takes a case on which its holder decides. The hold moves; what a unit already carries
 * out stays; what it has not begun, and what the former holder decides later, is proposed to the district.
 */
export const takeMeetsDecision: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.take') return takeAfterDecision({ work, op, earlier });
  if (earlier.op.kind !== 'case.take' || work.doc.holder !== 'district') return false;
  if (op.scope === 'district' || classOf(op, work.doc, work.facts) !== 'D') return false;
  if (op.kind === 'case.dispatch' && work.doc.stage === 'to_dispatch') {
    keepRecalled(work, op.args.units, 34);
  }
  propose(work, 34);
  tell(work, op.actor, 'taken-meanwhile');
  tell(work, earlier.op.actor, 'taken-meanwhile');
  return true;
};

function takeAfterDecision({ work, op, earlier }: Meeting): boolean {
  if (work.doc.holder === 'district') {
    settle(work, 'noop', { rule: 34 });
    tell(work, op.actor, 'sent-alike');
    return true;
  }
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  const sent = turnAssignments(work.doc).filter((one) => one.byOp === earlier.op.opId);
  const isIdle = AT_WORK.includes(work.doc.stage) && sent.some(isActive) && !hasBegun(work);
  if (earlier.op.kind === 'case.dispatch' && isIdle) withdrawAll(work, earlier, 34);
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 34 });
  tell(work, earlier.op.actor, 'taken-meanwhile');
  return true;
}

function hasBegun(work: CaseWork): boolean {
  return turnAssignments(work.doc).some((one) => one.state !== 'offered');
}

/** Rule 34 once more: a unit had signed, or was on its way, when its dispatch came too late. It carries on. */
export const takeMeetsUnit: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'assign.sign' && op.kind !== 'assign.respond') return false;
  if (earlier.op.kind !== 'case.take' || work.doc.stage !== 'to_dispatch') return false;
  const one = work.doc.assignments?.[op.args.assignment];
  if (one?.recalledBy !== 34) return false;
  if (op.kind === 'assign.sign') resumeSigned(work, one);
  else resumeAssignment(work, one, op.args.step);
  put(work, { proposals: { [one.byOp]: null } });
  endClocks(work, ['dispatch']);
  settle(work, 'applied', { rule: 34 });
  tell(work, work.doc.holder, 'unit-carries-on');
  return true;
};
