import type { UnitChoice } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { AssignmentId } from '../operation/identity.ts';
import type { AnyBody } from '../operation/operation.ts';
import { assignmentNamed } from '../permission/asked.ts';
import { activeOf, assignmentId } from './assignments.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';

/**
 * Two desks sent one unit, and it has the case once (rules 1 and 2). What the second desk recorded of it before it
 * heard of the first names an assignment that never was: the case remembers which one it became.
 */
export function noteJoined(work: CaseWork): void {
  const joined: Record<AssignmentId, AssignmentId> = {};
  unitsSent(work.op).forEach(({ unit }, index) => {
    const own = assignmentId(work.op.opId, index);
    const has = activeOf(work.doc, unit);
    if (has !== null && has.id !== own && work.doc.assignments?.[own] === undefined) {
      joined[own] = has.id;
    }
  });
  if (Object.keys(joined).length > 0) put(work, { joined });
}

/** The operation with the assignment that it means. What is stored of it stays as it was signed. */
export function asMeant<O extends AnyBody>(op: O, doc: CaseDoc | null): O {
  const named = assignmentNamed(op);
  const meant = named === null ? undefined : doc?.joined?.[named];
  // The kind does not change, only the name in it.
  return meant === undefined ? op : { ...op, args: { ...op.args, assignment: meant } };
}

/** The same for what the author had not seen. */
export function factsAsMeant(facts: DecideFacts): DecideFacts {
  const { doc, unseen } = facts;
  if (doc?.joined === undefined) return facts;
  return { ...facts, unseen: unseen.map((one) => ({ ...one, op: asMeant(one.op, doc) })) };
}

function unitsSent(op: AnyBody): readonly Pick<UnitChoice, 'unit'>[] {
  if (op.kind === 'case.dispatch') return op.args.units;
  return op.kind === 'assign.add' ? [op.args] : [];
}
