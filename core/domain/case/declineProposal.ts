import type { DecideFacts } from '../operation/decision.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { Asked } from '../permission/asked.ts';
import { holderAtBase } from '../permission/classOf.ts';
import { isCaretaker } from '../permission/rights.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { put, tell } from './caseWork.ts';
import { decidesFor } from './membership.ts';

/** 不采纳: what another scope proposed is off the table, and whoever proposed it hears so. */
export const declineProposal: CaseAct<'proposal.decline'> = {
  misfit(op, doc, facts) {
    if (doc.proposals?.[op.args.proposal] === undefined) return { code: 'proposal/not-found' };
    return notHolder(op, doc, facts);
  },
  apply(work, op) {
    const { proposal } = op.args;
    const by = work.doc.proposals?.[proposal]?.by;
    put(work, { proposals: { [proposal]: null } });
    if (by !== undefined && by !== op.actor) tell(work, by, 'proposal-declined');
  },
};

/** Nobody proposes to decline: it is the holder's, or his caretaker's. */
export function notHolder(op: Asked, doc: CaseDoc, facts: DecideFacts): DomainRefusal | null {
  const holder = holderAtBase(doc, facts);
  if (decidesFor(op.scope, holder) || isCaretaker(op, doc, facts)) return null;
  return { code: 'case/not-held', detail: { holder } };
}
