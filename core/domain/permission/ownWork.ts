import type { CaseDoc } from '../case/caseDoc.ts';
import { whistledUnits } from '../case/whistles.ts';
import { effectiveUnseen } from '../conflict/effectiveUnseen.ts';
import type { OpKind } from '../operation/args.ts';
import type { DecideFacts, Grant } from '../operation/decision.ts';
import type { PersonId, Role, Scope, UnitId } from '../operation/identity.ts';
import type { Asked } from './asked.ts';
import { mayRead } from './reading.ts';

/**
 * What may have ended somebody's work on a case while he had not seen it: his facts are facts all the same.
 * Of a unit `rights.ts` asks whether it ever was on the case.
 */
const ENDS: Readonly<Partial<Record<Role, readonly OpKind[]>>> = {
  unit: [
    'assign.recall',
    'assign.waive',
    'judge',
    'case.close',
    'case.void',
    'case.forceClose',
    'case.take',
    'case.send',
    'ask.send',
    'case.mirror',
    'whistle.file',
    'whistle.check',
    'conflict.resolve',
    'undo',
  ],
  inspector: [
    'verify.order',
    'verify.report',
    'assign.done',
    'case.close',
    'case.void',
    'case.forceClose',
    'judge',
    'case.reopen',
    'callback.try',
    'case.mirror',
    'conflict.resolve',
    'undo',
  ],
  // A call-back waits for nobody once the case is open again, and these may have opened it.
  callbackClerk: [
    'callback.try',
    'case.reopen',
    'case.merge',
    'case.mirror',
    'case.refuse',
    'case.dispatch',
    'assign.add',
    'assign.respond',
    'assign.done',
    'ask.return',
    'judge',
    'verify.report',
    'conflict.resolve',
    'undo',
  ],
};

/**
 * I-24, ○ in the table of rights: a unit, an inspector and a call-back clerk write where their grant lets them
 * read, and nowhere else. All others write as far as their grant reaches.
 */
export function isOwnWork(
  grant: Grant,
  { kind, actor }: Pick<Asked, 'kind' | 'actor'>,
  facts: Pick<DecideFacts, 'doc' | 'unseen' | 'reference' | 'isHistoryDoubted'>,
): boolean {
  const { doc, reference } = facts;
  const ends = ENDS[grant.role];
  if (doc === null || ends === undefined) return true;
  if (wasHis(grant.role, actor, doc) && mayHaveEnded(ends, facts)) return true;
  // He reports what he was sent to look at, not what else he may read.
  if (grant.role === 'inspector' && kind === 'verify.report') return doc.verifyOrdered === actor;
  const unitsAtHome = (scope: Scope): UnitId[] =>
    unitsOn(doc).filter((unit) => reference.unit(unit)?.homeScope === scope);
  return mayRead({ person: actor, grants: [grant], unitsAtHome }, doc);
}

/** A base is its author's own word: it excuses nobody whose work the case never was. */
function wasHis(role: Role, actor: PersonId, doc: CaseDoc): boolean {
  if (role === 'inspector') return doc.verifiersBefore?.[actor] === true;
  if (role !== 'callbackClerk') return true;
  return doc.callbackDueAt !== undefined || doc.callbackBefore === true;
}

/** Unseen by him. A version of a lost history tells nothing of what its author had seen in this one. */
function mayHaveEnded(
  ends: readonly OpKind[],
  { unseen, isHistoryDoubted }: Pick<DecideFacts, 'unseen' | 'isHistoryDoubted'>,
): boolean {
  if (isHistoryDoubted === true) return true;
  return effectiveUnseen({ unseen }).some((one) => ends.includes(one.op.kind));
}

function unitsOn(doc: CaseDoc): UnitId[] {
  return [...Object.values(doc.assignments ?? {}).map((one) => one.unit), ...whistledUnits(doc)];
}
