import { notHolder } from '../permission/rights.ts';
import type { CaseAct } from './caseAct.ts';
import { put, tell } from './caseWork.ts';

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
