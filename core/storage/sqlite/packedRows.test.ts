import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-packed-'));
  database = await openDatabase(join(folder, 'packed.db'), { synchronous: 'NORMAL' });
  await database.maintain((tx) =>
    tx.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, short TEXT, one TEXT, other TEXT) STRICT'),
  );
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const COLUMNS = ['id', 'short', 'one', 'other'];
const LONG = { table: 't', long: 2 };

type Row = readonly [number, string | null, string | null, string | null];
type Kept = { id: number; short: string | null; one: string | null; other: string | null };

function kept(): Promise<Row[]> {
  return database.read(async (reader) => {
    const rows = await reader.all<Kept>('SELECT * FROM t ORDER BY id');
    return rows.map(({ id, short, one, other }): Row => [id, short, one, other]);
  });
}

it('gives back long texts as they were, whatever they are made of', async () => {
  const rows: Row[] = [
    [1, 'a', '{"a":"\\u0000 \\" é"}', '[1,2]'],
    [2, null, '', '巡查发现：无障碍坡道缺失。🚦'.repeat(40)],
    [3, '京', null, ''],
    [4, '', 'x', null],
  ];
  await database.write((tx) => tx.insertRows(LONG, COLUMNS, rows));
  expect(await kept()).toEqual(rows);
});

it('keeps texts that take more bytes than was thought, and none at all', async () => {
  const rows: Row[] = Array.from({ length: 50 }, (_, i) => [i, null, '京'.repeat(i * 10), '']);
  await database.write((tx) => tx.insertRows(LONG, COLUMNS, rows));
  const empty: Row[] = [[100, null, '', '']];
  await database.write((tx) => tx.insertRows(LONG, COLUMNS, empty));
  expect(await kept()).toEqual([...rows, ...empty]);
});

it('changes a row in place by its long texts', async () => {
  const into = { ...LONG, key: ['id'] };
  await database.write((tx) => tx.upsertRows(into, COLUMNS, [[1, 'a', 'first', 'second']]));
  await database.write((tx) =>
    tx.upsertRows(into, COLUMNS, [
      [1, 'b', '第一', 'third'],
      [2, 'c', 'new', ''],
    ]),
  );
  expect(await kept()).toEqual([
    [1, 'b', '第一', 'third'],
    [2, 'c', 'new', ''],
  ]);
});
