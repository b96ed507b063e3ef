import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import type { CallRecord, RecordKind } from '../../domain/record/records.ts';
import type { Database, SqlWriter } from '../../storage/sqlite/database.ts';
import type {
  CommitBatch,
  DistrictStore,
  FeedRow,
  Head,
  KnownDecision,
  LogEntry,
  ReplicaMark,
  StoredCase,
  StoredDecision,
  StoredRecord,
} from './districtStore.ts';
import { readFill, readPage, tailOf } from './sqliteFeed.ts';
import {
  CASE_COLUMNS,
  FEED_COLUMNS,
  LOG_COLUMNS,
  MARK_COLUMNS,
  RECORD_COLUMNS,
  caseRow,
  feedRows,
  logEntryOf,
  logRow,
  markRow,
  recordRow,
} from './sqliteRows.ts';
import type { LogTexts } from './sqliteRows.ts';
import { commitNumbers, numberReads } from './sqliteNumbers.ts';

const GENESIS_CHAIN = '0'.repeat(64);

export function sqliteDistrictStore(database: Database): DistrictStore {
  return {
    ...writes(database),
    ...reads(database),
    ...feeds(database),
    close: () => database.close(),
  };
}

type Writes = 'setMeta' | 'setMetas' | 'commit';
type Feeds = 'heads' | 'page' | 'tail' | 'fill';

function writes(database: Database): Pick<DistrictStore, Writes> {
  return {
    setMeta: (key, value) =>
      database.write(async (tx) => {
        await tx.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', [key, value]);
      }),
    setMetas: (values) =>
      database.write(async (tx) => {
        await tx.insertRows('OR REPLACE INTO meta', ['key', 'value'], [...values]);
      }),
    commit: (batch) => database.write((tx) => commit(tx, batch)),
  };
}

function reads(database: Database): Omit<DistrictStore, Writes | Feeds | 'close'> {
  return {
    head: () => readHead(database),
    meta: (key) =>
      database.read(async (reader) => {
        const sql = 'SELECT value FROM meta WHERE key = ?';
        return (await reader.get<{ value: string }>(sql, [key]))?.value ?? null;
      }),
    metasOf: (prefix) =>
      database.read(async (reader) => {
        const sql = 'SELECT key, value FROM meta WHERE substr(key, 1, ?) = ?';
        const rows = await reader.all<{ key: string; value: string }>(sql, [prefix.length, prefix]);
        return new Map(rows.map(({ key, value }) => [key, value]));
      }),
    marks: () => readMarks(database),
    known: (replica, incarnation, { from, to }) =>
      readKnown(database, 'replica = ? AND incarnation = ? AND rseq BETWEEN ? AND ?', [
        replica,
        incarnation,
        from,
        to,
      ]),
    knownByIds: (opIds) =>
      readKnown(database, 'op_id IN (SELECT value FROM json_each(?))', [JSON.stringify(opIds)]),
    cases: (ids) =>
      readCases(database, 'case_id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]),
    openCases: () => readCases(database, 'ended_ms IS NULL'),
    recentCases: (since) =>
      readCases(
        database,
        `case_id IN (
           SELECT case_id FROM case_doc WHERE created_ms >= ?
           UNION SELECT case_id FROM case_doc WHERE ended_ms IS NOT NULL AND ended_ms >= ?
           UNION SELECT case_id FROM op_log WHERE kind = 'callback.try' AND at_ms >= ?)`,
        [since, since, since],
      ),
    recentCalls: (since) =>
      database.read(async (reader) => {
        const sql = `SELECT doc FROM record INDEXED BY record_calls
                     WHERE type = 'call' AND json_extract(doc, '$.rangAt') >= ?`;
        const rows = await reader.all<{ doc: string }>(sql, [since]);
        return rows.map(({ doc }) => JSON.parse(doc) as CallRecord);
      }),
    ...numberReads(database),
    history: (caseId, aboveVer) =>
      readLog(database, 'case_id = ? AND ver > ? ORDER BY ver', [caseId, aboveVer]),
    deferredCreation: (caseId) =>
      database.read(async (reader) => {
        const sql = `SELECT decision FROM op_log WHERE case_id = ? AND ver IS NULL
                     AND kind = 'case.create' AND outcome = 'deferred' LIMIT 1`;
        const row = await reader.get<{ decision: string }>(sql, [caseId]);
        return row === null ? null : (JSON.parse(row.decision) as StoredDecision);
      }),
    log: (from, limit) =>
      readLog(database, 'server_seq > ? ORDER BY server_seq LIMIT ?', [from, limit]),
    recordsOf: (kinds) =>
      readRecords(database, 'type IN (SELECT value FROM json_each(?))', [JSON.stringify(kinds)]),
    records: (type, ids) =>
      readRecords(database, 'type = ? AND id IN (SELECT value FROM json_each(?))', [
        type,
        JSON.stringify(ids),
      ]),
  };
}

function feeds(database: Database): Pick<DistrictStore, Feeds> {
  return {
    heads: () =>
      database.read(async (reader) => {
        const rows = await reader.all<{ scope: Scope; seq: number }>(
          'SELECT scope, seq FROM feed_head',
        );
        return new Map(rows.map(({ scope, seq }) => [scope, seq]));
      }),
    page: (scope, from, limit) =>
      database.snapshot((reader) => readPage(reader, { scope, from, ...limit })),
    tail: (scope, entries) => database.read((reader) => tailOf(reader, scope, entries)),
    fill: (scope, after, options) =>
      database.snapshot((reader) => readFill(reader, { scope, after, ...options })),
  };
}

async function commit(tx: SqlWriter, batch: CommitBatch): Promise<void> {
  await tx.insertRows('op_log', LOG_COLUMNS, batch.entries.map(logRow));
  await tx.upsertRows(
    { table: 'case_doc', key: ['case_id'] },
    CASE_COLUMNS,
    batch.cases.map(caseRow),
  );
  await tx.upsertRows(
    { table: 'record', key: ['type', 'id'] },
    RECORD_COLUMNS,
    batch.records.map(recordRow),
  );
  await tx.insertRows('feed', FEED_COLUMNS, feedRows(batch.feed));
  await tx.upsertRows(
    { table: 'feed_head', key: ['scope'] },
    ['scope', 'seq'],
    headRows(batch.feed),
  );
  await tx.upsertRows(
    { table: 'replica_mark', key: ['replica', 'incarnation'] },
    MARK_COLUMNS,
    batch.marks.map(markRow),
  );
  await commitNumbers(tx, batch);
  await commitMembers(tx, batch);
}

function headRows(feed: readonly FeedRow[]): [string, number][] {
  const heads = new Map<string, number>();
  for (const { scope, seq } of feed) heads.set(scope, Math.max(seq, heads.get(scope) ?? 0));
  return [...heads];
}

async function commitMembers(tx: SqlWriter, batch: CommitBatch): Promise<void> {
  const left = batch.feed.filter((row) => row.type === 'leave');
  if (left.length > 0) {
    const sql = `DELETE FROM case_member WHERE (scope, case_id) IN
      (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`;
    await tx.run(sql, [JSON.stringify(left.map((row) => [row.scope, row.caseId]))]);
  }
  const members = batch.cases.flatMap(({ doc }) =>
    Object.keys(doc.members).map((scope) => [scope, doc.caseId] as const),
  );
  await tx.insertRows('OR IGNORE INTO case_member', ['scope', 'case_id'], members);
}

async function readHead(database: Database): Promise<Head> {
  const sql = 'SELECT server_seq, chain FROM op_log ORDER BY server_seq DESC LIMIT 1';
  const row = await database.read((reader) =>
    reader.get<{ server_seq: number; chain: string }>(sql),
  );
  return { serverSeq: row?.server_seq ?? 0, chain: row?.chain ?? GENESIS_CHAIN };
}

async function readMarks(database: Database): Promise<ReplicaMark[]> {
  type Row = Omit<ReplicaMark, 'at' | 'quarantinedAt'> & {
    readonly at_ms: number;
    readonly quarantined_ms: number | null;
  };
  const rows = await database.read((reader) =>
    reader.all<Row>(`SELECT ${MARK_COLUMNS.join(', ')} FROM replica_mark`),
  );
  return rows.map(({ replica, incarnation, rseq, hash, at_ms, quarantined_ms }) => ({
    replica,
    incarnation,
    rseq,
    hash,
    at: at_ms,
    quarantinedAt: quarantined_ms,
  }));
}

async function readKnown(
  database: Database,
  where: string,
  params: readonly (string | number)[],
): Promise<KnownDecision[]> {
  const sql = `SELECT replica, rseq, op_hash, op_id, decision FROM op_log
               WHERE ${where} ORDER BY rseq`;
  type Row = {
    replica: string;
    rseq: number;
    op_hash: string;
    op_id: string;
    decision: string;
  };
  const rows = await database.read((reader) => reader.all<Row>(sql, params));
  return rows.map((row) => ({
    replica: row.replica,
    rseq: row.rseq,
    opHash: row.op_hash,
    opId: row.op_id,
    decision: JSON.parse(row.decision) as StoredDecision,
  }));
}

async function readCases(
  database: Database,
  where: string,
  params: readonly (string | number)[] = [],
): Promise<StoredCase[]> {
  const sql = `SELECT doc, state_hash, last_seq FROM case_doc WHERE ${where}`;
  type Row = { doc: string; state_hash: string; last_seq: number };
  const rows = await database.read((reader) => reader.all<Row>(sql, params));
  return rows.map((row) => ({
    doc: JSON.parse(row.doc) as CaseDoc,
    stateHash: row.state_hash,
    lastSeq: row.last_seq,
  }));
}

async function readLog(
  database: Database,
  where: string,
  params: readonly (string | number)[],
): Promise<LogEntry[]> {
  const sql = `SELECT op, decision, received_ms, chain FROM op_log WHERE ${where}`;
  const rows = await database.read((reader) => reader.all<LogTexts>(sql, params));
  return rows.map(logEntryOf);
}

async function readRecords(
  database: Database,
  where: string,
  params: readonly string[],
): Promise<StoredRecord[]> {
  const sql = `SELECT type, id, doc FROM record WHERE ${where} ORDER BY type, id`;
  type Row = { type: RecordKind; id: string; doc: string };
  const rows = await database.read((reader) => reader.all<Row>(sql, params));
  return rows.map(
    ({ type, id, doc }) => ({ type, id, doc: JSON.parse(doc) as unknown }) as StoredRecord,
  );
}
