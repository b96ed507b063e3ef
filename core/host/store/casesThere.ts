import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { SqlReader } from '../../storage/sqlite/database.ts';
import type { PendingOp } from '../../sync/overlay.ts';
import type { CaseThere } from './overlayKeeper.ts';
import { heldCases } from './replicaRows.ts';
import { lowestBase, stepsAbove } from './stepBook.ts';

/** Other cases of which pending acts speak: as they are shown here, with what was decided on them of late. */
export async function casesThere(
  tx: SqlReader,
  ids: readonly string[],
  pending: readonly PendingOp[],
): Promise<Map<string, CaseThere>> {
  const there = new Map<string, CaseThere>();
  if (ids.length === 0) return there;
  const held = await heldCases(tx, ids);
  const rows = await tx.all<{ case_id: string; doc: string }>(
    'SELECT case_id, doc FROM overlay WHERE case_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(ids)],
  );
  const overlaid = new Map(rows.map((row) => [row.case_id, JSON.parse(row.doc) as CaseDoc]));
  const above = lowestBase(pending);
  const asked = Number.isFinite(above) ? ids.map((id) => [id, above] as const) : [];
  const steps = await stepsAbove(tx, asked);
  for (const id of ids) {
    const one = held.get(id);
    const confirmed = one?.form === 'full' ? one.doc : null;
    there.set(id, { doc: overlaid.get(id) ?? confirmed, events: steps.get(id) ?? [] });
  }
  return there;
}
