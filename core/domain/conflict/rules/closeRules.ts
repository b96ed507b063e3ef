import { assignmentAsked, recordAsk, returnAsked } from '../../case/asks.ts';
import {
  isActive,
  isMoving,
  patchAssignment,
  turnAssignments,
  endAssignment,
} from '../../case/assignments.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { closeNow } from '../../case/closeCase.ts';
import { startClock } from '../../case/clocks.ts';
import { handOut } from '../../case/dispatchCase.ts';
import { engagementOn } from '../../case/exclusiveUnit.ts';
import { markAct } from '../../case/markAct.ts';
import { openNewRound } from '../../case/newRound.ts';
import { applyPlain, plainMisfit, type PlainOp } from '../../case/plainActs.ts';
import { reopen } from '../../case/reopen.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { OperationBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { heldAct, raiseConflict } from '../raise.ts';
import { keepRecalled, resumeAssignment } from './keepRecalled.ts';

type Close = OperationBody<'case.close'>;

/** Rule 4: the first closing stands, the second's words are kept beside it. */
export const closeMeetsClose: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.close' || earlier.op.kind !== 'case.close') return false;
  if (work.doc.stage !== 'closed') return false;
  const { publicText } = op.args;
  if (publicText !== work.doc.publicText) {
    const kept = { value: publicText, by: op.actor, at: work.at, op: op.opId };
    put(work, { alternatives: { publicText: { [op.opId]: kept } } });
  }
  settle(work, 'merged', { rule: 4 });
  return true;
};

/** Rule 3: one says done, another says not ours. The case stays open; the closing is kept as evidence. */
export const closeMeetsReturn: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.close') return closeAfterReturn(work, op, earlier);
  if (earlier.op.kind !== 'case.close' || !isClosing(work)) return false;
  if (!returnAfterClose(work, op)) return false;
  disputeReturn(work, earlier, earlier.op);
  return true;
};

function returnAfterClose(work: CaseWork, op: PlainOp): boolean {
  if (op.kind === 'ask.return') {
    if (work.doc.assignments?.[op.args.assignment] === undefined) return false;
    recordAsk(work, returnAsked(op), 'granted');
    giveBack(work, op.args.assignment);
    return true;
  }
  if (op.kind !== 'judge' || !op.args.grant) return false;
  const returned = assignmentAsked(work.doc.asks?.[op.args.ask]);
  if (returned === null) return false;
  put(work, { asks: { [op.args.ask]: { state: 'granted', judgedBy: op.actor } } });
  giveBack(work, returned);
  if (op.args.newUnit !== null) put(work, { proposedUnit: op.args.newUnit });
  markAct(work);
  return true;
}

function closeAfterReturn(work: CaseWork, op: Close, earlier: DecidedOp): boolean {
  const first = earlier.op;
  if (first.kind === 'ask.return') return closeAfterAsk({ work, op, earlier }, first.opId);
  if (first.kind !== 'judge' || !first.args.grant) return false;
  const ask = work.doc.asks?.[first.args.ask];
  if (ask?.kind !== 'return' || ask.state !== 'granted') return false;
  disputeReturn(work, earlier, op);
  return true;
}

/** A closing took effect: closed, or passed on to the district to be closed. */
function isClosing(work: CaseWork): boolean {
  return work.doc.stage === 'closed' || work.doc.stage === 'to_close';
}

function closeAfterAsk(
  { work, op, earlier }: { work: CaseWork; op: Close; earlier: DecidedOp },
  askId: string,
): boolean {
  const ask = work.doc.asks?.[askId];
  if (ask?.kind !== 'return' || ask.state !== 'open') return false;
  put(work, { asks: { [ask.id]: { state: 'granted' } } });
  giveBack(work, ask.assignment);
  disputeReturn(work, earlier, op);
  return true;
}

/** Back to dispatch with nothing cleared: the unit is off, the turn is over. */
function giveBack(work: CaseWork, assignment: string): void {
  const one = work.doc.assignments?.[assignment];
  if (one !== undefined) endAssignment(work, one, 'returned');
  for (const other of turnAssignments(work.doc)) {
    if (isActive(other)) endAssignment(work, other, 'recalled');
    else patchAssignment(work, other.id, { over: true });
  }
  reopen(work);
  put(work, { returns: work.doc.returns + 1 });
  startClock(work, 'dispatch', work.facts.reference.limits.dispatch);
}

function disputeReturn(work: CaseWork, earlier: DecidedOp, closing: Close): void {
  raiseConflict(work, {
    rule: 3,
    earlier,
    options: ['open', 'closed'],
    inForce: 'open',
    held: closing,
  });
}

/** Rule 5: a closing meets a unit that is sent out. On the way or there keeps the case open. */
export const closeMeetsDispatch: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind === 'case.close') {
    if (first.kind !== 'case.dispatch' && first.kind !== 'assign.add') return false;
    return closeAfterDispatch(work, op, earlier);
  }
  if (first.kind !== 'case.close' || work.doc.stage !== 'closed') return false;
  if (op.kind !== 'case.dispatch' && op.kind !== 'assign.add') return false;
  dispatchAfterClose(work, op, earlier);
  return true;
};

function closeAfterDispatch(work: CaseWork, op: Close, earlier: DecidedOp): boolean {
  const active = turnAssignments(work.doc).filter(isActive);
  if (!active.some((one) => one.byOp === earlier.op.opId)) return false;
  const moving = active.some(isMoving);
  if (!moving) {
    for (const one of active) {
      endAssignment(work, one, 'recalled');
      patchAssignment(work, one.id, { recalledBy: 5 });
      tell(work, `unit:${one.unit}`, 'unit-recalled');
    }
    closeNow(work, { ...op.args, by: op.actor });
    markAct(work);
  }
  disputeDispatch(work, {
    earlier,
    inForce: moving ? 'open' : 'closed',
    held: moving ? op : earlier.op,
  });
  return true;
}

function dispatchAfterClose(
  work: CaseWork,
  op: OperationBody<'case.dispatch'> | OperationBody<'assign.add'>,
  earlier: DecidedOp,
): void {
  const units = op.kind === 'case.dispatch' ? op.args.units : [{ unit: op.args.unit, lead: true }];
  const { caseId } = work.doc;
  const moving = units.some(({ unit }) => {
    const step = engagementOn(unit, caseId, work.facts)?.step;
    return step === 'left' || step === 'arrived';
  });
  if (moving) {
    reopen(work);
    handOut(work, units, null);
    markAct(work);
  } else keepRecalled(work, units, 5);
  disputeDispatch(work, {
    earlier,
    inForce: moving ? 'open' : 'closed',
    held: moving ? earlier.op : op,
  });
}

function disputeDispatch(
  work: CaseWork,
  { earlier, inForce, held }: { earlier: DecidedOp; inForce: string; held: DecidedOp['op'] },
): void {
  raiseConflict(work, { rule: 5, earlier, options: ['closed', 'open'], inForce, held });
}

const CLOSING_FACTS: readonly string[] = [
  'assign.sign',
  'assign.respond',
  'assign.progress',
  'assign.done',
  'contact.first',
  'reply.citizen',
  'case.attach',
  'verify.report',
];

/** Rule 6: closed stays closed and the fact is kept; "not solved" opens a new round. */
export const closeMeetsFact: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (first.kind === 'case.close' && work.doc.stage === 'closed') {
    return CLOSING_FACTS.includes(op.kind) && factAfterClose({ work, op, earlier });
  }
  if (op.kind !== 'case.close' || !CLOSING_FACTS.includes(first.kind)) return false;
  if (saysUnsolved(first)) {
    if (work.doc.round !== work.before.round || work.doc.stage === 'closed') return false;
    openNewRound(work);
    settle(work, 'adjusted', { rule: 6 });
    tell(work, op.actor, 'not-solved');
    return true;
  }
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 6 });
  tell(work, first.actor, 'closed-meanwhile');
  return true;
};

function saysUnsolved(op: DecidedOp['op']): boolean {
  if (op.kind === 'assign.done') return !op.args.solved;
  return op.kind === 'verify.report' && !op.args.pass;
}

function factAfterClose(meeting: {
  readonly work: CaseWork;
  readonly op: PlainOp;
  readonly earlier: DecidedOp;
}): boolean {
  const { work, op, earlier } = meeting;
  const alive = resume(work, op, earlier);
  settle(work, 'adjusted', { rule: 6 });
  tell(work, earlier.op.actor, 'fact-after-close');
  if (alive) return true;
  if (saysUnsolved(op)) {
    openNewRound(work);
    tell(work, work.doc.holder, 'not-solved');
  } else if (plainMisfit(op, work.doc, work.facts) === null) {
    applyPlain(work, op);
    settle(work, 'applied', { rule: 6 });
  }
  return true;
}

/**
 * A unit whose dispatch rule 5 had set aside is on its way after all: the case is open again, the default
 * of that conflict changes, and the closing is what can be chosen instead.
 */
function resume(work: CaseWork, op: PlainOp, closing: DecidedOp): boolean {
  if (op.kind !== 'assign.respond' || op.args.step === 'contacted') return false;
  const one = work.doc.assignments?.[op.args.assignment];
  if (one?.recalledBy !== 5) return false;
  const dispute = Object.values(work.doc.conflicts ?? {}).find(
    (conflict) =>
      conflict.rule === 5 &&
      conflict.state === 'open' &&
      conflict.sides.some((side) => side.op === one.byOp),
  );
  if (dispute === undefined) return false;
  reopen(work);
  resumeAssignment(work, one, op.args.step);
  put(work, { conflicts: { [dispute.id]: { default: 'open', held: heldAct(closing.op) } } });
  return true;
}

/** Rule 32: an urge meets a closing: closed, and whoever urged hears what was done. */
export const closeMeetsUrge: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.urge' && earlier.op.kind === 'case.close' && isClosing(work)) {
    put(work, { urged: work.doc.urged + 1 });
    settle(work, 'applied', { rule: 32 });
    tell(work, op.actor, 'urge-answered');
    return true;
  }
  if (op.kind !== 'case.close' || earlier.op.kind !== 'case.urge') return false;
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 32 });
  tell(work, earlier.op.actor, 'urge-answered');
  return true;
};
