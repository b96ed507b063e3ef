import type { HolderScope } from '../operation/identity.ts';
import { type CaseAct, fitsAlways } from './caseAct.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { ALL_CLOCKS, endClocks, handleLimit, matterOf, startClock } from './clocks.ts';

/** reported -> to_dispatch, under a filing condition that sets the limit. */
export const fileCase: CaseAct<'case.file'> = {
  misfit(op, doc) {
    if (doc.matter === undefined) return { code: 'case/needs-matter' };
    return op.args.condition === '' ? { code: 'case/needs-condition' } : null;
  },
  apply(work, op) {
    put(work, { stage: 'to_dispatch', condition: op.args.condition });
    const matter = matterOf(work.doc, work.facts.reference);
    if (work.doc.clocks.total === undefined) {
      startClock(work, 'total', handleLimit(matter, op.args.condition));
    }
    startClock(work, 'dispatch', work.facts.reference.limits.dispatch);
  },
};

/** reported -> closed: answered at once. */
export const answerCase: CaseAct<'case.answer'> = {
  misfit: (op) => (op.args.text.trim() === '' ? { code: 'case/needs-answer' } : null),
  apply(work, op) {
    put(work, {
      stage: 'closed',
      answer: op.args.text,
      publicText: op.args.text,
      closeKind: 'answered_at_once',
      closedAt: work.at,
      closedBy: op.actor,
    });
    endClocks(work, ALL_CLOCKS);
  },
};

/** reported -> refused. */
export const refuseCase: CaseAct<'case.refuse'> = {
  misfit: fitsAlways,
  apply(work, op) {
    put(work, { stage: 'refused', closedAt: work.at, closedBy: op.actor });
    if (op.args.text !== '') put(work, { publicText: op.args.text });
    endClocks(work, ALL_CLOCKS);
  },
};

/** The hold moves; the case itself stays where it is. */
export const sendCase: CaseAct<'case.send'> = {
  misfit: (op, doc) =>
    op.args.to === doc.holder ? { code: 'case/wrong-stage', detail: { holder: doc.holder } } : null,
  apply(work, op) {
    moveHold(work, op.args.to);
  },
};

/** The new holder decides from now on, on open conflicts of the former one, too. */
export function moveHold(work: CaseWork, to: HolderScope): void {
  const from = work.doc.holder;
  const owned = Object.values(work.doc.conflicts ?? {}).filter(
    (one) => one.state === 'open' && one.owner === from,
  );
  put(work, {
    holder: to,
    ...(owned.length === 0
      ? {}
      : { conflicts: Object.fromEntries(owned.map(({ id }) => [id, { owner: to }])) }),
  });
  tell(work, to, 'case-sent');
}
