import { settle, tell } from '../../case/caseWork.ts';
import { plainMisfit } from '../../case/plainActs.ts';
import type { OpKind } from '../../operation/args.ts';
import type { AnyBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';

/** Arguments that make two acts of a kind the same intent. */
const INTENT: Readonly<Partial<Record<OpKind, readonly string[]>>> = {
  'case.file': ['condition'],
  'case.answer': ['text'],
  'case.refuse': ['reason'],
  'assign.sign': ['assignment'],
  'assign.done': ['assignment', 'solved'],
  'assign.recall': ['assignment'],
  'assign.waive': ['assignment'],
  'ask.return': ['assignment'],
  judge: ['ask', 'grant', 'newUnit'],
  'verify.order': ['inspector'],
};

/** Principle P4: the same intent twice is one intent; both authors are shown. */
export const sameIntent: Meet = ({ work, op, earlier }) => {
  const keys = INTENT[op.kind];
  if (keys === undefined || earlier.op.kind !== op.kind) return false;
  if (!keys.every((key) => valueOf(op, key) === valueOf(earlier.op, key))) return false;
  if (plainMisfit(op, work.doc, work.facts) === null) return false;
  settle(work, 'merged', { rule: 37 });
  tell(work, op.actor, 'acted-alike');
  tell(work, earlier.op.actor, 'acted-alike');
  return true;
};

function valueOf(op: AnyBody, key: string): unknown {
  return Reflect.get(op.args, key);
}
