import { type CaseAct, fitsAlways } from './caseAct.ts';
import { put, settle, tell } from './caseWork.ts';

/** The number follows: given once, to a case that has none (I-14). Who made the case is told. */
export const numberCase: CaseAct<'case.number'> = {
  misfit: fitsAlways,
  apply(work, { args }) {
    if (work.doc.caseNo !== undefined)
      return settle(work, 'noop', { reason: { code: 'number/has-one' } });
    put(work, { caseNo: args.caseNo });
    tell(work, work.doc.createdBy, 'number-given');
  },
};
