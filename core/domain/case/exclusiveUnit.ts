import type { DecideFacts } from '../operation/decision.ts';
import type { AssignmentId, CaseId, UnitId } from '../operation/identity.ts';
import type { UnitEngagement } from '../record/records.ts';
import type { CaseWork } from './caseWork.ts';

/**
 * Crews, vehicles and persons on scene can be in one place only. Each has a record of the case that it is
 * on; every decision that moves it writes that record too.
 */
function isExclusive(unit: UnitId, facts: DecideFacts): boolean {
  return facts.reference.unit(unit)?.exclusive === true;
}

/** Another case that the unit is on, or null. */
export function busyUnit(unit: UnitId, here: CaseId, facts: DecideFacts): CaseId | null {
  if (!isExclusive(unit, facts)) return null;
  for (const caseId in facts.record('unit', unit)?.on) if (caseId !== here) return caseId;
  return null;
}

export function engagementOn(
  unit: UnitId,
  caseId: CaseId,
  facts: DecideFacts,
): UnitEngagement | null {
  return facts.record('unit', unit)?.on[caseId] ?? null;
}

/** Writes down that the assignment's unit is on this case, as the document says now. */
export function occupyUnit(work: CaseWork, id: AssignmentId): void {
  const one = work.doc.assignments?.[id];
  if (one === undefined || !isExclusive(one.unit, work.facts)) return;
  const { caseId, urgency } = work.doc;
  move(work, one.unit, {
    [caseId]: {
      since: one.offeredAt,
      urgency,
      assignment: one.id,
      ...(one.step === undefined ? {} : { step: one.step }),
    },
  });
}

export function releaseUnit(work: CaseWork, unit: UnitId): void {
  if (!isExclusive(unit, work.facts)) return;
  const { caseId } = work.doc;
  const moved = work.unitMoves.get(unit)?.[caseId];
  const known = engagementOn(unit, caseId, work.facts) !== null;
  if (known || (moved !== undefined && moved !== null)) move(work, unit, { [caseId]: null });
}

/** Takes the unit off another case; that case hears of it by an operation of the district's program. */
export function takeUnitFrom(work: CaseWork, unit: UnitId, caseId: CaseId): void {
  const engaged = engagementOn(unit, caseId, work.facts);
  if (engaged === null) return;
  move(work, unit, { [caseId]: null });
  work.followUps.push({
    kind: 'assign.recall',
    caseId,
    args: { assignment: engaged.assignment, reason: 'unit_lost', lostTo: work.doc.caseId },
  });
}

function move(
  work: CaseWork,
  unit: UnitId,
  on: Readonly<Record<CaseId, UnitEngagement | null>>,
): void {
  work.unitMoves.set(unit, { ...work.unitMoves.get(unit), ...on });
}
