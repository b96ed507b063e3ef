import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type { LocalFacts } from '../domain/operation/decision.ts';
import type { AnyBody } from '../domain/operation/operation.ts';
import { classOf } from '../domain/permission/classOf.ts';
import { isCaretaker, needsSoleHand, unsaidUnit } from '../domain/permission/rights.ts';

/** What the console sets by itself: caretaking of a silent street, the unit recorded, one person on duty. */
export function withFlags(body: AnyBody, doc: CaseDoc | null, facts: LocalFacts): AnyBody {
  if (doc === null) return body;
  const unit = unsaidUnit(body, doc, facts);
  const said = withSeenUrgency(unit === null ? body : { ...body, onBehalf: unit }, doc);
  const asCaretaker: AnyBody = takesCare(said, doc, facts) ? { ...said, caretaker: true } : said;
  if (!facts.cutOff || !needsSoleHand(asCaretaker, doc, facts)) return asCaretaker;
  return { ...asCaretaker, soleHand: true };
}

/** Decides where a silent street would: facts and requests are anybody's, conflicts are the holder's own. */
function takesCare(said: AnyBody, doc: CaseDoc, facts: LocalFacts): boolean {
  const isOwners =
    said.kind.startsWith('conflict.') || facts.undone?.op.kind === 'conflict.resolve';
  if (isOwners || classOf(said, doc, facts) !== 'D') return false;
  return isCaretaker({ ...said, caretaker: true }, doc, facts);
}

/** What the author had before the eyes: tells lowering from raising when two of them meet (rule 36). */
function withSeenUrgency(body: AnyBody, doc: CaseDoc): AnyBody {
  if (body.kind !== 'case.urgency') return body;
  return { ...body, args: { ...body.args, from: doc.urgency } };
}
