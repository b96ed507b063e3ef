import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findMigrations, readMigrations } from '#core/storage/sqlite/migrate.ts';
import { before, planOf } from './exercised.ts';
import type { Before } from './exercised.ts';
import { FORGET, OTHER_CHANGES, REDACTED, SAID } from './redactedRows.ts';

const SET = 'district';
const exercised = new Set<number>();
const open: Before[] = [];

async function at(version: number): Promise<Before> {
  exercised.add(version);
  const place = await before(SET, version);
  open.push(place);
  return place;
}

afterEach(async () => {
  for (const place of open.splice(0)) await place.close();
});
afterAll(async () => {
  const all = await readMigrations(findMigrations(import.meta.url, SET));
  expect([...exercised].sort(), 'every migration has its test').toEqual(
    all.map(({ version }) => version),
  );
});

const LOG = `INSERT INTO op_log VALUES (1, 'o1', 'r', 1, 1, 'callback.try', 'c1', 1, 'applied', NULL, 5, 6, 'h', 'c', 0, '{}', '{}')`;

describe('0001 decided operations', () => {
  it('makes a log that takes rows and gives none back', async () => {
    const { database, apply } = await at(1);
    await apply();
    await database.write((tx) => tx.run(LOG));
    for (const sql of [`UPDATE op_log SET outcome = 'noop'`, 'DELETE FROM op_log']) {
      await expect(database.write((tx) => tx.run(sql))).rejects.toMatchObject({
        code: 'bug/unexpected',
      });
    }
    const rows = await database.read((reader) => reader.all('SELECT outcome FROM op_log'));
    expect(rows).toEqual([{ outcome: 'applied' }]);
  });

  it('takes a place in a chain and an operation once only', async () => {
    const { database, apply } = await at(1);
    await apply();
    await database.write((tx) => tx.run(LOG));
    for (const twice of [
      LOG.replace('(1,', '(2,').replace("'o1'", "'o2'"),
      LOG.replace('(1,', '(2,').replace("'r', 1, 1", "'r', 1, 2"),
    ]) {
      await expect(database.write((tx) => tx.run(twice))).rejects.toMatchObject({
        code: 'bug/unexpected',
      });
    }
  });

  it('finds the history of a case, a resent batch and a page of a feed by index', async () => {
    const { database, apply } = await at(1);
    await apply();
    const history = await planOf(
      database,
      'SELECT op FROM op_log WHERE case_id = ? AND ver > ? ORDER BY ver',
      ['c', 1],
    );
    expect(history).toMatch(/USING INDEX op_log_by_case/);
    expect(history).not.toMatch(/TEMP B-TREE/);
    const known = `SELECT op FROM op_log WHERE replica = ? AND incarnation = ? AND rseq BETWEEN ? AND ?`;
    expect(await planOf(database, known, ['r', 1, 1, 9])).toMatch(/USING INDEX op_log_by_replica/);
    const page = `SELECT f.seq, l.op FROM feed f JOIN op_log l ON l.server_seq = f.seq
                  WHERE f.scope = ? AND f.seq > ? ORDER BY f.seq, f.part LIMIT ?`;
    const plan = await planOf(database, page, ['district', 5, 500]);
    expect(plan).toMatch(/SEARCH f USING PRIMARY KEY \(scope=\? AND seq>\?\)/);
    expect(plan).toMatch(/SEARCH l USING INTEGER PRIMARY KEY/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  });

  it('fills a scope in the order of last changes without sorting', async () => {
    const { database, apply } = await at(1);
    await apply();
    const fill = `SELECT c.doc FROM case_doc c CROSS JOIN case_member m ON m.scope = ? AND m.case_id = c.case_id
                  WHERE c.last_seq > ? AND (c.ended_ms IS NULL OR c.ended_ms >= ?)
                  ORDER BY c.last_seq LIMIT ?`;
    const plan = await planOf(database, fill, ['district', 0, 0, 100]);
    expect(plan).toMatch(/USING INDEX case_doc_by_seq/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  });
});

describe('0002 people and devices', () => {
  it('adds secrets beside the log and leaves the log alone', async () => {
    const { database, apply } = await at(2);
    await database.write((tx) => tx.run(LOG));
    await apply();
    await database.write((tx) =>
      tx.run(`INSERT INTO login (login, person, verifier) VALUES ('wang', 'p1', 'v')`),
    );
    const row = await database.read((reader) => reader.get('SELECT * FROM login'));
    expect(row).toEqual({ login: 'wang', person: 'p1', verifier: 'v', tries: 0, locked_until: 0 });
    expect(await database.read((reader) => reader.all('SELECT op_id FROM op_log'))).toHaveLength(1);
  });
});

describe('0003 wall reads', () => {
  it('finds call-backs and calls of two days by index, also those that were there before', async () => {
    const { database, apply } = await at(3);
    await database.write(async (tx) => {
      await tx.run(LOG);
      await tx.run(`INSERT INTO record VALUES ('call', 'k1', 1, '{"rangAt":9}')`);
    });
    await apply();
    const calls = `SELECT doc FROM record INDEXED BY record_calls WHERE type = 'call' AND json_extract(doc, '$.rangAt') >= ?`;
    expect(await planOf(database, calls, [1])).toMatch(/USING INDEX record_calls/);
    expect(await database.read((reader) => reader.all(calls, [9]))).toHaveLength(1);
    expect(await database.read((reader) => reader.all(calls, [10]))).toHaveLength(0);
    const tries = `SELECT case_id FROM op_log WHERE kind = 'callback.try' AND at_ms >= ?`;
    expect(await planOf(database, tries, [1])).toMatch(/USING INDEX op_log_callbacks/);
    expect(await database.read((reader) => reader.all(tries, [5]))).toEqual([{ case_id: 'c1' }]);
  });
});

describe('0004 case numbers', () => {
  const CASE = `INSERT INTO case_doc VALUES (?, 1, 1, 'h', 'closed', 'district', NULL, ?, NULL, ?)`;
  const numbered = (caseNo: string | null): string =>
    JSON.stringify(caseNo === null ? {} : { caseNo });

  it('takes over the numbers that were there, the older case keeps one that was given twice', async () => {
    const { database, apply } = await at(4);
    await database.write(async (tx) => {
      await tx.run(CASE, ['young', 9, numbered('DC261121-0001')]);
      await tx.run(CASE, ['old', 5, numbered('DC261121-0001')]);
      await tx.run(CASE, ['other', 7, numbered('DC261121-0002')]);
      await tx.run(CASE, ['none', 7, numbered(null)]);
    });
    await apply();
    const rows = await database.read((reader) =>
      reader.all('SELECT case_no, case_id FROM case_number ORDER BY case_no'),
    );
    expect(rows).toEqual([
      { case_no: 'DC261121-0001', case_id: 'old' },
      { case_no: 'DC261121-0002', case_id: 'other' },
    ]);
  });

  it('gives no number twice and no case two, and finds the numbers of a day by index', async () => {
    const { database, apply } = await at(4);
    await apply();
    const give = (caseNo: string, caseId: string): Promise<unknown> =>
      database.write((tx) => tx.run('INSERT INTO case_number VALUES (?, ?)', [caseNo, caseId]));
    await give('DC261121-0001', 'a');
    await expect(give('DC261121-0001', 'b')).rejects.toMatchObject({ code: 'bug/unexpected' });
    await expect(give('DC261121-0002', 'a')).rejects.toMatchObject({ code: 'bug/unexpected' });
    const day = 'SELECT case_no FROM case_number WHERE case_no >= ? AND case_no < ?';
    const plan = await planOf(database, day, ['DC261121-', 'DC261121-:']);
    expect(plan).toMatch(/SEARCH case_number USING PRIMARY KEY/);
  });
});

describe('0005 tree heads', () => {
  const HEAD = `INSERT INTO tree_head VALUES (NULL, 'e', 5, 'r', 9, '[]', 'k', 's')`;

  it('takes what was signed and gives nothing of it back', async () => {
    const { database, apply } = await at(5);
    await database.write((tx) => tx.run(LOG));
    await apply();
    await database.write((tx) => tx.run(HEAD));
    for (const sql of [`UPDATE tree_head SET root = 'x'`, 'DELETE FROM tree_head']) {
      await expect(database.write((tx) => tx.run(sql))).rejects.toMatchObject({
        code: 'bug/unexpected',
      });
    }
    const rows = await database.read((reader) => reader.all('SELECT size, root FROM tree_head'));
    expect(rows).toEqual([{ size: 5, root: 'r' }]);
    expect(await database.read((reader) => reader.all('SELECT op_id FROM op_log'))).toHaveLength(1);
  });

  it('finds the newest head, the heads of a size and a node without a search', async () => {
    const { database, apply } = await at(5);
    await apply();
    const newest = 'SELECT size FROM tree_head ORDER BY id DESC LIMIT 1';
    expect(await planOf(database, newest, [])).not.toMatch(/TEMP B-TREE/);
    const ofSize = 'SELECT root FROM tree_head WHERE size > ? ORDER BY size, id';
    expect(await planOf(database, ofSize, [1])).toMatch(/INDEX tree_head_by_size/);
    const node = 'SELECT hash FROM tree_node WHERE level = ? AND idx = ?';
    expect(await planOf(database, node, [8, 1])).toMatch(/PRIMARY KEY/);
  });
});

describe('0006 waiting acts', () => {
  it('finds what stands deferred and was not decided again without reading the log', async () => {
    const { database, apply } = await at(6);
    const deferred = LOG.replace("'applied'", "'deferred'");
    await database.write(async (tx) => {
      await tx.run(LOG.replace('(1,', '(7,').replace("'o1', 'r', 1, 1", "'o7', 'r', 1, 7"));
      await tx.run(deferred);
      await tx.run(deferred.replace('(1,', '(2,').replace("'o1', 'r', 1, 1", "'o2', 'r', 1, 2"));
      await tx.run(LOG.replace('(1,', '(3,').replace("'o1', 'r', 1, 1", "'o1~2', 'd', 1, 1"));
    });
    await apply();
    const waiting = `SELECT op_id FROM op_log WHERE outcome = 'deferred'
      AND NOT EXISTS (SELECT 1 FROM op_log AS again WHERE again.op_id = op_log.op_id || ?)
      ORDER BY server_seq LIMIT ?`;
    const rows = await database.read((reader) => reader.all(waiting, ['~2', 9]));
    expect(rows).toEqual([{ op_id: 'o2' }]);
    const plan = await planOf(database, waiting, ['~2', 9]);
    expect(plan).toMatch(/SCAN op_log USING INDEX op_log_deferred/);
    expect(plan).toMatch(/SEARCH again USING COVERING INDEX op_log_by_id/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
  });
});

describe('0007 looks', () => {
  it('finds notes of who looked by their time, also those that were there before', async () => {
    const { database, apply } = await at(7);
    const noted = LOG.replace("'case.note'", "'access.note'").replace(
      "'callback.try'",
      "'access.note'",
    );
    await database.write((tx) => tx.run(noted));
    await apply();
    const looks = `SELECT op_id FROM op_log WHERE kind = 'access.note' AND at_ms >= ?
      AND (at_ms, server_seq) < (?, ?) ORDER BY at_ms DESC, server_seq DESC LIMIT ?`;
    const params = [0, 1e12, 0, 9];
    const plan = await planOf(database, looks, params);
    expect(plan).toMatch(/INDEX op_log_looks/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
    expect(await database.read((reader) => reader.all(looks, params))).toEqual([{ op_id: 'o1' }]);
  });
});

describe('0008 redaction', () => {
  it('lets words go after a redaction of their case, and changes nothing else of the log', async () => {
    const { database, apply } = await at(8);
    const run = (sql: string): Promise<unknown> => database.write((tx) => tx.run(sql));
    await run(SAID);
    await apply();
    await expect(run(FORGET)).rejects.toMatchObject({ code: 'bug/unexpected' });
    await run(REDACTED);
    for (const sql of OTHER_CHANGES) {
      await expect(run(sql), sql).rejects.toMatchObject({ code: 'bug/unexpected' });
    }
    await run(FORGET);
    const rows = await database.read((reader) => reader.all('SELECT * FROM op_log'));
    expect(JSON.stringify(rows)).not.toContain('words');
    await expect(run(FORGET), 'nor is it done twice').rejects.toMatchObject({
      code: 'bug/unexpected',
    });
  });
});

describe('0009 archived cases', () => {
  it('finds what was archived by its time, also what was there before', async () => {
    const { database, apply } = await at(9);
    await database.write((tx) => tx.run(LOG.replace("'callback.try'", "'case.archive'")));
    await apply();
    const archived = `SELECT op_id FROM op_log WHERE kind = 'case.archive' AND at_ms <= ?
      AND (at_ms, server_seq) > (?, ?) ORDER BY at_ms, server_seq LIMIT ?`;
    const params = [1e12, 0, 0, 9];
    const plan = await planOf(database, archived, params);
    expect(plan).toMatch(/INDEX op_log_archived/);
    expect(plan).not.toMatch(/TEMP B-TREE/);
    const rows = await database.read((reader) => reader.all(archived, params));
    expect(rows).toEqual([{ op_id: 'o1' }]);
  });
});
