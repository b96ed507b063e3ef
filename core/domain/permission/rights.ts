import type { Assignment, CaseDoc } from '../case/caseDoc.ts';
import { decidesFor, hasStanding } from '../case/membership.ts';
import type { DecideFacts, Grant } from '../operation/decision.ts';
import type { Role, UnitId } from '../operation/identity.ts';
import { kindSpecs, type OpClass, PROGRAM_PERSON } from '../operation/kindSpec.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { holderAtBase } from './classOf.ts';
import { grantsOf, hasDistrictRole, missingGrant, reaches } from './grants.ts';
import { isRecording, namesItsUnit, unitRecorded } from './onBehalf.ts';

/** Whoever the person is, may this be said at all? Grants as of the corrected time, then the two axes. */
export function rightsRefusal(op: AnyBody, facts: DecideFacts, cls: OpClass): DomainRefusal | null {
  const { doc } = facts;
  const roles = rolesFor(op, facts, cls);
  const needsDistrict = cls === 'X' || kindSpecs[op.kind].districtOnly.length > 0;
  const fits = (grant: Grant): boolean => {
    if (!roles.includes(grant.role)) return false;
    if (needsDistrict) return grant.scope === 'district';
    if (grant.role === 'unit') return speaksForUnit(grant, op, facts);
    if (grant.role === 'inspector' && !isSent(op, facts)) return false;
    return reaches(grant, op.scope);
  };
  const fitting = grantsOf(op, facts).filter(fits);
  if (fitting.length === 0) return missingGrant(op, roles, facts);
  if (fitting.every(({ role }) => isRecording(role, op.kind)) && !namesItsUnit(op, facts)) {
    return { code: 'unit/not-yours' };
  }
  if (doc !== null && !hasStanding(doc, op.scope)) return { code: 'case/stranger' };
  return doc === null ? null : (axisRefusal(op, facts, doc) ?? reporterRefusal(op, facts, doc));
}

/** Whose act it is, by what its class turned out to be. */
export function rolesFor(
  { kind }: Pick<AnyBody, 'kind'>,
  facts: Pick<DecideFacts, 'doc' | 'reference'>,
  cls: OpClass,
): readonly Role[] {
  const { who } = kindSpecs[kind];
  if (kind === 'case.file' && !filesAutomatically(facts)) return ['dutyChief'];
  if (kind === 'case.urgency' && cls === 'D') return ['dutyChief'];
  if (kind === 'case.locate' && cls === 'F') return [...who, 'unit', 'inspector'];
  return who;
}

function filesAutomatically(facts: Pick<DecideFacts, 'doc' | 'reference'>): boolean {
  const matter = facts.doc?.matter;
  return matter !== undefined && facts.reference.matter(matter)?.filesAutomatically === true;
}

/** A unit speaks about its own assignment; a place's unit people about the units at home there. */
function speaksForUnit(grant: Grant, op: AnyBody, facts: DecideFacts): boolean {
  const { doc } = facts;
  const about = unitSpokenOf(op, doc);
  if (about !== null) return speaksFor(grant, about, facts);
  // An assignment that there is not is refused by the act's own rules, not as a stranger's.
  if (doc === null || 'assignment' in op.args) {
    return reaches(grant, op.scope) || grant.scope.startsWith('unit:');
  }
  return doc.createdBy === op.actor || unitsSpokenFor(grant, doc, facts).length > 0;
}

/** The assignments that a unit grant speaks for, whatever became of them. */
export function unitsSpokenFor(
  grant: Grant,
  doc: CaseDoc,
  facts: Pick<DecideFacts, 'reference'>,
): Assignment[] {
  return Object.values(doc.assignments ?? {}).filter((one) => speaksFor(grant, one.unit, facts));
}

function speaksFor(
  { scope }: Grant,
  unit: UnitId,
  { reference }: Pick<DecideFacts, 'reference'>,
): boolean {
  return scope === `unit:${unit}` || reference.unit(unit)?.homeScope === scope;
}

/** An inspector reports what he was sent to look at; an order that he had not seen changed takes nothing away. */
export function isSent(
  { kind, actor }: Pick<AnyBody, 'kind' | 'actor'>,
  { doc, unseen }: Pick<DecideFacts, 'doc' | 'unseen'>,
): boolean {
  if (kind !== 'verify.report' || doc === null || doc.verifyOrdered === actor) return true;
  return unseen.some((one) => one.op.kind === 'verify.report' || one.op.kind === 'verify.order');
}

function unitSpokenOf(op: AnyBody, doc: CaseDoc | null): UnitId | null {
  const id = 'assignment' in op.args ? op.args.assignment : undefined;
  return id === undefined ? null : (doc?.assignments?.[id]?.unit ?? null);
}

const AXIS_FREE_CLOSINGS: readonly string[] = ['answered_at_once', 'self_handled', 'grid_autonomy'];

/** On one case and round nobody acts on both axes; one person alone at a cut-off sub-center may. */
function axisRefusal(op: AnyBody, facts: DecideFacts, doc: CaseDoc): DomainRefusal | null {
  if (isSoleHand(op, facts) || op.actor === PROGRAM_PERSON || !marksAxis(op)) return null;
  const other = kindSpecs[op.kind].axis === 'supervision' ? 'command' : 'supervision';
  return doc.axis?.[other]?.[op.actor] === true ? { code: 'axis/both' } : null;
}

/**
 * Only a street that is cut off may be down to one person: the hall never is, and who had the line up can
 * ask another, whatever his console says.
 */
export function isSoleHand(op: AnyBody, { connectedThen }: DecideFacts): boolean {
  return op.soleHand === true && op.scope.startsWith('street:') && connectedThen !== true;
}

/** Patrol and handling are separate: who found a case does not handle it, simple ones apart. */
function reporterRefusal(op: AnyBody, facts: DecideFacts, doc: CaseDoc): DomainRefusal | null {
  if (op.kind !== 'assign.done' || isRecorded(op, facts)) return null;
  if (isSoleHand(op, facts)) return null;
  return op.actor === doc.createdBy ? { code: 'axis/reporter-handles' } : null;
}

/** Only from those who may record, and only for the unit whose act it was, does the word count. */
function isRecorded(op: AnyBody, facts: DecideFacts): boolean {
  if (op.onBehalf === undefined || !namesItsUnit(op, facts)) return false;
  return grantsOf(op, facts).some(
    (grant) => isRecording(grant.role, op.kind) && reaches(grant, op.scope),
  );
}

/** The unit for which this author can only be recording, though he did not say so. */
export function unsaidUnit(op: AnyBody, doc: CaseDoc, facts: DecideFacts): UnitId | null {
  if (op.onBehalf !== undefined) return null;
  const refusal = rightsRefusal(op, facts, kindSpecs[op.kind].cls);
  return refusal?.code === 'unit/not-yours' ? unitRecorded(op, doc) : null;
}

export function marksAxis(op: AnyBody): boolean {
  if (op.kind === 'case.close') return !AXIS_FREE_CLOSINGS.includes(op.args.closeKind);
  return kindSpecs[op.kind].axis !== 'none';
}

/** Would the act pass if the person were alone on duty? Then the shell may add `soleHand` while cut off. */
export function needsSoleHand(op: AnyBody, doc: CaseDoc, facts: DecideFacts): boolean {
  return op.soleHand !== true && axisRefusal(op, facts, doc) !== null;
}

/** The author's scope held the case at the operation's base, or the author was its caretaker. */
export function mayDecide(op: AnyBody, doc: CaseDoc, facts: DecideFacts): boolean {
  if (op.actor === PROGRAM_PERSON) return true;
  if (op.kind === 'conflict.resolve' || op.kind === 'conflict.refer') return true;
  const holder = holderAtBase(doc, facts);
  return decidesFor(op.scope, holder) || isCaretaker(op, doc, facts);
}

/** Duty chief and dispatchers of the district, while nothing of the holding street is seen. */
export function isCaretaker(op: AnyBody, doc: CaseDoc, facts: DecideFacts): boolean {
  if (op.caretaker !== true || op.scope !== 'district') return false;
  if (facts.silentSince(holderAtBase(doc, facts)) === null) return false;
  return hasDistrictRole(op, 'dispatcher', facts) || hasDistrictRole(op, 'dutyChief', facts);
}
