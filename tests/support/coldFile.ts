import { HOUR_MS } from '#core/kernel/time.ts';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import type { CaseFile } from '#core/protocol/console/views.ts';

/** The file of a case that ended long ago and is kept whole at the district alone. */
export function coldFile(row: CaseRow, now: number, isCut: boolean): CaseFile {
  const { caseId, caseNo, matter, street, holder } = row;
  const createdAt = now - 960 * HOUR_MS;
  const closedAt = createdAt + 30 * HOUR_MS;
  return {
    found: 'stub',
    whole: isCut ? 'cut' : 'coming',
    doc: { caseId, caseNo, matter, street, createdAt, closedAt, stage: 'closed', wentTo: holder },
    names: { [matter ?? '']: '排水管网' },
    callerNumber: null,
    callerName: null,
    callerSight: 'none',
    files: {},
    timeline: [],
    acts: [],
    sync: 'confirmed',
    pendingOps: 0,
  };
}
