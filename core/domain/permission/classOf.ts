import { compareUrgency } from '../case/urgencyOrder.ts';
import type { CaseDoc } from '../case/caseDoc.ts';
import { decidesFor } from '../case/membership.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { HolderScope } from '../operation/identity.ts';
import { kindSpecs, type OpClass } from '../operation/kindSpec.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';

/** The holder as the author knew it: before the first operation that the author had not seen. */
export function holderAtBase(doc: CaseDoc, facts: Pick<DecideFacts, 'unseen'>): HolderScope {
  return facts.unseen[0]?.holderBefore ?? doc.holder;
}

/** The class of this very operation, where the arguments decide (model.md 1: locate, urgency, judge, close). */
export function classOf(op: AnyBody, doc: CaseDoc | null, facts: DecideFacts): OpClass {
  switch (op.kind) {
    case 'case.locate':
      return op.args.by === 'on_site' ? 'F' : 'D';
    case 'case.urgency':
      return isLowering(op, doc, facts) ? 'D' : 'F';
    case 'judge':
      return doc !== null && judgedByHolder(op.args.ask, doc, facts) ? 'D' : 'X';
    case 'case.close':
      return doc !== null && closedByDistrict(op, doc, facts) ? 'X' : 'D';
    case 'case.merge':
    case 'undo':
      return mergesAcross(op, doc, facts) ? 'X' : 'D';
    case 'case.supervise':
    case 'supervise.end':
      return doc !== null && isOverStreet(op, doc, facts) ? 'X' : 'D';
    default:
      // A kind of a later release is nobody's right here: it is set aside, or carried out by who knows it.
      return Object.hasOwn(kindSpecs, op.kind) ? kindSpecs[op.kind].cls : 'F';
  }
}

/**
 * Against what the author saw. Where that is not said and someone changed it meanwhile, the act counts as
 * a fact: rules 7 and 36 let no concurrent act lower anything.
 */
function isLowering(
  op: OperationBody<'case.urgency'>,
  doc: CaseDoc | null,
  facts: DecideFacts,
): boolean {
  const changed = facts.unseen.some((one) => one.op.kind === 'case.urgency');
  // What the author says counts only where the district cannot know better.
  const from = changed ? op.args.from : doc?.urgency;
  return from !== undefined && compareUrgency(op.args.level, from) < 0;
}

/** A return of a unit at home with the holder is the holder's to judge; every other is the district's. */
export function judgedByHolder(askId: string, doc: CaseDoc, facts: DecideFacts): boolean {
  const ask = doc.asks?.[askId];
  if (ask !== undefined && ask.kind !== 'return') return false;
  const assignment = ask === undefined ? undefined : doc.assignments?.[ask.assignment];
  if (assignment === undefined) return true;
  return facts.reference.unit(assignment.unit)?.homeScope === holderAtBase(doc, facts);
}

/** Over its own units whoever holds the case supervises; over a street the district does. */
function isOverStreet(op: AnyBody, doc: CaseDoc, facts: DecideFacts): boolean {
  return op.scope === 'district' && !decidesFor(op.scope, holderAtBase(doc, facts));
}

/** A merge over two holders is the district's, and so is undoing one. */
function mergesAcross({ kind }: AnyBody, doc: CaseDoc | null, facts: DecideFacts): boolean {
  const isMerge = kind === 'case.merge' || facts.undone?.op.kind === 'case.merge';
  return isMerge && doc !== null && isAcross(doc, facts);
}

/** Two cases of one holder are his to merge; over two holders the district decides. */
function isAcross(doc: CaseDoc, facts: DecideFacts): boolean {
  const { other } = facts;
  if (other === undefined || other === null) return false;
  return holderAtBase(other.doc, { unseen: other.unseen }) !== holderAtBase(doc, facts);
}

function closedByDistrict(op: AnyBody, doc: CaseDoc, facts: DecideFacts): boolean {
  const holder = holderAtBase(doc, facts);
  return doc.closeAt === 'district' && op.scope === 'district' && !decidesFor(op.scope, holder);
}
