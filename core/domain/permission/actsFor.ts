import { must } from '../../kernel/assert.ts';
import { isAsked, openAskOf, openAsks } from '../case/asks.ts';
import { stageMisfit } from '../case/plainActs.ts';
import type { Assignment, AssignmentState, CaseDoc } from '../case/caseDoc.ts';
import { closingMisfit } from '../case/closeCase.ts';
import { archiveMisfit } from '../case/endCase.ts';
import { heldThere } from '../case/holdCase.ts';
import { extensionMisfit, suspensionMisfit } from '../case/limitAsks.ts';
import { redactMisfit } from '../case/redactCase.ts';
import { decidesFor } from '../case/membership.ts';
import { stillAtWork } from '../case/mergeCase.ts';
import type { OpKind } from '../operation/args.ts';
import type { LocalFacts } from '../operation/decision.ts';
import type { PersonId, Scope } from '../operation/identity.ts';
import { kindSpecs, type OpClass } from '../operation/kindSpec.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { whistledUnits } from '../case/whistles.ts';
import { assignmentNamed, type Asked, isAboutWhistle } from './asked.ts';
import { judgedByHolder } from './classOf.ts';
import { unitRecorded } from './onBehalf.ts';
import { isAnswer, isCaretaker, notHolder, rightsRefusal } from './rights.ts';
import { whistleMisfitOf } from './whistleOffer.ts';

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
  'case.take',
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
  'ask.extension',
  'ask.suspension',
  'ask.units',
  'ask.send',
  'judge',
  'verify.order',
  'verify.report',
  'case.close',
  'ask.void',
  'ask.forcedClose',
  'case.void',
  'case.forceClose',
  'case.reopen',
  'case.archive',
  'case.redact',
  'callback.try',
  'reply.citizen',
  'case.edit',
  'case.locate',
  'case.reclassify',
  'case.urgency',
  'case.tag',
  'case.note',
  'case.attach',
  'caller.add',
  'case.urge',
  'case.supervise',
  'supervise.end',
  'case.link',
  'case.merge',
  'proposal.decline',
  'whistle.open',
  'whistle.file',
  'whistle.respond',
  'whistle.result',
  'whistle.check',
  'whistle.score',
  'whistle.scoreResponse',
  'conflict.resolve',
  'conflict.refer',
];

/** Everything that can be done with a case, without arguments: what these add, `refusalBefore` says. */
export function actsFor(
  doc: CaseDoc,
  person: ActingPerson,
  local: LocalFacts,
): readonly PossibleAct[] {
  const facts = { ...local, doc };
  return OFFERED.map((kind) => {
    const looking = { doc, person, facts };
    const asked = probesOf(kind, looking).map((probe) => ({
      probe,
      refusal: rightsRefusal(probe, facts, lightest(kind)),
    }));
    const granted = asked.filter(({ refusal }) => refusal === null).map(({ probe }) => probe);
    const reason =
      (granted.length > 0 ? null : must(asked[0], 'a probe').refusal) ??
      stageMisfit(kind, doc) ??
      contentMisfit(kind, looking, granted) ??
      districtRefusal(kind, looking);
    if (reason !== null) return { kind, allowed: false, later: false, reason };
    return { kind, allowed: true, later: isLater(kind, looking), reason };
  });
}

type Looking = {
  readonly doc: CaseDoc;
  readonly person: ActingPerson;
  readonly facts: LocalFacts;
};

/**
 * The act as this person could do it, as far as rights look at it: on each assignment of the round, in his
 * own name and for the unit.
 */
function probesOf(kind: OpKind, { doc, person }: Looking): Asked[] {
  const judged = kind === 'judge' ? openAsks(doc) : [];
  if (judged.length > 0)
    return judged.map(({ id }) => ({ ...bare(kind, person), args: { ask: id } }));
  const called = WHISTLED.includes(kind) ? whistledUnits(doc) : [];
  if (called.length > 0) {
    return called.flatMap((unit) => {
      const probe = { ...bare(kind, person), args: { unit } };
      return isAboutWhistle(kind) ? [probe, { ...probe, onBehalf: unit }] : [probe];
    });
  }
  const probes =
    ABOUT[kind] === undefined || turnOf(doc).length === 0
      ? [bare(kind, person)]
      : turnOf(doc).map(({ id }) => ({ ...bare(kind, person), args: { assignment: id } }));
  const recorded = probes.flatMap((probe) => {
    const unit = unitRecorded(probe, doc);
    return unit === null ? [] : [{ ...probe, onBehalf: unit }];
  });
  return [...probes, ...recorded];
}

const WHISTLED: readonly OpKind[] = [
  'whistle.respond',
  'whistle.result',
  'whistle.score',
  'whistle.scoreResponse',
];

function bare(kind: OpKind, person: ActingPerson): Asked {
  return { kind, ...person, args: {} };
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

function contentMisfit(
  kind: OpKind,
  looking: Looking,
  granted: readonly Asked[],
): DomainRefusal | null {
  const states = ABOUT[kind];
  if (states !== undefined) return assignmentMisfit({ kind, doc: looking.doc, states }, granted);
  if (kind.startsWith('whistle.')) return whistleMisfitOf(kind, looking.doc, granted);
  return CONTENT[kind]?.(looking) ?? null;
}

/** What beyond rights and stages can be said of an act without its arguments. */
const CONTENT: Readonly<Partial<Record<OpKind, (looking: Looking) => DomainRefusal | null>>> = {
  judge: ({ doc }) => (openAsks(doc).length > 0 ? null : { code: 'ask/not-found' }),
  'case.file': ({ doc }) => (doc.matter === undefined ? { code: 'case/needs-matter' } : null),
  'case.close': ({ doc, person, facts }) => closingMisfit(doc, person.scope, facts),
  'ask.extension': ({ doc, facts }) => extensionMisfit(doc, facts.at),
  'ask.suspension': ({ doc, facts }) =>
    isAsked(doc, 'suspension') ? { code: 'ask/open-already' } : suspensionMisfit(doc, facts),
  'ask.units': ({ doc }) => (isAsked(doc, 'units') ? { code: 'ask/open-already' } : null),
  'ask.send'({ doc, person }) {
    if (isAsked(doc, 'send')) return { code: 'ask/open-already' };
    return decidesFor(person.scope, doc.holder)
      ? null
      : { code: 'case/not-held', detail: { holder: doc.holder } };
  },
  'ask.void': ({ doc }) => (isAsked(doc, 'void') ? { code: 'ask/open-already' } : null),
  'ask.forcedClose': ({ doc }) =>
    isAsked(doc, 'forcedClose') ? { code: 'ask/open-already' } : null,
  'case.supervise': ({ doc }) =>
    doc.supervised === undefined ? null : { code: 'case/supervised-already' },
  'supervise.end': ({ doc }) =>
    doc.supervised === undefined ? { code: 'case/not-supervised' } : null,
  'case.archive': ({ doc }) => archiveMisfit(doc),
  'case.redact': ({ doc }) => redactMisfit(doc),
  'case.reopen': ({ doc }) => (doc.archived === undefined ? null : { code: 'case/archived' }),
  'case.take': ({ doc }) => heldThere(doc, 'district'),
  'callback.try': ({ doc }) =>
    doc.callbackDueAt !== undefined && doc.callbackDone === undefined
      ? null
      : { code: 'callback/not-due' },
  'case.merge': ({ doc }) => stillAtWork(doc),
  'proposal.decline': ({ doc, person, facts }) =>
    Object.keys(doc.proposals ?? {}).length === 0
      ? { code: 'proposal/not-found' }
      : notHolder(bare('proposal.decline', person), doc, facts),
  'conflict.resolve': ({ doc, person }) => conflictMisfit('conflict.resolve', doc, person.scope),
  'conflict.refer': ({ doc, person }) => conflictMisfit('conflict.refer', doc, person.scope),
};

type About = {
  readonly kind: OpKind;
  readonly doc: CaseDoc;
  readonly states: readonly AssignmentState[];
};

/** Of the assignments that he may do it on. */
function assignmentMisfit(
  { kind, doc, states }: About,
  granted: readonly Asked[],
): DomainRefusal | null {
  const named = new Set(granted.map(assignmentNamed));
  const live = turnOf(doc).filter((one) => named.has(one.id));
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

/** Assignments of the present turn. */
function turnOf(doc: CaseDoc): Assignment[] {
  return Object.values(doc.assignments ?? {}).filter(
    (one) => one.round === doc.round && one.over !== true,
  );
}

function returnMisfit(doc: CaseDoc, fitting: readonly Assignment[]): DomainRefusal | null {
  const free = fitting.filter((one) => one.bound !== true);
  if (free.length === 0) return { code: 'ask/bound' };
  return free.some((one) => openAskOf(doc, one.id) === null) ? null : { code: 'ask/open-already' };
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

/** Judging units of elsewhere, and closing what the district has reserved, need its line and its grant. */
function needsDistrict(kind: OpKind, { doc, person, facts }: Looking): boolean {
  if (kind === 'judge') {
    return openAsks(doc).every(({ id }) => !judgedByHolder(id, doc, facts));
  }
  if (kindSpecs[kind].cls === 'X') return true;
  const isOverStreet = person.scope === 'district' && !decidesFor(person.scope, doc.holder);
  if (kind === 'case.supervise' || kind === 'supervise.end') return isOverStreet;
  return kind === 'case.close' && doc.closeAt === 'district' && isOverStreet;
}

function districtRefusal(kind: OpKind, looking: Looking): DomainRefusal | null {
  if (!needsDistrict(kind, looking)) return null;
  const { facts } = looking;
  const mayThere = probesOf(kind, looking).some(
    (probe) => rightsRefusal(probe, facts, 'X') === null,
  );
  if (!mayThere) return { code: kind === 'judge' ? 'ask/needs-district' : 'case/needs-district' };
  if (facts.cutOff) return { code: 'case/needs-district' };
  return facts.unproven === true ? { code: 'person/not-here' } : null;
}

function isLater(kind: OpKind, looking: Looking): boolean {
  const { doc, person, facts } = looking;
  const { cutOff, cls } = kindSpecs[kind];
  if (cutOff === 'P') return facts.cutOff;
  if (cls !== 'D' || isAnswer(kind) || kind === 'whistle.score') return false;
  if (needsDistrict(kind, looking)) return false;
  return !decidesFor(person.scope, doc.holder) && !isCaretaker(bare(kind, person), doc, facts);
}
