import { type CaseAct, fitsAlways } from './caseAct.ts';
import { type CaseWork, put, settle } from './caseWork.ts';
import { hasStanding } from './membership.ts';
import { mirror } from './otherCase.ts';

/** Somebody found that two cases have to do with each other. Both say so, where he may speak about both. */
export const linkCase: CaseAct<'case.link'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const { other, as } = op.args;
    if (other === work.doc.caseId || work.doc.links?.[other]?.as === as) {
      return settle(work, 'noop');
    }
    put(work, { links: { [other]: { as, isTheirs: null, by: op.actor, at: work.at } } });
    if (mayShowThere(work)) mirror(work, other, { did: 'linked', as });
  },
};

function mayShowThere({ op, facts: { other = null } }: CaseWork): boolean {
  return other !== null && hasStanding(other.doc, op.scope);
}
