import type { CloseKind } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { PersonId, Scope } from '../operation/identity.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { lapseAsks } from './asks.ts';
import { isActive, turnAssignments } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { missingForClosing } from './closingItems.ts';
import { lapseProposals } from './propose.ts';
import { endSuspension } from './clockStretch.ts';
import { ALL_CLOCKS, endClocks, matterOf } from './clocks.ts';
import { openWhistle } from './whistles.ts';

/** The caller is called back within one working day. */
const CALL_BACK_WITHIN = { value: 1, clock: 'work_day' } as const;

/** to_close, or handled where the matter needs no check -> closed; `closeAt` may ask for the district. */
export const closeCase: CaseAct<'case.close'> = {
  misfit: (op, doc, facts) => closingMisfit(doc, op.scope, facts),
  apply(work, op) {
    if (leadsToDistrict(work.doc, op.scope)) {
      put(work, { stage: 'to_close', publicText: op.args.publicText });
      tell(work, 'district', 'close-asked');
      return;
    }
    closeNow(work, { ...op.args, by: op.actor });
  },
};

/** Nobody works any more, it was checked unless the matter needs no check, and shows what closing demands. */
export function closingMisfit(
  doc: CaseDoc,
  scope: Scope,
  facts: DecideFacts,
): DomainRefusal | null {
  if (turnAssignments(doc).some(isActive)) return { code: 'case/unit-still-working' };
  if (openWhistle(doc) !== null) return { code: 'whistle/open' };
  const matter = matterOf(doc, facts.reference);
  if (doc.stage === 'to_close') {
    if (leadsToDistrict(doc, scope)) return { code: 'case/needs-district' };
  } else if (matter?.needsCheck !== false) {
    return { code: 'case/wrong-stage', detail: { stage: doc.stage } };
  }
  const missing = missingForClosing(doc, matter?.closing ?? []);
  if (missing.length === 0) return null;
  return { code: 'case/closing-item-missing', detail: { item: missing.join(',') } };
}

function leadsToDistrict(doc: CaseDoc, scope: string): boolean {
  return doc.closeAt === 'district' && scope !== 'district';
}

export type Closing = {
  readonly closeKind: CloseKind;
  readonly publicText: string;
  readonly by: PersonId;
};

/** Ends the round: clocks stop, open asks and proposals lapse, a caller is due to be called back. */
export function closeNow(work: CaseWork, closing: Closing): void {
  const { addLimit } = work.facts.reference;
  const due =
    work.doc.caller === undefined
      ? {}
      : { callbackDueAt: addLimit(work.at, CALL_BACK_WITHIN).dueAt, callbackDone: null };
  put(work, {
    stage: 'closed',
    closedAt: work.at,
    closedBy: closing.by,
    closeKind: closing.closeKind,
    publicText: closing.publicText,
    ...due,
  });
  endSuspension(work);
  endClocks(work, ALL_CLOCKS);
  lapseAsks(work);
  lapseProposals(work);
}
