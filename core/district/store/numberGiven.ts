import type { CaseId, CaseNo } from '../../domain/operation/identity.ts';
import type { LogEntry } from './districtStore.ts';

export type GivenNumber = { readonly caseNo: CaseNo; readonly caseId: CaseId };

/** The number that a decision gave to its case: the new case's own, or the one that followed. */
export function numberGiven({ op, decision }: LogEntry): GivenNumber | null {
  const { casePatch } = decision;
  if (op.caseId === null || typeof casePatch !== 'object' || casePatch === null) return null;
  const caseNo: unknown = Reflect.get(casePatch, 'caseNo');
  return typeof caseNo === 'string' ? { caseNo, caseId: op.caseId } : null;
}
