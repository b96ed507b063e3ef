import type { AssignmentId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { Ask, CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';

type Without<A, K extends PropertyKey> = A extends unknown ? Omit<A, K> : never;
/** What is asked, without who asked it and when. */
export type AskedFor = Without<Ask, 'id' | 'by' | 'onBehalf' | 'at' | 'state'>;

/** Kept under the operation that asked, so that every node names it alike. */
export function recordAsk(work: CaseWork, asked: AskedFor, state: Ask['state']): void {
  const id: string = work.op.opId;
  const { actor: by, onBehalf } = work.op;
  const said = onBehalf === undefined ? { by } : { by, onBehalf };
  const ask: Ask = { ...asked, ...said, id, at: work.at, state };
  put(work, { asks: { [id]: ask } });
}

export function returnAsked({ args }: OperationBody<'ask.return'>): AskedFor {
  const { assignment, reasonCode, text, proposedUnit } = args;
  return {
    kind: 'return',
    assignment,
    reasonCode,
    text,
    ...(proposedUnit === null ? {} : { proposedUnit }),
  };
}

/** The assignment that an ask wants to give back; null where it is about something else. */
export function assignmentAsked(ask: Ask | undefined): AssignmentId | null {
  return ask?.kind === 'return' ? ask.assignment : null;
}

export function openAskOf(doc: CaseDoc, assignment: AssignmentId): Ask | null {
  return openAsks(doc).find((ask) => assignmentAsked(ask) === assignment) ?? null;
}

export function openAsks(doc: CaseDoc): Ask[] {
  return Object.values(doc.asks ?? {}).filter((ask) => ask.state === 'open');
}

/** One of a kind at a time: what is asked again while it waits says nothing new. */
export function isAsked(doc: CaseDoc, kind: Ask['kind']): boolean {
  return openAsks(doc).some((ask) => ask.kind === kind);
}

/** Asks about an assignment that is no longer there to be returned; without one, all that are open. */
export function lapseAsks(work: CaseWork, about?: AssignmentId): void {
  for (const ask of openAsks(work.doc)) {
    if (about !== undefined && assignmentAsked(ask) !== about) continue;
    put(work, { asks: { [ask.id]: { state: 'lapsed' } } });
  }
}
