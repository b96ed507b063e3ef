import type { DecideFacts } from '../operation/decision.ts';
import type { CaseId, UnitId } from '../operation/identity.ts';
import type { UnitRecord } from '../record/records.ts';
import type { CaseWork, UnitMoves } from './caseWork.ts';

/** The record of a unit that can be in one place only, as it stands within this decision. */
export function unitRecord(work: CaseWork, unit: UnitId): UnitRecord | null {
  if (work.facts.reference.unit(unit)?.exclusive !== true) return null;
  return work.facts.record('unit', unit) ?? { unit, ver: 0, on: {} };
}

/** Another case than this one that the unit is on, or null; only for units that can be in one place. */
export function busyUnit(unit: UnitId, here: CaseId, facts: DecideFacts): CaseId | null {
  if (facts.reference.unit(unit)?.exclusive !== true) return null;
  for (const caseId in facts.record('unit', unit)?.on) if (caseId !== here) return caseId;
  return null;
}

export function occupyUnit(
  work: CaseWork,
  unit: UnitId,
  step?: 'contacted' | 'left' | 'arrived',
): void {
  const record = unitRecord(work, unit);
  if (record === null) return;
  const { caseId, urgency } = work.doc;
  const since = record.on[caseId]?.since ?? work.at;
  write(work, record, { [caseId]: { since, urgency, ...(step === undefined ? {} : { step }) } });
}

export function releaseUnit(work: CaseWork, unit: UnitId): void {
  const record = unitRecord(work, unit);
  if (record === null) return;
  const { caseId } = work.doc;
  if (record.on[caseId] === undefined && pendingOn(work, unit)?.[caseId] === undefined) return;
  write(work, record, { [caseId]: null });
}

/** Takes the unit off another case in its record; that case hears of it by a follow-up. */
export function takeUnitFrom(work: CaseWork, unit: UnitId, caseId: CaseId): void {
  const record = unitRecord(work, unit);
  if (record !== null) write(work, record, { [caseId]: null });
}

function pendingOn(work: CaseWork, unit: UnitId): UnitMoves | undefined {
  return work.unitMoves.get(unit);
}

function write(work: CaseWork, record: UnitRecord, on: UnitMoves): void {
  work.unitMoves.set(record.unit, { ...work.unitMoves.get(record.unit), ...on });
}
