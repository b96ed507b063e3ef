import { isUnhappy, recordTry } from '../../case/callBack.ts';
import { put, settle, tell, type CaseWork } from '../../case/caseWork.ts';
import { markAct } from '../../case/markAct.ts';
import { openNewRound } from '../../case/newRound.ts';
import { applyPlain, plainMisfit } from '../../case/plainActs.ts';
import { reopen } from '../../case/reopen.ts';
import { sendBack } from '../../case/verifyCase.ts';
import type { Stage } from '../../case/caseDoc.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { AnyBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/** Rule 24: passed and failed: failed, and a person is asked. The same finding twice is one. */
export const verifyMeetsVerify: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind !== 'verify.report' || first.kind !== 'verify.report') return false;
  const inForce = work.doc.verified === (first.args.pass ? 'pass' : 'fail');
  if (!inForce || work.doc.stage === 'closed') return false;
  if (op.args.pass === first.args.pass) {
    settle(work, 'merged', { rule: 24 });
    return true;
  }
  if (!op.args.pass) sendBack(work);
  raiseConflict(work, {
    rule: 24,
    earlier,
    options: ['fail', 'pass'],
    inForce: 'fail',
    held: op.args.pass ? op : first,
  });
  return true;
};

const GOING_ON: readonly Stage[] = ['to_dispatch', 'dispatched', 'handling', 'handled', 'to_close'];

/** Rule 30: one refuses the case, another files or dispatches it. It goes on. */
export const refuseMeetsFiling: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind === 'case.refuse' && goesOn(first)) {
    if (!GOING_ON.includes(work.doc.stage)) return false;
    disputeRefusal(work, earlier, op);
    return true;
  }
  if (first.kind !== 'case.refuse' || work.doc.stage !== 'refused') return false;
  if (op.kind !== 'case.file' && op.kind !== 'case.dispatch') return false;
  reopen(work);
  if (op.kind === 'case.file') put(work, { stage: 'reported' });
  if (plainMisfit(op, work.doc, work.facts) === null) {
    applyPlain(work, op);
    markAct(work);
  } else put(work, { stage: 'to_dispatch' });
  disputeRefusal(work, earlier, first);
  return true;
};

function goesOn(op: AnyBody): boolean {
  return op.kind === 'case.file' || op.kind === 'case.dispatch';
}

function disputeRefusal(work: CaseWork, earlier: DecidedOp, refusal: AnyBody): void {
  raiseConflict(work, {
    rule: 30,
    earlier,
    options: ['continue', 'refuse'],
    inForce: 'continue',
    held: refusal,
  });
}

/** Rule 33: two reports of calling back. Dissatisfied beats satisfied; twice unsolved is one new round. */
export const callbackMeetsCallback: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind !== 'callback.try') return false;
  if (beginsAnew(first) && work.doc.stage !== 'closed') {
    recordTry(work, op);
    settle(work, isUnhappy(op) ? 'merged' : 'adjusted', { rule: 33 });
    tell(work, op.actor, 'one-new-round');
    return true;
  }
  if (first.kind !== 'callback.try' || work.doc.stage !== 'closed') return false;
  recordTry(work, op);
  if (isUnhappy(op)) {
    openNewRound(work);
    tell(work, work.doc.holder, 'callback-unsolved');
  } else if (op.args.reached && work.doc.callbackDone !== 'reached') {
    put(work, { callbackDone: 'reached' });
  }
  settle(work, 'applied', { rule: 33 });
  tell(work, first.actor, 'called-back-alike');
  return true;
};

/** Rule 33 for a chief who opens the case again: whoever was first has opened the one new round. */
export const reopenMeetsReopen: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.reopen' || !beginsAnew(earlier.op)) return false;
  settle(work, 'merged', { rule: 33 });
  tell(work, op.actor, 'one-new-round');
  tell(work, earlier.op.actor, 'one-new-round');
  return true;
};

function beginsAnew(op: AnyBody): boolean {
  return op.kind === 'case.reopen' || (op.kind === 'callback.try' && isUnhappy(op));
}
