import { leadOf, offerUnits, patchAssignment, turnAssignments } from '../../case/assignments.ts';
import type { Assignment } from '../../case/caseDoc.ts';
import { type CaseWork, put } from '../../case/caseWork.ts';
import { occupyUnit, releaseUnit } from '../../case/exclusiveUnit.ts';
import type { UnitChoice } from '../../operation/args.ts';

/**
 * Units that a dispatch named, when a rule has set the dispatch aside: recorded as recalled by that rule,
 * so that a unit which is on its way all the same is known when it says so.
 */
export function keepRecalled(work: CaseWork, units: readonly UnitChoice[], rule: number): void {
  const known = units
    .map((one, at) => ({ ...one, at }))
    .filter(({ unit }) => work.facts.reference.unit(unit) !== null);
  offerUnits(work, known);
  for (const one of turnAssignments(work.doc)) {
    if (one.byOp !== work.op.opId) continue;
    patchAssignment(work, one.id, { state: 'recalled', endedAt: work.at, recalledBy: rule });
    releaseUnit(work, one.unit);
  }
}

/** The unit is on its way all the same: it has the case, and leads where nobody else does. */
export function resumeAssignment(
  work: CaseWork,
  one: Assignment,
  step: 'contacted' | 'left' | 'arrived',
): void {
  patchAssignment(work, one.id, {
    state: 'responded',
    lead: leadOf(work.doc) === null,
    step,
    stepAt: work.at,
    signedAt: one.signedAt ?? work.at,
    endedAt: null,
    recalledBy: null,
  });
  put(work, { stage: 'handling', proposedUnit: null });
  occupyUnit(work, one.id);
}

/** It had signed before it could hear that it was called off. */
export function resumeSigned(work: CaseWork, one: Assignment): void {
  patchAssignment(work, one.id, {
    state: 'signed',
    lead: leadOf(work.doc) === null,
    signedAt: work.at,
    endedAt: null,
    recalledBy: null,
  });
  put(work, { stage: 'handling', proposedUnit: null });
  occupyUnit(work, one.id);
}
