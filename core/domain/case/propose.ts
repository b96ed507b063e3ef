import { describeAct } from '../conflict/describeAct.ts';
import { type CaseWork, put, settle, tell } from './caseWork.ts';

/** A decision of someone who did not hold the case: kept for the holder, never lost, not in force. */
export function propose(work: CaseWork, rule?: number): void {
  const { op } = work;
  const what: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(describeAct(op))) {
    if (value !== null) what[key] = value;
  }
  put(work, {
    proposals: {
      [op.opId]: {
        by: op.actor,
        scope: op.scope,
        kind: op.kind,
        text: noteOf(op.args),
        at: work.at,
        what,
      },
    },
  });
  settle(work, 'adjusted', {
    ...(rule === undefined ? {} : { rule }),
    reason: { code: 'case/not-held', detail: { holder: work.doc.holder } },
  });
  tell(work, `inbox:${work.doc.holder}`, 'proposed');
}

function noteOf(args: object): string {
  for (const key of ['note', 'reason', 'text'] as const) {
    const value: unknown = key in args ? Reflect.get(args, key) : undefined;
    if (typeof value === 'string') return value;
  }
  return '';
}
