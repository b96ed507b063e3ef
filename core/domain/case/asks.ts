import type { AssignmentId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { Ask, CaseDoc } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';

export function recordAsk(
  work: CaseWork,
  op: OperationBody<'ask.return'>,
  state: Ask['state'],
): void {
  const { assignment, reasonCode, text, proposedUnit } = op.args;
  const id: string = op.opId;
  const ask: Ask = {
    id,
    kind: 'return',
    assignment,
    reasonCode,
    text,
    ...(proposedUnit === null ? {} : { proposedUnit }),
    by: op.actor,
    at: work.at,
    state,
  };
  put(work, { asks: { [ask.id]: ask } });
}

export function openAskOf(doc: CaseDoc, assignment: AssignmentId): Ask | null {
  for (const id in doc.asks) {
    const ask = doc.asks[id];
    if (ask?.assignment === assignment && ask.state === 'open') return ask;
  }
  return null;
}

/** Asks about an assignment that is no longer there to be returned. */
export function lapseAsks(work: CaseWork, about?: AssignmentId): void {
  for (const id in work.doc.asks) {
    const ask = work.doc.asks[id];
    if (ask?.state !== 'open' || (about !== undefined && ask.assignment !== about)) continue;
    put(work, { asks: { [id]: { state: 'lapsed' } } });
  }
}
