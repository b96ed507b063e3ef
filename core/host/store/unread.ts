import { SYNC_PROTOCOL } from '../../protocol/sync/versions.ts';
import type { Database, SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';

/*
 * A feed may hold entries of a kind that only a newer program reads. They are passed over, so that nothing behind
 * them waits, and it is kept where they begin: the first program that knows more reads on from there. What it reads
 * a second time changes nothing.
 */
const MARK = 'unread';

type Unread = {
  readonly protocol: number;
  /** By feed: the number before its first entry that was not understood. */
  readonly after: Readonly<Record<string, number>>;
};

export async function noteUnread(tx: SqlWriter, scope: string, firstSeq: number): Promise<void> {
  const known = await readMark(tx);
  // What an older program passed over and this one does not read either is noted by this one from now on.
  const after = { [scope]: firstSeq - 1, ...known?.after };
  const unread: Unread = { protocol: SYNC_PROTOCOL, after };
  await tx.run('INSERT OR REPLACE INTO mark VALUES (?, ?)', [MARK, JSON.stringify(unread)]);
}

/** At a start: feeds go back to what an older program did not understand. */
export async function readOnFrom(db: Database, protocol = SYNC_PROTOCOL): Promise<void> {
  const unread = await db.read(readMark);
  if (unread === null || unread.protocol >= protocol) return;
  await db.write(async (tx) => {
    for (const [scope, seq] of Object.entries(unread.after)) {
      await tx.run('UPDATE cursor SET seq = min(seq, ?) WHERE scope = ?', [seq, scope]);
    }
    await tx.run('DELETE FROM mark WHERE key = ?', [MARK]);
  });
}

async function readMark(reader: SqlReader): Promise<Unread | null> {
  const sql = 'SELECT value FROM mark WHERE key = ?';
  const row = await reader.get<{ value: string }>(sql, [MARK]);
  return row === null ? null : (JSON.parse(row.value) as Unread);
}
