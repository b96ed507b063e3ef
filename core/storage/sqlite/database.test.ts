import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import type { Database, DatabaseOptions, SlowQuery, SqlWriter } from './database.ts';

let folder = '';
const open: Database[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-db-'));
});
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function fresh(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const database = await openDatabase(join(folder, 'a.db'), { synchronous: 'FULL', ...options });
  open.push(database);
  await database.write((tx) => tx.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT) STRICT'));
  return database;
}

const count = (database: Database): Promise<number> =>
  database.read(async (reader) => {
    const row = await reader.get<{ n: number }>('SELECT count(*) AS n FROM t');
    return row?.n ?? -1;
  });
const insert = (tx: SqlWriter, x: string): Promise<unknown> =>
  tx.run('INSERT INTO t (x) VALUES (?)', [x]);

describe('one writer', () => {
  it('keeps the acknowledged row of B when A rolls back around it', async () => {
    const database = await fresh();
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const a = database.write(async (tx) => {
      await insert(tx, 'a');
      await gate;
      throw new Error('A gives up');
    });
    const b = database.write((tx) => insert(tx, 'b'));
    setTimeout(letGo, 20);
    await expect(a).rejects.toThrow('A gives up');
    await b;
    const rows = await database.read((reader) => reader.all<{ x: string }>('SELECT x FROM t'));
    expect(rows).toEqual([{ x: 'b' }]);
  });

  it('runs tasks in the order asked', async () => {
    const database = await fresh();
    const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
    await Promise.all(names.map((name) => database.write((tx) => insert(tx, name))));
    const rows = await database.read((reader) =>
      reader.all<{ x: string }>('SELECT x FROM t ORDER BY id'),
    );
    expect(rows.map(({ x }) => x)).toEqual(names);
  });

  it('names a write inside a write instead of waiting for ever', async () => {
    const database = await fresh();
    const nested = database.write(() => database.write((tx) => insert(tx, 'x')));
    await expect(nested).rejects.toThrow(/write inside write/);
    expect(await count(database)).toBe(0);
  });

  it('refuses a handle that outlives its transaction', async () => {
    const database = await fresh();
    const stolen = await database.write((tx) => Promise.resolve(tx));
    expect(() => stolen.run('DELETE FROM t')).toThrow(/after its task ended/);
  });

  it('shows readers only what is committed', async () => {
    const database = await fresh();
    await database.write(async (tx) => {
      await insert(tx, 'half');
      expect(await count(database)).toBe(0);
    });
    expect(await count(database)).toBe(1);
  });

  it('gives a snapshot one moment', async () => {
    const database = await fresh();
    await database.snapshot(async (reader) => {
      expect(await reader.all('SELECT * FROM t')).toHaveLength(0);
      await database.write((tx) => insert(tx, 'later'));
      expect(await reader.all('SELECT * FROM t')).toHaveLength(0);
    });
    expect(await count(database)).toBe(1);
  });

  it('refuses to write through a reader', async () => {
    const database = await fresh();
    const write = database.read((reader) =>
      reader.all(`INSERT INTO t (x) VALUES ('no') RETURNING x`),
    );
    await expect(write).rejects.toMatchObject({ code: 'storage/read-only' });
  });
});

describe('pragmas', () => {
  it('states every one that matters', async () => {
    const database = await fresh({ synchronous: 'FULL' });
    const value = (name: string): Promise<unknown> =>
      database.maintain(async (writer) => {
        const row = await writer.get<Record<string, unknown>>(`PRAGMA ${name}`);
        return row === null ? null : Object.values(row)[0];
      });
    expect(await value('journal_mode')).toBe('wal');
    expect(await value('synchronous')).toBe(2);
    expect(await value('foreign_keys')).toBe(1);
    expect(await value('busy_timeout')).toBe(5_000);
    expect(await value('trusted_schema')).toBe(0);
  });
});

describe('bulk insert', () => {
  it('keeps text, numbers, null and JSON text as they were', async () => {
    const database = await fresh();
    const rows = [
      [1, 'plain'],
      [2, null],
      [3, '{"a":[1,"二",null]}'],
      [9_007_199_254_740_991, 'it\'s "quoted"\n'],
    ] as const;
    const changes = await database.write((tx) => tx.insertRows('t', ['id', 'x'], rows));
    expect(changes).toBe(4);
    const back = await database.read((reader) =>
      reader.all<{ id: number; x: string | null }>('SELECT id, x FROM t ORDER BY id'),
    );
    expect(back.map(({ id, x }) => [id, x])).toEqual(rows.map((row) => [...row]));
  });

  it('skips what is there with OR IGNORE', async () => {
    const database = await fresh();
    const twice = (tx: SqlWriter): Promise<number> =>
      tx.insertRows('OR IGNORE INTO t', ['id', 'x'], [[1, 'a']]);
    expect(await database.write(twice)).toBe(1);
    expect(await database.write(twice)).toBe(0);
  });
});

describe('failures are codes', () => {
  it('says storage/full on a full disk, keeps what was acknowledged and goes on', async () => {
    const database = await fresh();
    await database.write((tx) => insert(tx, 'kept'));
    await database.maintain((writer) => writer.exec('PRAGMA max_page_count = 8'));
    const big = database.write((tx) => insert(tx, 'x'.repeat(200_000)));
    await expect(big).rejects.toMatchObject({ code: 'storage/full', retry: 'askUser' });
    expect(await count(database)).toBe(1);
    await database.maintain((writer) => writer.exec('PRAGMA max_page_count = 100000'));
    await database.write((tx) => insert(tx, 'x'.repeat(200_000)));
    expect(await count(database)).toBe(2);
  });

  it('says storage/busy when another process holds the file', async () => {
    const database = await fresh();
    const other = await openDatabase(database.file, { synchronous: 'FULL', readers: 0 });
    open.push(other);
    await other.maintain((writer) => writer.exec('PRAGMA busy_timeout = 10'));
    await database.write(async () => {
      const second = other.write((tx) => insert(tx, 'x'));
      await expect(second).rejects.toMatchObject({ code: 'storage/busy', retry: 'backoff' });
    });
  });

  it('says storage/corrupt for a file that is no database', async () => {
    await writeFile(join(folder, 'a.db'), Buffer.alloc(8_192, 7));
    await expect(fresh()).rejects.toMatchObject({ code: 'storage/corrupt' });
  });

  it('says storage/corrupt when pages in the middle are spoiled', async () => {
    const database = await fresh();
    await database.write((tx) =>
      tx.insertRows(
        't',
        ['x'],
        Array.from({ length: 5_000 }, (_, i) => [`row ${i}`.repeat(9)]),
      ),
    );
    await database.maintain((writer) => writer.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    await database.close();
    const bytes = await readFile(database.file);
    bytes.fill(0xa5, 4_096, bytes.length);
    await writeFile(database.file, bytes);
    const again = await openDatabase(database.file, { synchronous: 'FULL' });
    open.push(again);
    const read = again.read((reader) => reader.all('SELECT * FROM t'));
    await expect(read).rejects.toMatchObject({ code: 'storage/corrupt' });
  });

  it('says storage/io where no file can be opened', async () => {
    const nowhere = openDatabase(join(folder, 'no', 'such', 'x.db'), { synchronous: 'FULL' });
    await expect(nowhere).rejects.toMatchObject({ code: 'storage/io' });
  });

  it('calls a broken constraint our own bug', async () => {
    const database = await fresh();
    const mistyped = database.write((tx) =>
      tx
        .run('INSERT INTO t (id, x) VALUES (?, ?)', [1, 2])
        .then(() => tx.run(`INSERT INTO t (id) VALUES ('word')`)),
    );
    await expect(mistyped).rejects.toMatchObject({ code: 'bug/unexpected' });
    expect(await count(database)).toBe(0);
  });
});

describe('slow queries', () => {
  it('are told with their statement', async () => {
    const slow: SlowQuery[] = [];
    const database = await fresh({ slowMs: 5, onSlow: (query) => slow.push(query) });
    const sql = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
                 SELECT count(*) AS c FROM n`;
    await database.read((reader) => reader.all(sql));
    expect(slow.map((query) => query.sql)).toContain(sql);
  });
});
