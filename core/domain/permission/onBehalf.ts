import type { CaseDoc } from '../case/caseDoc.ts';
import { whistledUnits } from '../case/whistles.ts';
import type { OpKind } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { Role, UnitId } from '../operation/identity.ts';
import { RECORDERS } from '../operation/kindSpec.ts';
import { assignmentNamed, type Asked, isAboutWhistle, whistledUnit } from './asked.ts';

/** What a unit does. Whoever writes it down for the unit says which one. */
const OF_UNITS: readonly OpKind[] = [
  'assign.sign',
  'assign.respond',
  'assign.progress',
  'assign.done',
  'ask.return',
  'contact.first',
  'reply.citizen',
  'whistle.respond',
  'whistle.result',
];

/** Operators and dispatchers do nothing of this themselves: they record it. */
export function isRecording(role: Role, kind: OpKind): boolean {
  return RECORDERS.includes(role) && OF_UNITS.includes(kind);
}

/**
 * The assignment's unit is named, or for words with the citizen any unit on the case. While there is
 * none, a desk speaks with the citizen in its own name. Whom it let speak so saw none: what he did in the world is
 * not refused because there is one by now, or was one in a history that a restored district has again.
 */
export function namesItsUnit(op: Asked, { doc }: Pick<DecideFacts, 'doc'>): boolean {
  if (doc === null) return true;
  const assignment = assignmentNamed(op);
  if (assignment !== null) {
    const unit = doc.assignments?.[assignment]?.unit;
    // What there is not, the rules of the act itself refuse.
    return unit === undefined || op.onBehalf === unit;
  }
  const called = whistledUnit(op);
  if (called !== null) return op.onBehalf === called;
  const units = Object.values(doc.assignments ?? {});
  if (op.onBehalf !== undefined) {
    const on = [...units.map(({ unit }) => unit), ...whistledUnits(doc)];
    return on.some((unit) => unit === op.onBehalf);
  }
  return units.length === 0 || op.replica !== undefined;
}

/** For whom a recorder speaks who did not say it: the assignment's unit, else the lead of the round. */
export function unitRecorded(op: Asked, doc: CaseDoc): UnitId | null {
  if (!OF_UNITS.includes(op.kind)) return null;
  const assignment = assignmentNamed(op);
  if (assignment !== null) return doc.assignments?.[assignment]?.unit ?? null;
  if (isAboutWhistle(op.kind)) return whistledUnit(op) ?? whistledUnits(doc)[0] ?? null;
  return leadingUnit(doc);
}

function leadingUnit(doc: CaseDoc): UnitId | null {
  const all = Object.values(doc.assignments ?? {});
  const lead = all.find((one) => one.lead && one.round === doc.round) ?? all[0];
  return lead?.unit ?? null;
}
