import type { EpochMs } from '../../kernel/time.ts';
import { ENDED_STAGES } from './caseDoc.ts';
import type { CaseDoc } from './caseDoc.ts';

/** When a case was closed, refused, voided or merged; null while it is open. */
export function endedAt(doc: Pick<CaseDoc, 'stage' | 'closedAt' | 'updatedAt'>): EpochMs | null {
  return ENDED_STAGES.includes(doc.stage) ? (doc.closedAt ?? doc.updatedAt) : null;
}
