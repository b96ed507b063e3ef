import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';
import { isCaseOp, misfitOf } from '../case/caseActs.ts';
import type { CaseDoc } from '../case/caseDoc.ts';
import { busyUnit } from '../case/exclusiveUnit.ts';
import { noSuchHolder } from '../case/holdCase.ts';
import type { LocalFacts } from '../operation/decision.ts';
import type { UnitId } from '../operation/identity.ts';
import { kindSpecs, type OpClass } from '../operation/kindSpec.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { classOf } from './classOf.ts';
import { hasRole } from './grants.ts';
import { rightsRefusal } from './rights.ts';

/**
 * What a console refuses before the outbox, and why: grant, axis, stage, what needs the district while it
 * is out of reach. What passes here is acknowledged and never refused later without a record.
 */
export function localRefusal(op: AnyBody, facts: LocalFacts): DomainRefusal | null {
  const { doc } = facts;
  const cls = classOf(op, doc, facts);
  const refusal =
    rightsRefusal(op, facts, cls) ??
    noSuchHolder(op, facts) ??
    needsLine(cls, facts) ??
    saidRefusal(op, facts);
  if (refusal !== null || kindSpecs[op.kind].subject === 'record') return refusal;
  if (op.kind === 'case.create') return createRefusal(op, facts);
  if (doc === null) return isSaidUnread(op) ? null : { code: 'case/not-found' };
  if (!isCaseOp(op)) return null;
  return misfitOf(op, doc, facts) ?? unitsRefusal(op, doc, facts);
}

/** Of a case that an administrator was told to be archived, and does not read: the district says whether it is. */
function isSaidUnread({ kind }: AnyBody): boolean {
  return kind === 'case.redact';
}

/** A card is entered within a month: what is older was written down elsewhere long ago, or is a slip. */
export const CARD_DAYS = 31;

/** Times on paper that cannot be: judged here alone, for the district refuses no fact. */
function saidRefusal({ said }: AnyBody, { at, errMs }: LocalFacts): DomainRefusal | null {
  if (said === undefined) return null;
  const latest = at + errMs + MINUTE_MS;
  if (said.at > latest || (said.until ?? 0) > latest) return { code: 'said/future' };
  if (said.at < at - CARD_DAYS * DAY_MS) {
    return { code: 'said/too-old', detail: { days: CARD_DAYS } };
  }
  return (said.until ?? said.at) < said.at ? { code: 'said/order' } : null;
}

function needsLine(cls: OpClass, facts: LocalFacts): DomainRefusal | null {
  if (cls !== 'X') return null;
  if (facts.cutOff) return { code: 'case/needs-district' };
  return facts.unproven === true ? { code: 'person/not-here' } : null;
}

function createRefusal(op: OperationBody<'case.create'>, facts: LocalFacts): DomainRefusal | null {
  const { args } = op;
  if (facts.doc !== null) return { code: 'case/exists' };
  if (args.next === 'answer' || args.next === 'selfHandled') {
    return (args.answer ?? '').trim() === '' ? { code: 'case/needs-answer' } : null;
  }
  if (args.next === 'precheck') return { code: 'case/wrong-stage', detail: { stage: 'precheck' } };
  if (args.next === 'queue') return null;
  const matter = args.matter === null ? null : facts.reference.matter(args.matter);
  if (matter === null) return { code: 'case/needs-condition' };
  if (matter.filesAutomatically || hasRole(op, 'dutyChief', facts)) return null;
  return { code: 'grant/none', detail: { role: 'dutyChief' } };
}

/** Units that this console may not send now: busy elsewhere, or of another street while cut off. */
function unitsRefusal(op: AnyBody, doc: CaseDoc, facts: LocalFacts): DomainRefusal | null {
  for (const unit of unitsOffered(op)) {
    const caseId = busyUnit(unit, doc.caseId, facts);
    if (caseId !== null) return { code: 'unit/busy', detail: { unit, caseId } };
    const home = facts.reference.unit(unit)?.homeScope;
    if (facts.cutOff && home !== op.scope) return { code: 'unit/other-street', detail: { unit } };
  }
  return null;
}

function unitsOffered(op: AnyBody): readonly UnitId[] {
  if (op.kind === 'case.dispatch') return op.args.units.map((one) => one.unit);
  if (op.kind === 'judge') return op.args.newUnit === null ? [] : [op.args.newUnit];
  return op.kind === 'assign.add' ? [op.args.unit] : [];
}
