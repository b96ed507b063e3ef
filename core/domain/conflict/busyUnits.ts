import { activeOf, patchAssignment } from '../case/assignments.ts';
import { withdraw } from '../case/adjustUnits.ts';
import type { CaseOp } from '../case/caseActs.ts';
import { type CaseWork, put, settle, tell } from '../case/caseWork.ts';
import { handOut } from '../case/dispatchCase.ts';
import { busyUnit, engagementOn, takeUnitFrom } from '../case/exclusiveUnit.ts';
import { markAct } from '../case/markAct.ts';
import { compareUrgency } from '../case/urgencyOrder.ts';
import type { UnitChoice } from '../operation/args.ts';
import type { CaseId, UnitId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import { raiseConflict } from './raise.ts';

/**
 * Rule 10: a unit that can be in one place only, wanted by two cases. The case to which it is on its way
 * keeps it, else the more urgent one, else the first. The loser is raised to a person.
 */
export function meetBusyUnits(work: CaseWork, op: CaseOp): boolean {
  if (op.kind === 'assign.recall' && op.args.lostTo !== undefined) return lose(work, op);
  if (op.kind !== 'case.dispatch' && op.kind !== 'assign.add') return false;
  const units = op.kind === 'case.dispatch' ? op.args.units : [{ unit: op.args.unit, lead: false }];
  const kept: UnitChoice[] = [];
  let lost: { readonly unit: UnitId; readonly to: CaseId } | null = null;
  for (const choice of units) {
    const rival = busyUnit(choice.unit, work.doc.caseId, work.facts);
    if (rival === null) kept.push(choice);
    else if (rivalKeeps(work, choice.unit, rival)) lost = { unit: choice.unit, to: rival };
    else {
      takeUnitFrom(work, choice.unit, rival);
      settle(work, 'applied', { rule: 10 });
      kept.push(choice);
    }
  }
  if (lost === null) return false;
  if (op.kind === 'case.dispatch' && kept.length > 0) {
    handOut(work, withLead(kept), op.args.condition);
    markAct(work);
  }
  disputeUnit(work, lost);
  return true;
}

function rivalKeeps(work: CaseWork, unit: UnitId, rival: CaseId): boolean {
  const engaged = engagementOn(unit, rival, work.facts);
  if (engaged === null) return false;
  if (engaged.step === 'left' || engaged.step === 'arrived') return true;
  return compareUrgency(work.doc.urgency, engaged.urgency) <= 0;
}

function withLead(units: readonly UnitChoice[]): readonly UnitChoice[] {
  if (units.some((one) => one.lead)) return units;
  return units.map((one, index) => ({ unit: one.unit, lead: index === 0 }));
}

function disputeUnit(work: CaseWork, lost: { readonly unit: UnitId; readonly to: CaseId }): void {
  put(work, { unitLost: { ...lost, at: work.at } });
  raiseConflict(work, {
    rule: 10,
    earlier: null,
    options: ['other_case', 'this_case'],
    inForce: 'other_case',
    held: work.op,
  });
  tell(work, `inbox:${work.doc.holder}`, 'unit-lost');
}

/** The other case has taken the unit: here it is recalled, and this case goes to the top of the queue. */
function lose(work: CaseWork, op: OperationBody<'assign.recall'>): boolean {
  const one = work.doc.assignments?.[op.args.assignment];
  const to = op.args.lostTo;
  if (one === undefined || to === undefined) return false;
  withdraw(work, one.id, 'recalled');
  patchAssignment(work, one.id, { recalledBy: 10 });
  if (activeOf(work.doc, one.unit) === null) disputeUnit(work, { unit: one.unit, to });
  return true;
}
