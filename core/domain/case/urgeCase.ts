import type { OperationBody } from '../operation/operation.ts';
import { type CaseAct, fitsAlways } from './caseAct.ts';
import { put, tell } from './caseWork.ts';
import type { Scope } from '../operation/identity.ts';

export const urgeCase: CaseAct<'case.urge'> = {
  misfit: fitsAlways,
  apply(work, op) {
    put(work, { urged: work.doc.urged + 1 });
    tell(work, urged(op), 'urged');
  },
};

/** A unit is told in its own feed, a scope in its inbox. */
function urged(op: OperationBody<'case.urge'>): Scope {
  const { to } = op.args;
  return isScope(to) ? to : `unit:${to}`;
}

function isScope(to: string): to is Scope {
  return to === 'district' || to.includes(':');
}
