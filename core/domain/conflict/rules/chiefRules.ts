import { isUnhappy, recordTry } from '../../case/callBack.ts';
import { put, settle, tell, type CaseWork } from '../../case/caseWork.ts';
import { undoEnding } from '../../case/endCase.ts';
import { busyUnit } from '../../case/exclusiveUnit.ts';
import { markAct } from '../../case/markAct.ts';
import { openNewRound } from '../../case/newRound.ts';
import { applyPlain, plainMisfit, type PlainOp } from '../../case/plainActs.ts';
import { reopen } from '../../case/reopen.ts';
import { supervise, supervisionMisfit } from '../../case/superviseCase.ts';
import type { CaseDoc, Stage } from '../../case/caseDoc.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { OpKind } from '../../operation/args.ts';
import { kindSpecs } from '../../operation/kindSpec.ts';
import type { AnyBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/**
 * Rule 26: voided or closed by force against a fact or a dispatch that the chief had not seen. It does not stand;
 * he is asked again, now knowing it. What is archived stays as it was put away: the work is kept in its timeline.
 */
export const endingMeetsWork: Meet = ({ work, op, earlier }) => {
  if (ends(work, op)) {
    if (!isWork(earlier.op) || plainMisfit(op, work.doc, work.facts) !== null) return false;
    dispute(work, earlier, op);
    return true;
  }
  const first = earlier.op;
  if (!ends(work, first) || !isEndedSo(work.doc) || !isWork(op)) return false;
  if (work.doc.archived !== undefined) return false;
  undoEnding(work);
  if (first.kind === 'judge') {
    put(work, { asks: { [first.args.ask]: { state: 'open', judgedBy: null, judgeReason: null } } });
  }
  if (fits(work, op)) {
    applyPlain(work, op);
    markAct(work);
  }
  dispute(work, earlier, first);
  tell(work, first.actor, 'ending-undone');
  return true;
};

/** Not undone by now, and nothing else has ended it since: a merge ends it in another way. */
function isEndedSo({ stage, closeKind }: CaseDoc): boolean {
  return stage === 'voided' || (stage === 'closed' && closeKind === 'forced');
}

function ends(work: CaseWork, op: AnyBody): boolean {
  if (op.kind === 'case.void' || op.kind === 'case.forceClose') return true;
  if (op.kind !== 'judge' || !op.args.grant) return false;
  const asked = work.doc.asks?.[op.args.ask]?.kind;
  return asked === 'void' || asked === 'forcedClose';
}

const SENT_OUT: readonly OpKind[] = ['case.dispatch', 'assign.add', 'whistle.open'];

/** A fact of whatever kind, or somebody sent out or called. */
function isWork(op: AnyBody): boolean {
  if (op.kind === 'case.locate') return op.args.by === 'on_site';
  if (SENT_OUT.includes(op.kind)) return true;
  return kindSpecs[op.kind].cls === 'F';
}

function fits(work: CaseWork, op: PlainOp): boolean {
  const units = op.kind === 'case.dispatch' ? op.args.units.map((one) => one.unit) : [];
  const wanted = op.kind === 'assign.add' ? [op.args.unit] : units;
  if (wanted.some((unit) => busyUnit(unit, work.doc.caseId, work.facts) !== null)) return false;
  return plainMisfit(op, work.doc, work.facts) === null;
}

function dispute(work: CaseWork, earlier: DecidedOp, ending: AnyBody): void {
  raiseConflict(work, {
    rule: 26,
    earlier,
    options: ['open', 'ended'],
    inForce: 'open',
    held: ending,
    owner: 'district',
  });
}

/** Rule 27: archived while the caller says that it is not over: a new round of the same case. */
export const archiveMeetsCaller: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.archive') {
    if (!saysNotOver(earlier.op) || work.doc.stage === 'closed') return false;
    settle(work, 'superseded', { rule: 27, reason: { code: 'op/overtaken' } });
    tell(work, op.actor, 'callback-unsolved');
    return true;
  }
  if (earlier.op.kind !== 'case.archive' || work.doc.archived === undefined) return false;
  if (!saysNotOver(op)) return false;
  if (op.kind === 'callback.try') recordTry(work, op);
  openNewRound(work);
  settle(work, 'applied', { rule: 27 });
  tell(work, work.doc.holder, 'callback-unsolved');
  tell(work, earlier.op.actor, 'callback-unsolved');
  return true;
};

function saysNotOver(op: AnyBody): boolean {
  return op.kind === 'case.reopen' || (op.kind === 'callback.try' && isUnhappy(op));
}

/**
 * Rule 13: closed while somebody puts it under supervision. It is not closed but awaits a supervised check; where
 * the caller has said that he is content, it stays closed and is looked at once more.
 */
export const superviseMeetsClose: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.supervise' && earlier.op.kind === 'case.close') {
    if (work.doc.stage !== 'closed' || supervisionMisfit(op, work.doc, work.facts) !== null) {
      return false;
    }
    const isContent = work.doc.callbackDone === 'reached';
    if (!isContent) awaitCheck(work);
    supervise(work, op);
    disputeClosing(work, { earlier, closing: earlier.op, isContent });
    return true;
  }
  if (op.kind !== 'case.close' || earlier.op.kind !== 'case.supervise') return false;
  if (work.doc.supervised === undefined || !CLOSABLE.includes(work.doc.stage)) return false;
  awaitCheck(work);
  disputeClosing(work, { earlier, closing: op, isContent: false });
  return true;
};

const CLOSABLE: readonly Stage[] = ['handled', 'to_close'];

function awaitCheck(work: CaseWork): void {
  if (work.doc.stage === 'closed') reopen(work);
  put(work, { stage: 'handled', verified: null });
}

type Closing = {
  readonly earlier: DecidedOp;
  readonly closing: AnyBody;
  readonly isContent: boolean;
};

function disputeClosing(work: CaseWork, { earlier, closing, isContent }: Closing): void {
  const inForce = isContent ? 'review' : 'supervised';
  raiseConflict(work, {
    rule: 13,
    earlier,
    options: [inForce, 'closed'],
    inForce,
    held: closing,
    owner: 'district',
  });
}
