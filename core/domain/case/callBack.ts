import type { OperationBody } from '../operation/operation.ts';
import { type CaseAct } from './caseAct.ts';
import type { CallbackTry, CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { openNewRound } from './newRound.ts';

const LAST_ATTEMPT = 3;
/** At or below this the caller is dissatisfied, on the scale of 1 to 5. */
const DISSATISFIED = 2;

type Try = OperationBody<'callback.try'>;

export const callBack: CaseAct<'callback.try'> = {
  misfit(op, doc) {
    if (doc.callbackDueAt === undefined || doc.callbackDone !== undefined) {
      return { code: 'callback/not-due' };
    }
    if (op.args.reached && (op.args.solved === null || op.args.satisfied === null)) {
      return { code: 'callback/needs-result' };
    }
    return doc.callbacks?.[keyOf(doc, op.args.attempt)] === undefined
      ? null
      : { code: 'callback/attempt-taken', detail: { attempt: op.args.attempt } };
  },
  apply(work, op) {
    recordTry(work, op);
    if (isUnhappy(op)) {
      openNewRound(work);
      tell(work, work.doc.holder, 'callback-unsolved');
    } else if (op.args.reached) put(work, { callbackDone: 'reached' });
    else if (op.args.attempt === LAST_ATTEMPT) put(work, { callbackDone: 'gave_up' });
  },
};

/** Reached, and either not solved or not content: the case starts over. */
export function isUnhappy({ args }: Try): boolean {
  if (!args.reached) return false;
  return args.solved === false || (args.satisfied !== null && args.satisfied <= DISSATISFIED);
}

function keyOf(doc: CaseDoc, attempt: number): string {
  return `${doc.round}-${attempt}`;
}

/** Kept under its attempt; a second report of the same attempt stands beside it. */
export function recordTry(work: CaseWork, op: Try): void {
  const { at, attempt, reached, solved, satisfied, reason } = op.args;
  const entry: CallbackTry = {
    at: op.how === 'self' ? work.at : Math.min(at, work.at),
    by: op.actor,
    reached,
    ...(solved === null ? {} : { solved }),
    ...(satisfied === null ? {} : { satisfied }),
    reason,
  };
  const key = keyOf(work.doc, attempt);
  const taken = work.doc.callbacks?.[key] !== undefined;
  put(work, { callbacks: { [taken ? `${key}-${op.opId}` : key]: entry } });
}
