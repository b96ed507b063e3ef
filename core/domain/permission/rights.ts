import type { CaseDoc } from '../case/caseDoc.ts';
import { decidesFor, hasStanding } from '../case/membership.ts';
import { whistledUnits, whistleToMark } from '../case/whistles.ts';
import type { OpKind } from '../operation/args.ts';
import type { DecideFacts, Grant } from '../operation/decision.ts';
import type { Role, UnitId } from '../operation/identity.ts';
import { kindSpecs, type OpClass, PROGRAM_PERSON } from '../operation/kindSpec.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { assignmentNamed, type Asked, textIn, whistledUnit } from './asked.ts';
import { holderAtBase } from './classOf.ts';
import { grantsOf, hasDistrictRole, hasRole, missingGrant, reaches } from './grants.ts';
import { isRecording, namesItsUnit, unitRecorded } from './onBehalf.ts';
import { isOwnWork } from './ownWork.ts';

/** Whoever the person is, may this be said at all? Grants as of the corrected time, then the two axes. */
export function rightsRefusal(op: Asked, facts: DecideFacts, cls: OpClass): DomainRefusal | null {
  const { doc } = facts;
  const roles = rolesFor(op, facts, cls);
  const needsDistrict = cls === 'X' || kindSpecs[op.kind].districtOnly.length > 0;
  const fits = (grant: Grant): boolean => {
    if (!roles.includes(grant.role) || isNoStreets(op)) return false;
    if (needsDistrict) return grant.scope === 'district';
    if (grant.role === 'unit') return speaksForUnit(grant, op, facts);
    return reaches(grant, op.scope) && isOwnWork(grant, op, facts);
  };
  const fitting = grantsOf(op, facts).filter(fits);
  if (fitting.length === 0) return noMatterYet(op, facts) ?? missingGrant(op, roles, facts);
  if (fitting.every(({ role }) => isRecording(role, op.kind)) && !namesItsUnit(op, facts)) {
    return { code: 'unit/not-yours' };
  }
  if (doc !== null && !hasStanding(doc, op.scope)) return { code: 'case/stranger' };
  return doc === null ? null : selfRefusal(op, facts, doc);
}

const OF_STREETS: readonly OpKind[] = ['whistle.open', 'whistle.score'];

/** A street whistles and marks, or the caretaker of a silent one for it. */
function isNoStreets({ kind, scope, caretaker }: Asked): boolean {
  return OF_STREETS.includes(kind) && !scope.startsWith('street:') && caretaker !== true;
}

/** What needs a second person; the only one on duty at a cut-off sub-center does without. */
function selfRefusal(op: Asked, facts: DecideFacts, doc: CaseDoc): DomainRefusal | null {
  return (
    axisRefusal(op, facts, doc) ?? reporterRefusal(op, facts, doc) ?? ownAskRefusal(op, facts, doc)
  );
}

/** Whose act it is, by what its class turned out to be. */
function rolesFor(
  op: Asked,
  facts: Pick<DecideFacts, 'doc' | 'reference' | 'undone'>,
  cls: OpClass,
): readonly Role[] {
  const { kind } = op;
  const { who } = kindSpecs[kind];
  if (kind === 'undo') return whoUndoes(op, facts) ?? who;
  if (endsByJudging(op, facts.doc)) return ['dutyChief', 'supervisor'];
  if (kind === 'case.file' && !filesAutomatically(facts)) return ['dutyChief'];
  if (kind === 'case.urgency' && cls === 'D') return ['dutyChief'];
  if (kind === 'case.locate' && cls === 'F') return [...who, 'unit', 'inspector'];
  return who;
}

/** Its author, as far as he could still do it, and the duty chief. */
function whoUndoes(op: Asked, { undone }: Pick<DecideFacts, 'undone'>): readonly Role[] | null {
  if (undone === undefined || undone === null) return null;
  const isOwn = undone.op.actor === op.actor;
  return isOwn ? [...kindSpecs[undone.op.kind].who, 'dutyChief'] : ['dutyChief'];
}

function filesAutomatically(facts: Pick<DecideFacts, 'doc' | 'reference'>): boolean {
  const matter = facts.doc?.matter;
  return matter !== undefined && facts.reference.matter(matter)?.filesAutomatically === true;
}

/** Whether an operator may file it himself depends on its matter: without one nobody can say. */
function noMatterYet(op: Asked, facts: DecideFacts): DomainRefusal | null {
  const isUndecided = op.kind === 'case.file' && facts.doc?.matter === undefined;
  return isUndecided && hasRole(op, 'operator', facts) ? { code: 'case/needs-matter' } : null;
}

/** A unit speaks about its own assignment; a place's unit people about the units at home there. */
function speaksForUnit(grant: Grant, op: Asked, facts: DecideFacts): boolean {
  const { doc } = facts;
  const about = unitSpokenOf(op, doc);
  if (about !== null) return speaksFor(grant, about, facts);
  // An assignment that there is not is refused by the act's own rules, not as a stranger's.
  if (doc === null || assignmentNamed(op) !== null) {
    return reaches(grant, op.scope) || grant.scope.startsWith('unit:');
  }
  const units = [
    ...Object.values(doc.assignments ?? {}).map((one) => one.unit),
    ...whistledUnits(doc),
  ];
  const hasWorked = units.some((unit) => speaksFor(grant, unit, facts));
  return (hasWorked || doc.createdBy === op.actor) && isOwnWork(grant, op, facts);
}

function speaksFor(
  { scope }: Grant,
  unit: UnitId,
  { reference }: Pick<DecideFacts, 'reference'>,
): boolean {
  return scope === `unit:${unit}` || reference.unit(unit)?.homeScope === scope;
}

function unitSpokenOf(op: Asked, doc: CaseDoc | null): UnitId | null {
  const id = assignmentNamed(op);
  if (id !== null) return doc?.assignments?.[id]?.unit ?? null;
  const called = whistledUnit(op);
  return called !== null && doc !== null && whistledUnits(doc).includes(called) ? called : null;
}

const AXIS_FREE_CLOSINGS: readonly string[] = ['answered_at_once', 'self_handled', 'grid_autonomy'];

/** On one case and round nobody acts on both axes; one person alone at a cut-off sub-center may. */
function axisRefusal(op: Asked, facts: DecideFacts, doc: CaseDoc): DomainRefusal | null {
  if (isSoleHand(op, facts) || op.actor === PROGRAM_PERSON || !marksAxis(op, doc)) return null;
  const other = kindSpecs[op.kind].axis === 'supervision' ? 'command' : 'supervision';
  return doc.axis?.[other]?.[op.actor] === true ? { code: 'axis/both' } : null;
}

/**
 * Only a street that is cut off may be down to one person: the hall never is, and who had the line up can
 * ask another, whatever his console says.
 */
export function isSoleHand(op: Asked, { connectedThen }: DecideFacts): boolean {
  return op.soleHand === true && op.scope.startsWith('street:') && connectedThen !== true;
}

/** Patrol and handling are separate: who found a case does not handle it, simple ones apart. */
function reporterRefusal(op: Asked, facts: DecideFacts, doc: CaseDoc): DomainRefusal | null {
  if (op.kind !== 'assign.done' || isRecorded(op, facts)) return null;
  if (isSoleHand(op, facts)) return null;
  return op.actor === doc.createdBy ? { code: 'axis/reporter-handles' } : null;
}

/** Nobody grants or refuses what he asked for himself. A return that he only took down is its unit's. */
function ownAskRefusal(op: Asked, facts: DecideFacts, doc: CaseDoc): DomainRefusal | null {
  if (op.kind !== 'judge' || isSoleHand(op, facts)) return null;
  const ask = doc.asks?.[textIn(op.args, 'ask') ?? ''];
  if (ask?.by !== op.actor) return null;
  return ask.kind === 'return' && ask.onBehalf !== undefined ? null : { code: 'ask/own' };
}

/** Only from those who may record, and only for the unit whose act it was, does the word count. */
function isRecorded(op: Asked, facts: DecideFacts): boolean {
  if (op.onBehalf === undefined || !namesItsUnit(op, facts)) return false;
  return grantsOf(op, facts).some(
    (grant) => isRecording(grant.role, op.kind) && reaches(grant, op.scope),
  );
}

/** The unit for which this author can only be recording, though he did not say so. */
export function unsaidUnit(op: Asked, doc: CaseDoc, facts: DecideFacts): UnitId | null {
  if (op.onBehalf !== undefined) return null;
  const refusal = rightsRefusal(op, facts, kindSpecs[op.kind].cls);
  return refusal?.code === 'unit/not-yours' ? unitRecorded(op, doc) : null;
}

export function marksAxis(op: Asked, doc: CaseDoc): boolean {
  // Voiding and forced closing are the chief's, not the dispatcher's.
  if (endsByJudging(op, doc)) return false;
  if (op.kind === 'case.close') {
    return !AXIS_FREE_CLOSINGS.includes(textIn(op.args, 'closeKind') ?? '');
  }
  return kindSpecs[op.kind].axis !== 'none';
}

/** It judges whether the case ends: that is not the dispatcher's to say. */
function endsByJudging({ kind, args }: Asked, doc: CaseDoc | null): boolean {
  if (kind !== 'judge') return false;
  const asked = doc?.asks?.[textIn(args, 'ask') ?? '']?.kind;
  return asked === 'void' || asked === 'forcedClose';
}

/** Would the act pass if the person were alone on duty? Then the shell may add `soleHand` while cut off. */
export function needsSoleHand(op: Asked, doc: CaseDoc, facts: DecideFacts): boolean {
  if (op.soleHand === true) return false;
  return selfRefusal(op, facts, doc) !== null;
}

/** What answers another act says itself whose it is: nobody proposes an answer. */
export function isAnswer(kind: OpKind): boolean {
  return kind.startsWith('conflict.') || kind === 'proposal.decline' || kind === 'undo';
}

/** The author's scope held the case at the operation's base, or the author was its caretaker. */
export function mayDecide(op: Asked, doc: CaseDoc, facts: DecideFacts): boolean {
  if (op.actor === PROGRAM_PERSON || isAnswer(op.kind)) return true;
  if (op.kind === 'whistle.score' && marksFor(op, doc)) return true;
  return notHolder(op, doc, facts) === null;
}

/** Neither the holder at the operation's base nor his caretaker: where nobody proposes, it is refused. */
export function notHolder(op: Asked, doc: CaseDoc, facts: DecideFacts): DomainRefusal | null {
  const holder = holderAtBase(doc, facts);
  const isHis = decidesFor(op.scope, holder) || isCaretaker(op, doc, facts);
  return isHis ? null : { code: 'case/not-held', detail: { holder } };
}

/** Whose whistle it was marks the units, whoever holds the case by now. */
function marksFor(op: Asked, doc: CaseDoc): boolean {
  return whistleToMark(doc, textIn(op.args, 'unit') ?? '', 'score')?.street === op.scope;
}

/** Duty chief and dispatchers of the district, while nothing of the holding street is seen. */
export function isCaretaker(op: Asked, doc: CaseDoc, facts: DecideFacts): boolean {
  if (op.caretaker !== true || op.scope !== 'district') return false;
  if (facts.silentSince(holderAtBase(doc, facts)) === null) return false;
  return hasDistrictRole(op, 'dispatcher', facts) || hasDistrictRole(op, 'dutyChief', facts);
}
