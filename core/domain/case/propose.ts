import { describeAct } from '../conflict/describeAct.ts';
import type { AnyBody } from '../operation/operation.ts';
import { type CaseWork, put, settle, tell } from './caseWork.ts';

/** A decision of someone who did not hold the case: kept for the holder, never lost, not in force. */
export function propose(work: CaseWork, rule?: number): void {
  settle(work, 'adjusted', {
    ...(rule === undefined ? {} : { rule }),
    reason: { code: 'case/not-held', detail: { holder: work.doc.holder } },
  });
  proposeFor(work, work.op);
}

/** Puts what an act would have done into the holder's inbox. */
export function proposeFor(work: CaseWork, op: AnyBody): void {
  const what: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(describeAct(op))) {
    if (value !== null) what[key] = value;
  }
  const proposal = {
    by: op.actor,
    scope: op.scope,
    kind: op.kind,
    text: noteOf(op.args),
    at: work.at,
    what,
  };
  put(work, { proposals: { [op.opId]: proposal } });
  tell(work, `inbox:${work.doc.holder}`, 'proposed');
}

/** Nobody takes them up any more; what was meant stays to be read. */
export function lapseProposals(work: CaseWork): void {
  for (const id in work.doc.proposals) put(work, { proposals: { [id]: { lapsed: true } } });
}

function noteOf(args: object): string {
  for (const key of ['note', 'reason', 'text']) {
    const value: unknown = Reflect.get(args, key);
    if (typeof value === 'string') return value;
  }
  return '';
}
