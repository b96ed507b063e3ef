import type { CaseDoc, CaseStub } from './caseDoc.ts';

/** What is kept of a case where it is not held whole. */
export function stubOf(doc: CaseDoc): CaseStub {
  return {
    caseId: doc.caseId,
    caseNo: doc.caseNo ?? null,
    matter: doc.matter ?? null,
    street: doc.place.street ?? null,
    createdAt: doc.createdAt,
    closedAt: doc.closedAt ?? null,
    stage: doc.stage,
    wentTo: doc.holder,
    ...(doc.redacted === undefined ? {} : { redacted: doc.redacted.ver }),
  };
}
