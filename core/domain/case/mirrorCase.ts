import { type CaseAct, fitsAlways } from './caseAct.ts';
import { put } from './caseWork.ts';

/** What an act on another case does to this one. */
export const mirrorCase: CaseAct<'case.mirror'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const { of, did, by, as = 'related' } = op.args;
    if (did === 'linked') put(work, { links: { [of]: { as, isTheirs: true, by, at: work.at } } });
    if (did === 'unlinked') put(work, { links: { [of]: null } });
  },
};
