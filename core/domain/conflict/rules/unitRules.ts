import { followUnits } from '../../case/adjustUnits.ts';
import { assignmentAsked, lapseAsks, recordAsk, returnAsked } from '../../case/asks.ts';
import {
  isActive,
  isMoving,
  patchAssignment,
  turnAssignments,
  endAssignment,
  leadOf,
} from '../../case/assignments.ts';
import type { Assignment } from '../../case/caseDoc.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { occupyUnit } from '../../case/exclusiveUnit.ts';
import { applyPlain } from '../../case/plainActs.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { AssignmentId, HolderScope } from '../../operation/identity.ts';
import type { AnyBody, OperationBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/** The assignment that an act sends back: asked for by the unit, or granted by the judge. */
function returnedBy(work: CaseWork, op: AnyBody): AssignmentId | null {
  if (op.kind === 'ask.return') return op.args.assignment;
  if (op.kind !== 'judge' || !op.args.grant) return null;
  return assignmentAsked(work.doc.asks?.[op.args.ask]);
}

/** Rule 22: a unit's return meets its own response. The response stands; the unit's lead is asked. */
export const returnMeetsResponse: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'assign.respond') return responseAfterReturn({ work, op, earlier });
  const first = earlier.op;
  if (first.kind !== 'assign.respond') return false;
  const one = work.doc.assignments?.[first.args.assignment];
  if (one?.state !== 'responded' || returnedBy(work, op) !== one.id) return false;
  if (op.kind === 'ask.return') recordAsk(work, returnAsked(op), 'lapsed');
  else lapseAsks(work, one.id);
  disputeReturn(work, { earlier, held: op, assignment: one });
  return true;
};

function responseAfterReturn(late: {
  readonly work: CaseWork;
  readonly op: OperationBody<'assign.respond'>;
  readonly earlier: DecidedOp;
}): boolean {
  const { work, op, earlier } = late;
  const one = work.doc.assignments?.[op.args.assignment];
  if (one === undefined || returnedBy(work, earlier.op) !== one.id) return false;
  const returned = earlier.op.kind === 'judge';
  if (returned ? one.state !== 'returned' : !isActive(one)) return false;
  lapseAsks(work, one.id);
  takeUp(work, one, op);
  disputeReturn(work, { earlier, held: earlier.op, assignment: one });
  return true;
}

/** The unit has it again and leads; whoever was sent in its place assists if on the way, else turns round. */
function takeUp(work: CaseWork, one: Assignment, op: OperationBody<'assign.respond'>): void {
  if (one.state === 'returned') {
    undoReturn(work, one);
    replaceSuccessors(work, one, isMoving);
  } else if (one.state === 'offered') {
    patchAssignment(work, one.id, { state: 'signed' });
  }
  if (one.signedAt === undefined) patchAssignment(work, one.id, { signedAt: work.at });
  applyPlain(work, op);
  followUnits(work);
  occupyUnit(work, one.id);
}

type Returned = {
  readonly earlier: DecidedOp;
  readonly held: AnyBody;
  readonly assignment: Assignment;
};

function disputeReturn(work: CaseWork, { earlier, held, assignment }: Returned): void {
  const home: HolderScope | undefined = work.facts.reference.unit(assignment.unit)?.homeScope;
  raiseConflict(work, {
    rule: 22,
    earlier,
    options: ['respond', 'return'],
    inForce: 'respond',
    held,
    ...(home === undefined ? {} : { owner: home }),
  });
}

/** Rule 23: work that was done stands; a unit that was sent instead is told to turn round. */
export const doneMeetsRecall: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind === 'assign.done') {
    const one = work.doc.assignments?.[op.args.assignment];
    if (one === undefined || !isWithdrawnBy(work, first, one)) return false;
    return workStands({ work, op, earlier }, one);
  }
  if (first.kind !== 'assign.done') return false;
  const one = work.doc.assignments?.[first.args.assignment];
  if (one?.state !== 'done') return false;
  if (op.kind === 'case.dispatch') return lateDispatch(work, earlier);
  if (!isWithdrawnBy(work, op, one)) return false;
  lapseAsks(work, one.id);
  stands(work, earlier);
  return true;
};

function isWithdrawnBy(work: CaseWork, op: AnyBody, one: Assignment): boolean {
  if (op.kind === 'assign.recall' || op.kind === 'assign.waive')
    return op.args.assignment === one.id;
  if (op.kind === 'undo') return op.args.op === one.byOp;
  return op.kind === 'judge' && returnedBy(work, op) === one.id;
}

type LateWork = {
  readonly work: CaseWork;
  readonly op: OperationBody<'assign.done'>;
  readonly earlier: DecidedOp;
};

function workStands({ work, op, earlier }: LateWork, one: Assignment): boolean {
  if (isActive(one) || one.state === 'done' || one.round !== work.doc.round) return false;
  if (one.state === 'returned') undoReturn(work, one);
  replaceSuccessors(work, one, () => false);
  applyPlain(work, op);
  settle(work, 'applied', { rule: 23 });
  tell(work, earlier.op.actor, 'work-was-done');
  return true;
}

/** The return was granted and then overtaken by what the unit did. */
function undoReturn(work: CaseWork, one: Assignment): void {
  put(work, { returns: Math.max(0, work.doc.returns - 1) });
  for (const id in work.doc.asks) {
    const ask = work.doc.asks[id];
    if (assignmentAsked(ask) === one.id && ask?.state === 'granted') {
      put(work, { asks: { [id]: { state: 'lapsed' } } });
    }
  }
}

/** Whoever was sent in its place gets a cancellation; the unit leads again. */
function replaceSuccessors(
  work: CaseWork,
  one: Assignment,
  stays: (other: Assignment) => boolean,
): void {
  const since = one.endedAt ?? work.at;
  for (const other of turnAssignments(work.doc)) {
    if (!isActive(other) || other.offeredAt < since || stays(other)) continue;
    endAssignment(work, other, 'recalled');
    tell(work, `unit:${other.unit}`, 'unit-cancelled');
  }
  const other = leadOf(work.doc);
  if (one.lead && other !== null) patchAssignment(work, other.id, { lead: false });
  patchAssignment(work, one.id, { endedAt: null, over: null, state: 'signed' });
}

function lateDispatch(work: CaseWork, earlier: DecidedOp): boolean {
  const { op } = work;
  if (op.kind !== 'case.dispatch' || work.doc.stage !== 'handled') return false;
  for (const { unit } of op.args.units) tell(work, `unit:${unit}`, 'unit-cancelled');
  stands(work, earlier);
  return true;
}

function stands(work: CaseWork, earlier: DecidedOp): void {
  settle(work, 'superseded', { rule: 23, reason: { code: 'op/overtaken' } });
  tell(work, work.op.actor, 'work-was-done');
  tell(work, earlier.op.actor, 'work-was-done');
}
