import { type CaseWork, put } from './caseWork.ts';

/** Undoes an ending within the same round; the total clock runs on as if it had never stopped. */
export function reopen(work: CaseWork): void {
  const total = work.doc.clocks.total === undefined ? {} : { total: { endedAt: null } };
  put(work, {
    stage: 'to_dispatch',
    closedAt: null,
    closedBy: null,
    closeKind: null,
    callbackDueAt: null,
    callbackDone: null,
    ...(work.doc.archived === undefined ? {} : { archived: null }),
    clocks: total,
  });
}
