import type { AssignmentId } from '../operation/identity.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import {
  activeOf,
  endAssignment,
  ensureLead,
  isActive,
  offerUnits,
  stageByUnits,
} from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { endClocks, startClock, UNIT_CLOCKS } from './clocks.ts';

export const addUnit: CaseAct<'assign.add'> = {
  misfit(op, doc, facts) {
    const { unit } = op.args;
    if (facts.reference.unit(unit) === null) return { code: 'unit/not-found', detail: { unit } };
    return activeOf(doc, unit) === null ? null : { code: 'unit/already-on-case', detail: { unit } };
  },
  apply(work, op) {
    offerUnits(work, [{ unit: op.args.unit, lead: false }]);
    tell(work, `unit:${op.args.unit}`, 'unit-offered');
  },
};

export const recallUnit: CaseAct<'assign.recall'> = {
  misfit: (op, doc) => notActive(doc, op.args.assignment),
  apply(work, op) {
    withdraw(work, op.args.assignment, 'recalled');
  },
};

/** A co-unit is excused: it need not report done. The lead cannot be waived, only recalled. */
export const waiveUnit: CaseAct<'assign.waive'> = {
  misfit(op, doc) {
    const lead = doc.assignments?.[op.args.assignment]?.lead === true;
    if (lead) return { code: 'assignment/wrong-state', detail: { state: 'lead' } };
    return notActive(doc, op.args.assignment);
  },
  apply(work, op) {
    withdraw(work, op.args.assignment, 'waived');
  },
};

export function notActive(doc: CaseDoc, id: AssignmentId): DomainRefusal | null {
  const assignment = doc.assignments?.[id];
  if (assignment === undefined) return { code: 'assignment/not-found' };
  if (isActive(assignment) && assignment.round === doc.round) return null;
  return { code: 'assignment/wrong-state', detail: { state: assignment.state } };
}

/** Ends an assignment early and lets the stage follow whoever is left. */
export function withdraw(
  work: CaseWork,
  id: AssignmentId,
  state: 'returned' | 'recalled' | 'waived',
): void {
  const assignment = work.doc.assignments?.[id];
  if (assignment === undefined) return;
  endAssignment(work, assignment, state);
  ensureLead(work);
  followUnits(work);
  tell(work, `unit:${assignment.unit}`, `unit-${state}`);
}

/** The stage follows the units; without any, the case waits for dispatch again and its clock starts. */
export function followUnits(work: CaseWork): void {
  const stage = stageByUnits(work.doc);
  if (stage === work.doc.stage) return;
  put(work, { stage });
  if (stage === 'to_dispatch') {
    endClocks(work, UNIT_CLOCKS);
    startClock(work, 'dispatch', work.facts.reference.limits.dispatch);
  }
  if (stage === 'handled') endClocks(work, UNIT_CLOCKS);
}
