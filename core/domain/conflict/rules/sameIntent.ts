import { settle, tell } from '../../case/caseWork.ts';
import { plainMisfit } from '../../case/plainActs.ts';
import { isSameIntent } from '../intent.ts';
import type { Meet } from '../meet.ts';

/** Principle P4: the same intent twice is one intent; both authors are shown. */
export const sameIntent: Meet = ({ work, op, earlier }) => {
  if (!isSameIntent(op, earlier.op)) return false;
  if (plainMisfit(op, work.doc, work.facts) === null) return false;
  settle(work, 'merged', { rule: 37 });
  tell(work, op.actor, 'acted-alike');
  tell(work, earlier.op.actor, 'acted-alike');
  return true;
};
