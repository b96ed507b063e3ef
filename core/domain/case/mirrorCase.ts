import type { OperationBody } from '../operation/operation.ts';
import { type CaseAct, fitsAlways } from './caseAct.ts';
import { ENDED_STAGES } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { hearTwin } from './hearTwin.ts';
import {
  absorb,
  bringAfter,
  closeAlong,
  isMergedInto,
  letGo,
  revive,
  takeIn,
} from './mergeCase.ts';

/** What an act on another case does to this one. */
export const mirrorCase: CaseAct<'case.mirror'> = {
  misfit: fitsAlways,
  apply(work, op) {
    const { of, by, as = 'related' } = op.args;
    switch (op.args.did) {
      case 'linked':
        return put(work, { links: { [of]: { as, isTheirs: true, by, at: work.at } } });
      case 'unlinked':
        return put(work, { links: { [of]: null } });
      case 'absorbed':
        return absorb(work, op.args);
      case 'left':
        return letGo(work, of);
      case 'brought':
        return follow(work, op);
      case 'revived':
        return goOn(work, op);
      case 'whistle_asked':
      case 'whistle':
        return hearTwin(work, op.args);
      case 'closed_along':
        return endAlong(work, op);
    }
  },
};

/** Came to a case after it was merged: with that case it belongs to the one that took it in. */
function follow(work: CaseWork, { args }: OperationBody<'case.mirror'>): void {
  if (work.doc.absorbed?.[args.of] !== undefined) takeIn(work, args);
  bringAfter(work, args);
}

function goOn(work: CaseWork, { args: { of, by } }: OperationBody<'case.mirror'>): void {
  if (!isMergedInto(work.doc, of)) return;
  revive(work);
  tell(work, work.doc.holder, 'merge-undone');
  tell(work, by, 'merge-undone');
}

function endAlong(work: CaseWork, { args: { of } }: OperationBody<'case.mirror'>): void {
  const { stage } = work.doc;
  if (isMergedInto(work.doc, of) || !ENDED_STAGES.includes(stage)) closeAlong(work, of);
}
