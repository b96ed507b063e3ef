import {
  activeOf,
  endAssignment,
  ensureLead,
  isActive,
  leadOf,
  offerUnits,
  patchAssignment,
  stageByUnits,
  turnAssignments,
} from '../../case/assignments.ts';
import type { Assignment } from '../../case/caseDoc.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { matterOf } from '../../case/clocks.ts';
import { startUnitClocks } from '../../case/dispatchCase.ts';
import { markAct } from '../../case/markAct.ts';
import { applyPlain, plainMisfit } from '../../case/plainActs.ts';
import type { UnitChoice } from '../../operation/args.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { OpId, UnitId } from '../../operation/identity.ts';
import type { OperationBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

type Dispatch = OperationBody<'case.dispatch'>;

/** Two people dispatched one case: rule 1 when they chose the same lead, rule 2 when not. */
export const dispatchMeetsDispatch: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.dispatch' || earlier.op.kind !== 'case.dispatch') return false;
  const lead = leadOf(work.doc);
  if (lead === null || !isActive(lead) || !isFrom(work, earlier.op.opId)) return false;
  const chosen = op.args.units.find((one) => one.lead)?.unit;
  if (chosen === undefined) return false;
  if (chosen === lead.unit) joinDispatch({ work, op, earlier, lead });
  else rivalDispatch({ work, op, earlier, lead }, chosen);
  return true;
};

function isFrom(work: CaseWork, op: OpId): boolean {
  return turnAssignments(work.doc).some((one) => one.byOp === op && isActive(one));
}

type Rivals = {
  readonly work: CaseWork;
  readonly op: Dispatch;
  readonly earlier: DecidedOp;
  readonly lead: Assignment;
};

/** Rule 1: one dispatch, the earliest time counts; units that only the second names assist. */
function joinDispatch({ work, op, earlier, lead }: Rivals): void {
  const added = assist(work, op.args.units);
  settle(work, added ? 'adjusted' : 'noop', { rule: 1 });
  if (work.at < lead.offeredAt) {
    patchAssignment(work, lead.id, { offeredAt: work.at });
    if (lead.state === 'offered') startUnitClocks(work, work.at);
  }
  tell(work, op.actor, 'dispatched-alike');
  tell(work, earlier.op.actor, 'dispatched-alike');
  if (added) markAct(work);
}

/** Attaches those who are not yet on the case, none of them leading. */
function assist(work: CaseWork, units: readonly UnitChoice[]): boolean {
  const fresh = units
    .map(({ unit }, at) => ({ unit, lead: false, at }))
    .filter(
      ({ unit }) => activeOf(work.doc, unit) === null && work.facts.reference.unit(unit) !== null,
    );
  if (fresh.length === 0) return false;
  offerUnits(work, fresh);
  return true;
}

/** Rule 2: who has responded leads; else whom the duty matrix names; else the first. */
function rivalDispatch(rivals: Rivals, chosen: UnitId): void {
  const { work, op, earlier, lead } = rivals;
  const competent = lead.state === 'responded' ? null : dutyUnit(work);
  if (competent === lead.unit) {
    settle(work, 'superseded', { rule: 2, reason: { code: 'op/overtaken' } });
    tell(work, op.actor, 'matrix-named-other');
    return;
  }
  if (competent === chosen) return replaceLead(rivals);
  assist(work, op.args.units);
  markAct(work);
  raiseConflict(work, {
    rule: 2,
    earlier,
    options: ['first_leads', 'second_leads', 'first_only', 'second_only'],
    inForce: 'first_leads',
    held: op,
  });
}

function dutyUnit(work: CaseWork): UnitId | null {
  const matter = matterOf(work.doc, work.facts.reference);
  return matter?.dutyUnit(work.doc.place.street ?? null) ?? null;
}

function replaceLead({ work, op, earlier, lead }: Rivals): void {
  for (const one of turnAssignments(work.doc)) {
    const named = op.args.units.some(({ unit }) => unit === one.unit);
    if (one.byOp !== earlier.op.opId || named || !isActive(one)) continue;
    endAssignment(work, one, 'recalled');
    tell(work, `unit:${one.unit}`, 'unit-recalled');
  }
  if (activeOf(work.doc, lead.unit) !== null) patchAssignment(work, lead.id, { lead: false });
  assist(work, op.args.units);
  const chosen = op.args.units.find((one) => one.lead)?.unit ?? '';
  const now = activeOf(work.doc, chosen);
  if (now !== null) patchAssignment(work, now.id, { lead: true });
  ensureLead(work);
  put(work, { stage: stageByUnits(work.doc) });
  startUnitClocks(work);
  markAct(work);
  settle(work, 'adjusted', { rule: 2 });
  tell(work, earlier.op.actor, 'matrix-named-other');
}

/** Rules 1 and 11: the same unit added twice is one; another assists, whoever was first leads. */
export const addMeetsUnit: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'assign.add') return false;
  if (earlier.op.kind !== 'assign.add' && earlier.op.kind !== 'case.dispatch') return false;
  const { unit } = op.args;
  const there = activeOf(work.doc, unit);
  if (there !== null) {
    if (there.byOp !== earlier.op.opId) return false;
    settle(work, 'noop', { rule: 1 });
    tell(work, op.actor, 'dispatched-alike');
    return true;
  }
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 11 });
  tell(work, earlier.op.actor, 'unit-joined');
  return true;
};
