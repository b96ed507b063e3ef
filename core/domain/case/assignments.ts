import type { EpochMs } from '../../kernel/time.ts';
import type { AssignmentId, OpId, UnitId } from '../operation/identity.ts';
import { lapseAsks } from './asks.ts';
import type { Assignment, AssignmentState, CaseDoc, Stage } from './caseDoc.ts';
import type { MergePatch } from './casePatch.ts';
import { type CaseWork, put } from './caseWork.ts';
import { occupyUnit, releaseUnit } from './exclusiveUnit.ts';

const ACTIVE: readonly AssignmentState[] = ['offered', 'signed', 'responded'];
const COUNTING: readonly AssignmentState[] = [...ACTIVE, 'done'];

/** Ids follow from the operation, so that every node makes the same ones. */
export function assignmentId(op: OpId, index: number): AssignmentId {
  return `${op}.${index}`;
}

export function isActive(assignment: Assignment): boolean {
  return ACTIVE.includes(assignment.state);
}

/** On the way or there. Signing alone moves nobody. */
export function isMoving(assignment: Assignment): boolean {
  return isActive(assignment) && (assignment.step === 'left' || assignment.step === 'arrived');
}

/** The assignments that count for the stage: this round and turn, not ended early. Oldest first. */
export function turnAssignments(doc: CaseDoc): Assignment[] {
  const found: Assignment[] = [];
  for (const id in doc.assignments) {
    const one = doc.assignments[id];
    if (one === undefined || one.round !== doc.round || one.over === true) continue;
    if (COUNTING.includes(one.state)) found.push(one);
  }
  return found.sort((a, b) => a.offeredAt - b.offeredAt || (a.id < b.id ? -1 : 1));
}

export function leadOf(doc: CaseDoc): Assignment | null {
  return turnAssignments(doc).find((one) => one.lead) ?? null;
}

export function activeOf(doc: CaseDoc, unit: UnitId): Assignment | null {
  return turnAssignments(doc).find((one) => one.unit === unit && isActive(one)) ?? null;
}

/** How often the case was handed out in this round: one dispatch or re-dispatch each. */
export function handOutsThisRound(doc: CaseDoc): number {
  const ops = new Set<OpId>();
  for (const id in doc.assignments) {
    const one = doc.assignments[id];
    if (one?.round === doc.round && one.lead) ops.add(one.byOp);
  }
  return ops.size;
}

/** Stage follows the lead; handled only when every co-unit is done or waived, too. */
export function stageByUnits(doc: CaseDoc): Stage {
  const all = turnAssignments(doc);
  const lead = all.find((one) => one.lead);
  if (lead === undefined) return 'to_dispatch';
  if (lead.state === 'offered') return 'dispatched';
  return lead.state === 'done' && all.every((one) => one.state === 'done') ? 'handled' : 'handling';
}

export function patchAssignment(
  work: CaseWork,
  id: AssignmentId,
  patch: MergePatch<Assignment>,
): void {
  put(work, { assignments: { [id]: patch } });
}

export type Offer = {
  readonly unit: UnitId;
  readonly lead: boolean;
  readonly bound?: true;
  /** Place in the list of the operation, where not all of it is offered: ids are the same on every node. */
  readonly at?: number;
};

/** Offers units in this round; one that can be in one place only is taken. */
export function offerUnits(work: CaseWork, offers: readonly Offer[]): void {
  const made: Record<AssignmentId, Assignment> = {};
  offers.forEach((offer, index) => {
    const id = assignmentId(work.op.opId, offer.at ?? index);
    made[id] = {
      id,
      unit: offer.unit,
      lead: offer.lead,
      round: work.doc.round,
      state: 'offered',
      offeredAt: work.at,
      byOp: work.op.opId,
      ...(offer.bound === true ? { bound: true } : {}),
    };
  });
  put(work, { assignments: made });
  for (const id in made) occupyUnit(work, id);
}

/** Ends an assignment before it was done. The unit is free again. */
export function endAssignment(
  work: CaseWork,
  assignment: Assignment,
  state: 'returned' | 'recalled' | 'waived',
): void {
  patchAssignment(work, assignment.id, { state, endedAt: work.at });
  lapseAsks(work, assignment.id);
  releaseUnit(work, assignment.unit);
}

/** After a lead has gone, the unit that was offered first leads. */
export function ensureLead(work: CaseWork): void {
  const all = turnAssignments(work.doc);
  if (all.some((one) => one.lead)) return;
  const next = all.find(isActive) ?? all[0];
  if (next !== undefined) patchAssignment(work, next.id, { lead: true });
}

/**
 * When a fact about an assignment happened: what was said when it is told for another or on paper, the
 * corrected time of the operation when the unit's own console wrote it. Never in the future, never
 * before the offer: a wrong clock neither wins nor blocks.
 */
export function factTime(work: CaseWork, said: EpochMs | null, earliest: EpochMs): EpochMs {
  const told = work.op.said?.at ?? (work.op.how === 'self' ? null : said);
  return Math.min(work.at, Math.max(earliest, told ?? work.at));
}
