import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { findMigrations, readMigrations } from '#core/storage/sqlite/migrate.ts';
import { before, planOf } from './exercised.ts';
import type { Before } from './exercised.ts';

const exercised = new Set<string>();
const open: Before[] = [];

async function at(set: string, version: number): Promise<Before> {
  exercised.add(`${set}/${version}`);
  const place = await before(`console/${set}`, version);
  open.push(place);
  return place;
}

afterEach(async () => {
  for (const place of open.splice(0)) await place.close();
});
afterAll(async () => {
  const sets = await readdir(dirname(findMigrations(import.meta.url, 'console/outbox')));
  const all: string[] = [];
  for (const set of sets) {
    const migrations = await readMigrations(findMigrations(import.meta.url, `console/${set}`));
    all.push(...migrations.map(({ version }) => `${set}/${version}`));
  }
  expect([...exercised].sort(), 'every migration has its test').toEqual(all.sort());
});

const ACT = `INSERT INTO act (incarnation, rseq, op_id, once, kind, made_at, bytes, op)
             VALUES (1, 1, 'o1', 'form-1', 'case.note', 5, 2, '{}')`;

it('outbox 0001 keeps an acknowledged act as it was, and one form makes one act', async () => {
  const { database, apply } = await at('outbox', 1);
  await apply();
  await database.write((tx) => tx.run(ACT));
  const change = database.write((tx) => tx.run(`UPDATE act SET op = '{"x":1}'`));
  await expect(change).rejects.toMatchObject({ code: 'bug/unexpected' });
  for (const twice of [ACT, ACT.replace('(1, 1,', '(1, 2,').replace("'o1'", "'o2'")]) {
    await expect(database.write((tx) => tx.run(twice))).rejects.toMatchObject({
      code: 'bug/unexpected',
    });
  }
  const acts = await database.read((reader) => reader.all('SELECT op_id, op FROM act'));
  expect(acts).toEqual([{ op_id: 'o1', op: '{}' }]);
});

it('outbox 0001 reads the next batch and what is undecided without sorting', async () => {
  const { database, apply } = await at('outbox', 1);
  await apply();
  const batch = 'SELECT op FROM act WHERE incarnation = ? AND rseq >= ? ORDER BY rseq LIMIT ?';
  const undecided = `SELECT a.rseq FROM act a LEFT JOIN decision d ON d.op_id = a.op_id
                     WHERE a.incarnation = ? AND d.op_id IS NULL ORDER BY a.rseq`;
  expect(await planOf(database, batch, [1, 1, 250])).not.toMatch(/SCAN|TEMP B-TREE/);
  expect(await planOf(database, undecided, [1])).not.toMatch(/SCAN|TEMP B-TREE/);
});

it('replica 0001 opens the board in its order by an index, over open cases alone', async () => {
  const { database, apply } = await at('replica', 1);
  await apply();
  const page = `SELECT row FROM board WHERE open = 1
                ORDER BY lane, clock_key, case_no, id LIMIT 100 OFFSET 0`;
  const plan = await planOf(database, page, []);
  expect(plan).toMatch(/USING (COVERING )?INDEX board_open/);
  expect(plan).not.toMatch(/TEMP B-TREE/);
  const due = 'SELECT id FROM board WHERE open = 1 AND lane > 0 AND due_at <= ?';
  expect(await planOf(database, due, [1])).toMatch(/USING (COVERING )?INDEX board_due/);
});

it('replica 0001 finds text and places through its own indexes', async () => {
  const { database, apply } = await at('replica', 1);
  await apply();
  await database.write(async (tx) => {
    await tx.run(`INSERT INTO board_text (rowid, terms) VALUES (7, '路面 面坑 坑洼')`);
    await tx.run('INSERT INTO board_point VALUES (7, 116400000, 116400000, 39900000, 39900000)');
  });
  const text = await database.read((reader) =>
    reader.all(`SELECT rowid FROM board_text WHERE terms MATCH '面坑'`),
  );
  const near = await database.read((reader) =>
    reader.all('SELECT id FROM board_point WHERE west >= ? AND east <= ?', [116399000, 116401000]),
  );
  expect([text, near]).toEqual([[{ rowid: 7 }], [{ id: 7 }]]);
});

it('replica 0001 knows three forms of a case and no fourth', async () => {
  const { database, apply } = await at('replica', 1);
  await apply();
  const put = (form: string): Promise<unknown> =>
    database.write((tx) => tx.run(`INSERT INTO confirmed VALUES (?, 1, ?, '{}')`, [form, form]));
  for (const form of ['full', 'stub', 'broken']) await put(form);
  await expect(put('half')).rejects.toMatchObject({ code: 'bug/unexpected' });
});

it('desk 0001 keeps one draft a key', async () => {
  const { database, apply } = await at('desk', 1);
  await apply();
  const put = (body: string): Promise<unknown> =>
    database.write((tx) => tx.run('INSERT OR REPLACE INTO draft VALUES (?, ?, ?)', ['a', body, 1]));
  await put('one');
  await put('two');
  expect(await database.read((reader) => reader.all('SELECT body FROM draft'))).toEqual([
    { body: 'two' },
  ]);
});
