import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { findMigrations, migrate, readMigrations, versionOf } from './migrate.ts';

const ONE = 'CREATE TABLE a (x TEXT) STRICT;';
const TWO = `ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET y = x || '!';`;

let folder = '';
const open: Database[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-migrate-'));
});
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function shipped(files: Readonly<Record<string, string>>): Promise<string> {
  const home = join(folder, 'migrations', 'thing');
  await mkdir(home, { recursive: true });
  const sums: Record<string, string> = {};
  for (const [name, sql] of Object.entries(files)) {
    await writeFile(join(home, name), sql);
    sums[name] = createHash('sha256').update(sql).digest('hex');
  }
  await writeFile(join(home, 'checksums.json'), JSON.stringify(sums));
  return home;
}

async function fresh(name = 'a.db'): Promise<Database> {
  const database = await openDatabase(join(folder, name), { synchronous: 'FULL', readers: 1 });
  open.push(database);
  return database;
}

it('applies what is pending, once, and copies the file before it', async () => {
  const database = await fresh();
  const first = await readMigrations(await shipped({ '0001_a.sql': ONE }));
  expect(await migrate(database, first)).toEqual({ from: 0, to: 1, copy: null });
  await database.write((tx) => tx.run(`INSERT INTO a (x) VALUES ('old')`));

  const both = await readMigrations(await shipped({ '0001_a.sql': ONE, '0002_y.sql': TWO }));
  const result = await migrate(database, both);
  expect(result).toMatchObject({ from: 1, to: 2, copy: `${database.file}.v1.bak` });
  expect(await database.read((reader) => reader.all('SELECT x, y FROM a'))).toEqual([
    { x: 'old', y: 'old!' },
  ]);
  expect(await migrate(database, both)).toEqual({ from: 2, to: 2, copy: null });

  const copy = await fresh('a.db.v1.bak');
  expect(await versionOf(copy)).toBe(1);
  expect(await copy.read((reader) => reader.all('SELECT * FROM a'))).toEqual([{ x: 'old' }]);
});

it('refuses a file from the future by name and leaves it alone', async () => {
  const database = await fresh();
  const both = await readMigrations(await shipped({ '0001_a.sql': ONE, '0002_y.sql': TWO }));
  await migrate(database, both);
  await expect(migrate(database, both.slice(0, 1))).rejects.toMatchObject({
    code: 'storage/from-the-future',
    details: { file: 2, program: 1 },
  });
  expect(await versionOf(database)).toBe(2);
});

it('leaves nothing of a migration that fails half way', async () => {
  const database = await fresh();
  const home = await shipped({ '0001_a.sql': 'CREATE TABLE a (x TEXT); CREATE TABLE a (y TEXT);' });
  const broken = await readMigrations(home);
  await expect(migrate(database, broken)).rejects.toMatchObject({ code: 'bug/unexpected' });
  expect(await versionOf(database)).toBe(0);
  expect(await database.read((reader) => reader.all('SELECT * FROM sqlite_schema'))).toEqual([]);
});

it('refuses a shipped file that was changed', async () => {
  const home = await shipped({ '0001_a.sql': ONE });
  await writeFile(join(home, '0001_a.sql'), `${ONE} -- better`);
  await expect(readMigrations(home)).rejects.toThrow(/differs from its checksum: 0001_a.sql/);
});

it('refuses a gap in the numbers', async () => {
  const home = await shipped({ '0001_a.sql': ONE, '0003_c.sql': TWO });
  await expect(readMigrations(home)).rejects.toThrow(/out of order/);
});

it('finds the folder above a module, and names what is missing', async () => {
  const home = await shipped({ '0001_a.sql': ONE });
  const module = pathToFileURL(join(folder, 'core', 'thing', 'main.ts')).href;
  expect(findMigrations(module, 'thing')).toBe(home);
  expect(() => findMigrations(module, 'other-thing')).toThrow('bundle/missing');
});
