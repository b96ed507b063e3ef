import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { ACTS_KEPT_MS } from '../../protocol/sync/actsKept.ts';
import type { SqlWriter } from '../../storage/sqlite/database.ts';

/** No form is sent again after this long. */
const ONCE_KEPT_MS = 400 * DAY_MS;

export type PruneBounds = {
  readonly now: EpochMs;
  /** Acts that leave in one step at the most: the outbox is written to by people meanwhile. */
  readonly acts: number;
};

type Place = {
  readonly incarnation: number;
  /** Acts of this incarnation above it stay: undecided ones, and the one that the next is chained to. */
  readonly upTo: number;
  /** What the district holds safely. */
  readonly durable: number;
};

type Leaving = { readonly incarnation: number; readonly rseq: number; readonly op_id: string };

/**
 * Drops acts that nobody will ask for again: decided, shown by the confirmed case, held safely by the
 * district and old. Returns how many left. An act that is not decided never leaves (I-01).
 */
export async function pruneActs(
  tx: SqlWriter,
  { now, acts }: PruneBounds,
  { incarnation, upTo, durable }: Place,
): Promise<number> {
  const leaving = await tx.all<Leaving>(
    `SELECT a.incarnation, a.rseq, a.op_id FROM decision d JOIN act a ON a.op_id = d.op_id
     WHERE d.seen = 1 AND d.at < ? AND d.server_seq <= ?
       AND (a.incarnation < ? OR (a.incarnation = ? AND a.rseq <= ?))
     ORDER BY d.at LIMIT ?`,
    [now - ACTS_KEPT_MS, durable, incarnation, incarnation, upTo, acts],
  );
  await leave(tx, leaving);
  await tx.run('DELETE FROM once_made WHERE decided_at < ?', [now - ONCE_KEPT_MS]);
  return leaving.length;
}

/** An archive is said again to a district that was put back: without it nothing of the case could be forgotten there. */
const KEPT_KINDS = ['case.archive', 'case.redact'];

/**
 * Drops what was said of cases before their words were taken out, as far as it is decided and shown; the one that the
 * next act is chained to goes later. Returns how many left.
 */
export async function forgetActs(
  tx: SqlWriter,
  redacted: ReadonlyMap<string, number>,
  { incarnation, upTo }: Omit<Place, 'durable'>,
): Promise<number> {
  const leaving = await tx.all<Leaving>(
    `SELECT a.incarnation, a.rseq, a.op_id FROM json_each(?) AS gone
     JOIN act a ON a.case_id = json_extract(gone.value, '$[0]')
     JOIN decision d ON d.op_id = a.op_id
     WHERE d.seen = 1 AND d.outcome <> 'deferred'
       AND coalesce(d.ver, 0) < json_extract(gone.value, '$[1]')
       AND a.kind NOT IN (SELECT value FROM json_each(?))
       AND (a.incarnation < ? OR (a.incarnation = ? AND a.rseq <= ?))`,
    [JSON.stringify([...redacted]), JSON.stringify(KEPT_KINDS), incarnation, incarnation, upTo],
  );
  await leave(tx, leaving);
  return leaving.length;
}

async function leave(tx: SqlWriter, leaving: readonly Leaving[]): Promise<void> {
  if (leaving.length === 0) return;
  const keys = JSON.stringify(leaving.map((one) => [one.incarnation, one.rseq]));
  const chosen = `SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)`;
  await tx.run(
    `INSERT OR IGNORE INTO once_made
       SELECT a.once, a.op_id, a.rseq, a.case_id, a.case_no, a.later, d.at
       FROM act a JOIN decision d ON d.op_id = a.op_id
       WHERE a.once IS NOT NULL AND (a.incarnation, a.rseq) IN (${chosen})`,
    [keys],
  );
  await tx.run(`DELETE FROM act WHERE (incarnation, rseq) IN (${chosen})`, [keys]);
  // Under a later incarnation the same act may still be here: without its decision it would be sent again.
  await tx.run(
    `DELETE FROM decision WHERE op_id IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM act WHERE act.op_id = decision.op_id)`,
    [JSON.stringify(leaving.map((one) => one.op_id))],
  );
}
