import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { REPLAY_MARK } from '../../domain/operation/operation.ts';
import type { CallRecord, RecordKind } from '../../domain/record/records.ts';
import type { SqlDatabase, SqlWriter } from '../../storage/sqlDatabase.ts';
import { type ArchivedReads, archivedReads } from './archivedCases.ts';
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
import { readFill, readPage, readShared, readStates, tailOf } from './sqlFeed.ts';
import { readFilesNamed } from './filesNamed.ts';
import { redactionsIn } from './forgotten.ts';
import {
  FEED_COLUMNS,
  LOG_COLUMNS,
  MARK_COLUMNS,
  feedRows,
  logEntryOf,
  logRow,
  markRow,
} from './sqlRows.ts';
import type { LogTexts } from './sqlRows.ts';
import { commitNumbers, numberReads } from './sqlNumbers.ts';
import { forgetBefore } from './sqlForget.ts';
import type { StoreDialect } from './storeDialect.ts';

const GENESIS_CHAIN = '0'.repeat(64);

/** The district's memory in tables, over either database. */
export function sqlDistrictStore(
  database: SqlDatabase,
  dialect: StoreDialect,
): Omit<DistrictStore, 'emptyJournal'> {
  return {
    ...writes(database, dialect),
    ...reads(database),
    ...sought(database, dialect),
    ...numberReads(database, dialect),
    ...archivedReads(database),
    ...feeds(database, dialect),
    close: () => database.close(),
  };
}

type Writes = 'setMeta' | 'setMetas' | 'dropMeta' | 'commit';
type Feeds = 'heads' | 'page' | 'tail' | 'fill' | 'states' | 'shared' | 'ended';
type Sought = 'knownByIds' | 'cases' | 'recentCalls' | 'recordsOf' | 'records';
type Numbers = keyof ReturnType<typeof numberReads> | keyof ArchivedReads;

function writes(database: SqlDatabase, dialect: StoreDialect): Pick<DistrictStore, Writes> {
  const setMetas = (values: ReadonlyMap<string, string>): Promise<void> =>
    database.write(async (tx) => {
      await tx.upsertRows({ table: 'meta', key: ['key'] }, ['key', 'value'], [...values]);
    });
  return {
    setMeta: (key, value) => setMetas(new Map([[key, value]])),
    setMetas,
    dropMeta: (key) =>
      database.write(async (tx) => {
        await tx.run('DELETE FROM meta WHERE key = ?', [key]);
      }),
    commit: (batch) => database.write((tx) => commit(tx, batch, dialect)),
  };
}

function reads(
  database: SqlDatabase,
): Omit<DistrictStore, Writes | Feeds | Sought | Numbers | 'emptyJournal' | 'close'> {
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
    history: (caseId, aboveVer) =>
      readLog(database, 'case_id = ? AND ver > ? ORDER BY ver', [caseId, aboveVer]),
    waiting: (limit) =>
      readLog(
        database,
        `outcome = 'deferred'
         AND NOT EXISTS (SELECT 1 FROM op_log AS again WHERE again.op_id = op_log.op_id || ?)
         ORDER BY server_seq LIMIT ?`,
        [REPLAY_MARK, limit],
      ),
    looks: ({ since, before, limit }) =>
      readLog(
        database,
        `kind = 'access.note' AND at_ms >= ? AND (at_ms, server_seq) < (?, ?)
         ORDER BY at_ms DESC, server_seq DESC LIMIT ?`,
        [since, before.at, before.seq, limit],
      ),
    filesNamed: (sha256s) => database.read((reader) => readFilesNamed(reader, sha256s)),
    log: (from, limit) =>
      readLog(database, 'server_seq > ? ORDER BY server_seq LIMIT ?', [from, limit]),
  };
}

/** What is looked for by a list. */
function sought(
  database: SqlDatabase,
  { among, recentCalls }: StoreDialect,
): Pick<DistrictStore, Sought> {
  return {
    knownByIds: (opIds) => readKnown(database, among('op_id'), [JSON.stringify(opIds)]),
    cases: (ids) => readCases(database, among('case_id'), [JSON.stringify(ids)]),
    recentCalls: (since) =>
      database.read(async (reader) => {
        const rows = await reader.all<{ doc: string }>(recentCalls, [since]);
        return rows.map(({ doc }) => JSON.parse(doc) as CallRecord);
      }),
    recordsOf: (kinds) => readRecords(database, among('type'), [JSON.stringify(kinds)]),
    records: (type, ids) =>
      readRecords(database, `type = ? AND ${among('id')}`, [type, JSON.stringify(ids)]),
  };
}

function feeds(database: SqlDatabase, dialect: StoreDialect): Pick<DistrictStore, Feeds> {
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
    // Sought from what ended, for a scope has far more cases than it is asked for at once.
    ended: (scope, { since, before, cases }) =>
      readCases(
        database,
        `ended_ms IS NOT NULL AND ended_ms BETWEEN ? AND ? AND (ended_ms, case_id) < (?, ?)
           AND EXISTS (SELECT 1 FROM case_member m
                       WHERE m.scope = ? AND m.case_id = case_doc.case_id)
         ORDER BY ended_ms DESC, case_id DESC LIMIT ?`,
        [since, before.endedAt, before.endedAt, before.caseId, scope, cases],
      ),
    states: (scope, endedSince) =>
      database.snapshot((reader) => readStates(reader, scope, endedSince)),
    shared: (kinds) => database.snapshot((reader) => readShared(reader, kinds)),
    fill: (scope, after, options) =>
      database.snapshot((reader) => readFill(reader, { scope, after, ...options }, dialect)),
  };
}

async function commit(tx: SqlWriter, batch: CommitBatch, dialect: StoreDialect): Promise<void> {
  const { cases, records, pairs } = dialect;
  await tx.insertRows({ table: 'op_log', long: 2 }, LOG_COLUMNS, batch.entries.map(logRow));
  await tx.upsertRows(
    { table: 'case_doc', key: ['case_id'], long: cases.long },
    cases.columns,
    batch.cases.map(cases.row),
  );
  await tx.upsertRows(
    { table: 'record', key: ['type', 'id'], long: records.long },
    records.columns,
    batch.records.map(records.row),
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
  await commitMembers(tx, batch, pairs);
  for (const one of redactionsIn(batch)) await forgetBefore(tx, one);
}

function headRows(feed: readonly FeedRow[]): [string, number][] {
  const heads = new Map<string, number>();
  for (const { scope, seq } of feed) heads.set(scope, Math.max(seq, heads.get(scope) ?? 0));
  return [...heads];
}

async function commitMembers(tx: SqlWriter, batch: CommitBatch, pairs: string): Promise<void> {
  const left = batch.feed.filter((row) => row.type === 'leave');
  if (left.length > 0) {
    const sql = `DELETE FROM case_member WHERE (scope, case_id) IN (${pairs})`;
    await tx.run(sql, [JSON.stringify(left.map((row) => [row.scope, row.caseId]))]);
  }
  const members = batch.cases.flatMap(({ doc }) =>
    Object.keys(doc.members).map((scope) => [scope, doc.caseId] as const),
  );
  const into = { table: 'case_member', key: ['scope', 'case_id'] };
  await tx.upsertRows(into, ['scope', 'case_id'], members);
}

async function readHead(database: SqlDatabase): Promise<Head> {
  const sql = 'SELECT server_seq, chain FROM op_log ORDER BY server_seq DESC LIMIT 1';
  const row = await database.read((reader) =>
    reader.get<{ server_seq: number; chain: string }>(sql),
  );
  return { serverSeq: row?.server_seq ?? 0, chain: row?.chain ?? GENESIS_CHAIN };
}

async function readMarks(database: SqlDatabase): Promise<ReplicaMark[]> {
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
  database: SqlDatabase,
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
  database: SqlDatabase,
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
  database: SqlDatabase,
  where: string,
  params: readonly (string | number)[],
): Promise<LogEntry[]> {
  const sql = `SELECT op, decision, received_ms, chain FROM op_log WHERE ${where}`;
  const rows = await database.read((reader) => reader.all<LogTexts>(sql, params));
  return rows.map(logEntryOf);
}

async function readRecords(
  database: SqlDatabase,
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
