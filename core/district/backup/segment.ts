import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EpochMs } from '../../kernel/time.ts';
import type { Database, SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';
import { forgetBefore } from '../store/sqlForget.ts';
import { BACKUP_VERSION } from './backupFiles.ts';
import type { BackupEnd } from './backupFiles.ts';

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

/** What a log has grown by, and what else stands in the tables since: rows, so that nothing is decided again. */
export type Segment = {
  readonly kind: string;
  readonly v: number;
  readonly epoch: string;
  readonly takenAt: EpochMs;
  readonly from: BackupEnd;
  readonly to: BackupEnd;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** Documents of `people.json`, which the running district writes. */
  readonly people: string | null;
  /** As in the manifest, at the end of this one. */
  readonly beside?: string;
};

export type SegmentAsked = {
  readonly epoch: string;
  readonly from: BackupEnd;
  /** When the backup was taken that this one goes on from. */
  readonly since: EpochMs;
  readonly takenAt: EpochMs;
  readonly people: string | null;
  /** As the backup that this one goes on from says it; null when it does not. */
  readonly beside: string | null;
};

export const SEGMENT = 'shaotai-segment';
/** Rows of the log that one segment holds at most; more than that is worth a whole backup. */
export const SEGMENT_ENTRIES_MAX = 20_000;

const CHANGED_CASES = 'SELECT case_id FROM case_doc WHERE last_seq > ?';
/** By table: the rows that may be other than they were. All of one moment. */
const READS: readonly (readonly [string, string, 'seq' | 'since' | 'all'])[] = [
  ['op_log', 'SELECT * FROM op_log WHERE server_seq > ? ORDER BY server_seq', 'seq'],
  ['case_doc', 'SELECT * FROM case_doc WHERE last_seq > ?', 'seq'],
  ['case_member', `SELECT * FROM case_member WHERE case_id IN (${CHANGED_CASES})`, 'seq'],
  ['case_number', `SELECT * FROM case_number WHERE case_id IN (${CHANGED_CASES})`, 'seq'],
  ['feed', 'SELECT * FROM feed WHERE seq > ?', 'seq'],
  ['feed_head', 'SELECT * FROM feed_head WHERE seq > ?', 'seq'],
  [
    'record',
    `SELECT r.* FROM record r WHERE (r.type, r.id) IN (
       SELECT json_extract(e.value, '$.type'), json_extract(e.value, '$.id')
       FROM op_log l, json_each(l.decision, '$.records') e WHERE l.server_seq > ?)`,
    'seq',
  ],
  ['replica_mark', 'SELECT * FROM replica_mark', 'all'],
  ['meta', 'SELECT * FROM meta', 'all'],
  ['login', 'SELECT * FROM login', 'all'],
  ['enrol_code', 'SELECT * FROM enrol_code', 'all'],
  ['session', 'SELECT * FROM session WHERE until_ms >= ?', 'since'],
  ['tree_head', 'SELECT * FROM tree_head WHERE at_ms >= ?', 'since'],
];

/** `nothing-new` when nothing changed since, `too-much` when a whole backup is the better one. */
export async function readSegment(
  database: Database,
  asked: SegmentAsked,
): Promise<Segment | 'nothing-new' | 'too-much'> {
  const { from, since, epoch, takenAt, people } = asked;
  return database.snapshot(async (reader) => {
    const to = await endOf(reader);
    const beside = await besideOf(reader, people);
    if (to.serverSeq === from.serverSeq && beside === asked.beside) return 'nothing-new';
    if (to.serverSeq - from.serverSeq > SEGMENT_ENTRIES_MAX) return 'too-much';
    const tables: Record<string, Row[]> = {};
    for (const [table, sql, above] of READS) {
      const bounds = { seq: [from.serverSeq], since: [since], all: [] };
      tables[table] = await reader.all<Row>(sql, bounds[above]);
    }
    return { kind: SEGMENT, v: BACKUP_VERSION, epoch, takenAt, from, to, tables, people, beside };
  });
}

/** A password that was set again, a code that was made: no entry of the log says so. Tries do not count. */
export async function besideOf(reader: SqlReader, people: string | null): Promise<string> {
  const logins = await reader.all('SELECT login, person, verifier FROM login ORDER BY login');
  const codes = await reader.all('SELECT * FROM enrol_code ORDER BY 1');
  return hashOf(JSON.stringify([logins, codes, people]));
}

export async function endOf(reader: SqlReader): Promise<BackupEnd> {
  const sql = 'SELECT server_seq, chain FROM op_log ORDER BY server_seq DESC LIMIT 1';
  const row = await reader.get<{ server_seq: number; chain: string }>(sql);
  return { serverSeq: row?.server_seq ?? 0, chain: row?.chain ?? '0'.repeat(64) };
}

/** One transaction: a segment is there or it is not. */
export async function applySegment(database: Database, segment: Segment): Promise<void> {
  await database.write(async (tx) => {
    const cases = (segment.tables['case_doc'] ?? []).map((row) => row['case_id']);
    const sql = 'DELETE FROM case_member WHERE case_id IN (SELECT value FROM json_each(?))';
    await tx.run(sql, [JSON.stringify(cases)]);
    for (const [table] of READS) await putRows(tx, table, segment.tables[table] ?? []);
    // What was there before still says what a redaction of this segment has taken out.
    for (const row of segment.tables['op_log'] ?? []) {
      const { kind, outcome, case_id: caseId, server_seq: seq } = row;
      if (kind !== 'case.redact' || outcome !== 'applied') continue;
      await forgetBefore(tx, { caseId: String(caseId), seq: Number(seq) });
    }
  });
}

/** Tables by the names above, columns by the rows themselves: both are ours. */
async function putRows(tx: SqlWriter, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const values = rows.map((row) => columns.map((column) => row[column] ?? null));
  await tx.insertRows(`OR REPLACE INTO ${table}`, columns, values);
}

export function packed(segment: Segment): Buffer {
  const text = JSON.stringify(segment);
  return gzipSync(`${hashOf(text)}\n${text}`);
}

/** Null when it is not as it was written. */
export function unpacked(bytes: Buffer): Segment | null {
  try {
    const [hash, ...rest] = gunzipSync(bytes).toString('utf8').split('\n');
    const text = rest.join('\n');
    return hashOf(text) === hash ? (JSON.parse(text) as Segment) : null;
  } catch {
    // Torn or bent: the answer is the same as for a wrong hash.
    return null;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
