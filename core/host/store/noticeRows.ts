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

/** What decides whether a notice is listed, and whether it is news. */
export type NoticeHead = {
  readonly op_id: string;
  readonly code: string;
  readonly seq: number;
  readonly to: string;
  readonly by: string;
  readonly at: number;
};

/** Of one inbox, newest first. */
export function readNoticeHeads(reader: SqlReader, inbox: string): Promise<NoticeHead[]> {
  return reader.all<NoticeHead>(
    `SELECT op_id, code, seq, json_extract(body, '$.to') AS "to", json_extract(body, '$.by') AS "by",
       json_extract(body, '$.at') AS at
     FROM notice WHERE inbox = ? ORDER BY seq DESC LIMIT ?`,
    [inbox, INBOX_KEPT],
  );
}

/** The notices of these heads, in their order; one that went meanwhile is left out. */
export async function readNotices(
  reader: SqlReader,
  inboxes: readonly string[],
  heads: readonly NoticeHead[],
): Promise<ToldNotice[]> {
  const rows = await reader.all<{ op_id: string; code: string; seq: number; body: string }>(
    `SELECT op_id, code, seq, body FROM notice
     WHERE inbox IN (SELECT value FROM json_each(?))
       AND (op_id, code) IN
         (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`,
    [JSON.stringify(inboxes), JSON.stringify(heads.map((one) => [one.op_id, one.code]))],
  );
  const key = (one: Pick<NoticeHead, 'op_id' | 'code'>, to: string): string =>
    `${one.op_id} ${one.code} ${to}`;
  const bodies = new Map(
    rows.map((row) => {
      const notice = JSON.parse(row.body) as ToldNotice;
      return [key(row, notice.to), notice] as const;
    }),
  );
  return heads.flatMap((one) => bodies.get(key(one, one.to)) ?? []);
}
