import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '#core/storage/sqlite/migrate.ts';
import type { Migration } from '#core/storage/sqlite/migrate.ts';
import { openPostgres, type PostgresDatabase } from '#core/storage/postgres/pgDatabase.ts';
import { refusesTheValues } from '#core/storage/postgres/pgError.ts';
import { migratePostgres } from '#core/storage/postgres/pgMigrate.ts';
import type { SqlParams } from '#core/storage/sqlDatabase.ts';
import { FORGET, OTHER_CHANGES, REDACTED, SAID } from './redactedRows.ts';
import {
  POSTGRES_START_MS,
  startPostgres,
  type PostgresCluster,
} from '#tests/support/postgresCluster.ts';

const exercised = new Set<number>();
let cluster: PostgresCluster;
let all: readonly Migration[];
let database: PostgresDatabase;

beforeAll(async () => {
  cluster = await startPostgres();
  all = await readMigrations(findMigrations(import.meta.url, 'postgres'));
}, POSTGRES_START_MS);
afterAll(async () => {
  await cluster.close();
  expect([...exercised].sort(), 'every migration has its test').toEqual(
    all.map(({ version }) => version),
  );
});
beforeEach(async () => {
  database = await openPostgres({ url: cluster.url(await cluster.create()) });
});
afterEach(async () => {
  await database.close();
});

/** Just before a migration; what is called then applies it. */
async function before(version: number): Promise<() => Promise<unknown>> {
  exercised.add(version);
  await migratePostgres(database, all.slice(0, version - 1));
  return () => migratePostgres(database, all.slice(0, version));
}

const run = (sql: string, params?: SqlParams): Promise<unknown> =>
  database.write((tx) => tx.run(sql, params));

/** How the server would run a query if walking a whole table were the last resort. */
async function planOf(sql: string): Promise<string> {
  const rows = await database.snapshot(async (reader) => {
    await reader.all('SET LOCAL enable_seqscan = off');
    return reader.all<Record<string, string>>(`EXPLAIN (COSTS off) ${sql}`);
  });
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const LOG = `INSERT INTO op_log VALUES (1, 'o1', 'r', 1, 1, 'callback.try', 'c1', 1, 'applied', NULL, 5, 6, 'h', 'c', 0, '{}', '{}')`;

describe('0001 district', () => {
  it('makes a log that takes rows and gives none back, a place and an operation once only', async () => {
    await (
      await before(1)
    )();
    await run(LOG);
    for (const sql of [
      `UPDATE op_log SET outcome = 'noop'`,
      'DELETE FROM op_log',
      'TRUNCATE op_log',
      LOG.replace('(1,', '(2,').replace("'o1'", "'o2'"),
      LOG.replace('(1,', '(2,').replace("'r', 1, 1", "'r', 1, 2"),
    ]) {
      await expect(run(sql), sql).rejects.toSatisfy(refusesTheValues);
    }
    const rows = await database.read((reader) => reader.all('SELECT outcome FROM op_log'));
    expect(rows).toEqual([{ outcome: 'applied' }]);
  });

  it('compares every text by its bytes, whatever the language of the database', async () => {
    await (
      await before(1)
    )();
    const sql = `SELECT table_name || '.' || column_name AS at FROM information_schema.columns
                 WHERE table_schema = 'public' AND data_type = 'text'
                   AND collation_name IS DISTINCT FROM 'C'`;
    expect(await database.read((reader) => reader.all(sql))).toEqual([]);
  });

  it('gives no number twice and no case two', async () => {
    await (
      await before(1)
    )();
    const give = (caseNo: string, caseId: string): Promise<unknown> =>
      run('INSERT INTO case_number VALUES (?, ?)', [caseNo, caseId]);
    await give('DC261121-0001', 'a');
    await expect(give('DC261121-0001', 'b')).rejects.toSatisfy(refusesTheValues);
    await expect(give('DC261121-0002', 'a')).rejects.toSatisfy(refusesTheValues);
  });

  it('finds by index what is asked for at every push, pull and start', async () => {
    await (
      await before(1)
    )();
    const plans: readonly (readonly [sql: string, index: RegExp])[] = [
      [`SELECT op FROM op_log WHERE case_id = 'c' AND ver > 1 ORDER BY ver`, /op_log_by_case/],
      [
        `SELECT op FROM op_log WHERE replica = 'r' AND incarnation = 1 AND rseq BETWEEN 1 AND 9`,
        /op_log_by_replica/,
      ],
      [
        `SELECT op FROM op_log WHERE op_id = ANY (ARRAY(SELECT json_array_elements_text('["a"]')))`,
        /op_log_by_id/,
      ],
      [
        `SELECT f.seq, l.op FROM feed f JOIN op_log l ON l.server_seq = f.seq
         WHERE f.scope = 'district' AND f.seq > 5 ORDER BY f.seq, f.part LIMIT 500`,
        /feed_pkey[^]*op_log_pkey/,
      ],
      [`SELECT case_id FROM op_log WHERE kind = 'callback.try' AND at_ms >= 5`, /op_log_callbacks/],
      [`SELECT doc FROM record WHERE type = 'call' AND rang_ms >= 5`, /record_calls/],
      [
        'SELECT case_id FROM case_doc WHERE case_no IS NULL ORDER BY created_ms, case_id LIMIT 9',
        /case_doc_numberless/,
      ],
      [
        `SELECT case_no FROM case_number WHERE case_no >= 'A' AND case_no < 'B'`,
        /case_number_pkey/,
      ],
    ];
    for (const [sql, index] of plans) {
      const plan = await planOf(sql);
      expect(plan).toMatch(index);
      expect(plan).not.toMatch(/\bSort\b/);
    }
  });
});

describe('0002 tree heads', () => {
  it('keeps what was signed in the order of signing, beside a log that was there', async () => {
    const apply = await before(2);
    await run(LOG);
    await apply();
    const sign = `INSERT INTO tree_head (epoch, size, root, at_ms, lineage, key, sig)
                  VALUES ('e', ?, 'r', 5, '[]', 'k', 's')`;
    await run(sign, [9]);
    await run(sign, [3]);
    const rows = await database.read((reader) =>
      reader.all<{ size: number }>('SELECT size FROM tree_head ORDER BY id'),
    );
    expect(rows.map(({ size }) => size)).toEqual([9, 3]);
    for (const sql of ['UPDATE tree_head SET size = 1', 'DELETE FROM tree_head']) {
      await expect(run(sql)).rejects.toSatisfy(refusesTheValues);
    }
    expect(await database.read((reader) => reader.all('SELECT op_id FROM op_log'))).toHaveLength(1);
  });
});

describe('0003 waiting acts', () => {
  it('finds what stands deferred by index, also what was there before', async () => {
    const apply = await before(3);
    await run(LOG.replace("'applied'", "'deferred'"));
    await apply();
    const sql = `SELECT op_id FROM op_log WHERE outcome = 'deferred' ORDER BY server_seq LIMIT 9`;
    expect(await planOf(sql)).toMatch(/op_log_deferred/);
    expect(await database.read((reader) => reader.all(sql))).toEqual([{ op_id: 'o1' }]);
  });
});

describe('0004 looks', () => {
  it('finds notes of who looked by their time', async () => {
    const apply = await before(4);
    await run(LOG.replace(/'(case\.note|callback\.try)'/, "'access.note'"));
    await apply();
    const sql = `SELECT op_id FROM op_log WHERE kind = 'access.note' AND at_ms >= 0
      ORDER BY at_ms DESC, server_seq DESC LIMIT 9`;
    expect(await planOf(sql)).toMatch(/op_log_looks/);
    expect(await database.read((reader) => reader.all(sql))).toEqual([{ op_id: 'o1' }]);
  });
});

describe('0005 redaction', () => {
  it('lets words go after a redaction of their case, and changes nothing else of the log', async () => {
    const apply = await before(5);
    await run(SAID);
    await apply();
    await expect(run(FORGET)).rejects.toSatisfy(refusesTheValues);
    await run(REDACTED);
    for (const sql of [...OTHER_CHANGES, 'TRUNCATE op_log']) {
      await expect(run(sql), sql).rejects.toSatisfy(refusesTheValues);
    }
    await run(FORGET);
    const rows = await database.read((reader) => reader.all('SELECT * FROM op_log'));
    expect(JSON.stringify(rows)).not.toContain('words');
    await expect(run(FORGET), 'nor is it done twice').rejects.toSatisfy(refusesTheValues);
  });
});

describe('0006 archived cases', () => {
  it('finds what was archived by its time', async () => {
    const apply = await before(6);
    await run(LOG.replace(/'(case\.note|callback\.try)'/, "'case.archive'"));
    await apply();
    const sql = `SELECT op_id FROM op_log WHERE kind = 'case.archive' AND at_ms <= 100
      ORDER BY at_ms, server_seq LIMIT 9`;
    expect(await planOf(sql)).toMatch(/op_log_archived/);
    expect(await database.read((reader) => reader.all(sql))).toEqual([{ op_id: 'o1' }]);
  });
});

it('ends with every table and column that the district has in its file, and three columns more', async () => {
  await migratePostgres(database, all);
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-both-'));
  const file = await openDatabase(join(folder, 'x.db'), { synchronous: 'NORMAL', readers: 1 });
  await migrate(file, await readMigrations(findMigrations(import.meta.url, 'district')));
  const inFile = await file.read((reader) =>
    reader.all<{ at: string }>(`SELECT t.name || '.' || c.name AS at FROM sqlite_schema t
      JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY at`),
  );
  await file.close();
  await rm(folder, { recursive: true, force: true });
  const onServer = await database.read((reader) =>
    reader.all<{ at: string }>(`SELECT table_name || '.' || column_name AS at
      FROM information_schema.columns WHERE table_schema = 'public'
      AND table_name <> 'schema_version' ORDER BY at`),
  );
  // The file looks into its documents for these.
  const searchedBy = ['case_doc.case_no', 'record.ended_ms', 'record.rang_ms'];
  const known = new Set(inFile.map(({ at }) => at));
  expect(onServer.map(({ at }) => at).filter((at) => !known.has(at))).toEqual(searchedBy);
  expect(onServer).toHaveLength(inFile.length + searchedBy.length);
});
