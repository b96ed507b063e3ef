import { INBOX_KEPT, type WireNotice } from '../../protocol/sync/frames.ts';
import type { SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';

/** Over all inboxes that are read here: many people may log in at one console. */
const KEPT_IN_ALL = 10_000;

export type ToldNotice = WireNotice & { readonly seq: number };

/**
 * Notices of one inbox as a page brought them. One act tells one thing once, however often it is sent; the
 * oldest go beyond the bound.
 */
export async function writeNotices(
  tx: SqlWriter,
  inbox: string,
  notices: readonly ToldNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  await tx.insertRows(
    'OR REPLACE INTO notice',
    ['inbox', 'op_id', 'code', 'seq', 'body'],
    notices.map((one) => [inbox, one.opId, one.code, one.seq, JSON.stringify(one)]),
  );
  await tx.run(
    `DELETE FROM notice WHERE inbox = ?1 AND seq <=
       (SELECT seq FROM notice WHERE inbox = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)`,
    [inbox, INBOX_KEPT],
  );
  await tx.run(
    'DELETE FROM notice WHERE seq <= (SELECT seq FROM notice ORDER BY seq DESC LIMIT 1 OFFSET ?)',
    [KEPT_IN_ALL],
  );
}

/** Newest first. */
export async function readNotices(
  reader: SqlReader,
  inbox: string,
  limit: number,
): Promise<ToldNotice[]> {
  const rows = await reader.all<{ body: string }>(
    'SELECT body FROM notice WHERE inbox = ? ORDER BY seq DESC LIMIT ?',
    [inbox, limit],
  );
  return rows.map((row) => JSON.parse(row.body) as ToldNotice);
}
