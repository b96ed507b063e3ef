import { openAskOf } from '../case/asks.ts';
import { stageMisfit } from '../case/plainActs.ts';
import type { Assignment, AssignmentState, CaseDoc } from '../case/caseDoc.ts';
import { closingMisfit } from '../case/closeCase.ts';
import { decidesFor, hasStanding } from '../case/membership.ts';
import type { OpKind } from '../operation/args.ts';
import type { Grant, LocalFacts } from '../operation/decision.ts';
import type { PersonId, Scope } from '../operation/identity.ts';
import { kindSpecs, type OpClass } from '../operation/kindSpec.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { grantsOf, missingGrant, reaches } from './grants.ts';
import { isSent, rolesFor, unitsSpokenFor } from './rights.ts';

/** One row of what a person may do with a case now; a refused one says why. */
export type PossibleAct = {
  readonly kind: OpKind;
  readonly allowed: boolean;
  /** Acknowledged now, in force when another has decided: a proposal, or a request while cut off. */
  readonly later: boolean;
  readonly reason: DomainRefusal | null;
};

export type ActingPerson = {
  readonly actor: PersonId;
  readonly scope: Scope;
  readonly caretaker?: true;
  readonly soleHand?: true;
};

/** In the order in which the case file offers them. */
const OFFERED: readonly OpKind[] = [
  'case.file',
  'case.answer',
  'case.refuse',
  'case.send',
  'case.dispatch',
  'assign.sign',
  'contact.first',
  'assign.respond',
  'assign.progress',
  'assign.done',
  'assign.add',
  'assign.recall',
  'assign.waive',
  'ask.return',
  'judge',
  'verify.order',
  'verify.report',
  'case.close',
  'callback.try',
  'reply.citizen',
  'case.edit',
  'case.locate',
  'case.urgency',
  'case.tag',
  'case.note',
  'case.attach',
  'caller.add',
  'case.urge',
  'conflict.resolve',
  'conflict.refer',
];

/** Everything of step 1 that can be done with a case, without arguments: what these add, `refusalBefore` says. */
export function actsFor(
  doc: CaseDoc,
  person: ActingPerson,
  facts: LocalFacts,
): readonly PossibleAct[] {
  const grants = grantsOf(person, facts);
  return OFFERED.map((kind) => {
    const reason =
      grantRefusal(kind, { doc, person, grants }, facts) ??
      stageMisfit(kind, doc) ??
      contentMisfit(kind, doc, { person, grants, facts }) ??
      axisMisfit(kind, doc, person);
    if (reason !== null) return { kind, allowed: false, later: false, reason };
    const beyond = districtRefusal(kind, doc, { person, grants, facts });
    if (beyond !== null) return { kind, allowed: false, later: false, reason: beyond };
    return { kind, allowed: true, later: isLater(kind, doc, { person, grants, facts }), reason };
  });
}

type Looking = {
  readonly person: ActingPerson;
  readonly grants: readonly Grant[];
  readonly facts: LocalFacts;
};

function grantRefusal(
  kind: OpKind,
  who: {
    readonly doc: CaseDoc;
    readonly person: ActingPerson;
    readonly grants: readonly Grant[];
  },
  facts: LocalFacts,
): DomainRefusal | null {
  const { doc, person, grants } = who;
  const { districtOnly } = kindSpecs[kind];
  const roles = rolesFor({ kind }, { ...facts, doc }, lightest(kind));
  const fits = (grant: Grant): boolean => {
    if (!roles.includes(grant.role)) return false;
    if (districtOnly.includes(grant.role)) return grant.scope === 'district';
    if (grant.role === 'unit') {
      const isOwn = doc.createdBy === person.actor && ABOUT[kind] === undefined;
      return isOwn || unitsSpokenFor(grant, doc, facts).length > 0;
    }
    if (grant.role === 'inspector' && !isSent({ kind, actor: person.actor }, { doc, unseen: [] })) {
      return false;
    }
    return reaches(grant, person.scope);
  };
  if (!grants.some(fits)) return missingGrant(person, roles, facts);
  return hasStanding(doc, person.scope) ? null : { code: 'case/stranger' };
}

/** What its arguments are not known of yet is taken as the lightest: a point on site, an urgency raised. */
function lightest(kind: OpKind): OpClass {
  return kind === 'case.locate' ? 'F' : kindSpecs[kind].cls;
}

/** States of an assignment in which an act about it makes sense. */
const ABOUT: Readonly<Partial<Record<OpKind, readonly AssignmentState[]>>> = {
  'assign.sign': ['offered'],
  'assign.respond': ['signed', 'responded'],
  'assign.progress': ['signed', 'responded'],
  'assign.done': ['signed', 'responded'],
  'assign.recall': ['offered', 'signed', 'responded'],
  'assign.waive': ['offered', 'signed', 'responded'],
  'ask.return': ['offered', 'signed', 'responded'],
};

function contentMisfit(kind: OpKind, doc: CaseDoc, looking: Looking): DomainRefusal | null {
  const states = ABOUT[kind];
  if (states !== undefined) return assignmentMisfit(kind, doc, { ...looking, states });
  if (kind === 'judge') {
    return openAsks(doc).length > 0 ? null : { code: 'ask/not-found' };
  }
  if (kind === 'case.close') {
    return closingMisfit(doc, looking.person.scope, looking.facts);
  }
  if (kind === 'callback.try') {
    const due = doc.callbackDueAt !== undefined && doc.callbackDone === undefined;
    return due ? null : { code: 'callback/not-due' };
  }
  if (kind === 'conflict.resolve' || kind === 'conflict.refer') {
    return conflictMisfit(kind, doc, looking.person.scope);
  }
  return null;
}

function assignmentMisfit(
  kind: OpKind,
  doc: CaseDoc,
  looking: Looking & { readonly states: readonly AssignmentState[] },
): DomainRefusal | null {
  const { grants, facts, states } = looking;
  const forAll = grants.some(
    (one) =>
      one.role !== 'unit' &&
      kindSpecs[kind].who.includes(one.role) &&
      reaches(one, looking.person.scope),
  );
  const mine = forAll
    ? Object.values(doc.assignments ?? {})
    : grants.filter((one) => one.role === 'unit').flatMap((one) => unitsSpokenFor(one, doc, facts));
  const live = mine.filter((one) => one.round === doc.round && one.over !== true);
  const fitting = live.filter((one) => states.includes(one.state));
  const first = live[0];
  if (first === undefined) return { code: 'assignment/not-found' };
  if (fitting.length === 0) {
    return { code: 'assignment/wrong-state', detail: { state: first.state } };
  }
  if (kind === 'assign.waive' && fitting.every((one) => one.lead)) {
    return { code: 'assignment/wrong-state', detail: { state: 'lead' } };
  }
  if (kind === 'ask.return') return returnMisfit(doc, fitting);
  return null;
}

function returnMisfit(doc: CaseDoc, fitting: readonly Assignment[]): DomainRefusal | null {
  const free = fitting.filter((one) => one.bound !== true);
  if (free.length === 0) return { code: 'ask/bound' };
  return free.some((one) => openAskOf(doc, one.id) === null) ? null : { code: 'ask/open-already' };
}

function openAsks(doc: CaseDoc): string[] {
  return Object.values(doc.asks ?? {})
    .filter((one) => one.state === 'open')
    .map((one) => one.assignment);
}

function conflictMisfit(
  kind: 'conflict.resolve' | 'conflict.refer',
  doc: CaseDoc,
  scope: Scope,
): DomainRefusal | null {
  const open = Object.values(doc.conflicts ?? {}).filter((one) => one.state === 'open');
  if (open.length === 0) return { code: 'conflict/not-found' };
  const own = open.filter((one) => decidesFor(scope, one.owner));
  if (own.length === 0 || (kind === 'conflict.refer' && scope === 'district')) {
    return { code: 'conflict/not-yours' };
  }
  return null;
}

function axisMisfit(kind: OpKind, doc: CaseDoc, person: ActingPerson): DomainRefusal | null {
  const { axis } = kindSpecs[kind];
  const isAlone = person.soleHand === true && person.scope.startsWith('street:');
  if (axis === 'none' || isAlone) return null;
  const other = axis === 'supervision' ? 'command' : 'supervision';
  return doc.axis?.[other]?.[person.actor] === true ? { code: 'axis/both' } : null;
}

/** Judging units of elsewhere, and closing what the district has reserved, need its line and its grant. */
function needsDistrict(kind: OpKind, doc: CaseDoc, looking: Looking): boolean {
  const { person, facts } = looking;
  if (kind === 'judge') {
    return openAsks(doc).every((id) => {
      const unit = doc.assignments?.[id]?.unit;
      return unit === undefined || facts.reference.unit(unit)?.homeScope !== doc.holder;
    });
  }
  return (
    kind === 'case.close' &&
    doc.closeAt === 'district' &&
    person.scope === 'district' &&
    !decidesFor(person.scope, doc.holder)
  );
}

function districtRefusal(kind: OpKind, doc: CaseDoc, looking: Looking): DomainRefusal | null {
  if (!needsDistrict(kind, doc, looking)) return null;
  const { who } = kindSpecs[kind];
  const granted = looking.grants.some((one) => one.scope === 'district' && who.includes(one.role));
  if (!granted) return { code: kind === 'judge' ? 'ask/needs-district' : 'case/needs-district' };
  if (looking.facts.cutOff) return { code: 'case/needs-district' };
  return looking.facts.unproven === true ? { code: 'person/not-here' } : null;
}

function isLater(kind: OpKind, doc: CaseDoc, looking: Looking): boolean {
  const { person, facts } = looking;
  const { cutOff, cls } = kindSpecs[kind];
  if (cutOff === 'P') return facts.cutOff;
  if (cls !== 'D' || kind.startsWith('conflict.')) return false;
  if (needsDistrict(kind, doc, looking)) return false;
  return !decidesFor(person.scope, doc.holder) && person.caretaker !== true;
}
