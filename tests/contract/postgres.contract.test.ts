import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#core/protocol/errors.ts';
import { openPostgres, openPostgresReader } from '#core/storage/postgres/pgDatabase.ts';
import type { PostgresDatabase } from '#core/storage/postgres/pgDatabase.ts';
import { refusesTheValues } from '#core/storage/postgres/pgError.ts';
import { migratePostgres } from '#core/storage/postgres/pgMigrate.ts';
import type { SqlWriter } from '#core/storage/sqlDatabase.ts';
import { openBlackHole } from '#scripts/drill/blackHole.ts';
import { POSTGRES_START_MS, startPostgres } from '#tests/support/postgresCluster.ts';
import type { PostgresCluster } from '#tests/support/postgresCluster.ts';

const PATIENT = { timeout: 15_000 };

let cluster: PostgresCluster;
let name = '';
const open: PostgresDatabase[] = [];

beforeAll(async () => {
  cluster = await startPostgres();
}, POSTGRES_START_MS);
afterAll(async () => {
  await cluster.close();
});
beforeEach(async () => {
  name = await cluster.create();
});
afterEach(async () => {
  for (const database of open.splice(0)) await database.close();
});

async function decider(
  over: Partial<Parameters<typeof openPostgres>[0]> = {},
): Promise<PostgresDatabase> {
  const database = await openPostgres({ url: cluster.url(name), ...over });
  open.push(database);
  return database;
}

const put = (value: string) => (tx: SqlWriter) => tx.run('INSERT INTO t (x) VALUES (?)', [value]);

async function table(database: PostgresDatabase): Promise<void> {
  await database.maintain((session) =>
    session.exec('CREATE TABLE t (x TEXT COLLATE "C" PRIMARY KEY, n BIGINT)'),
  );
}

const texts = (database: PostgresDatabase): Promise<string[]> =>
  database.read(async (reader) => {
    const rows = await reader.all<{ x: string }>('SELECT x FROM t ORDER BY x');
    return rows.map(({ x }) => x);
  });

/** The backend processes that hold the lock of a decider here. */
async function holders(): Promise<number[]> {
  const sql = `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
               WHERE l.locktype = 'advisory' AND l.granted AND d.datname = '${name}'`;
  return (await cluster.run(sql)).map(({ pid }) => Number(pid));
}

describe('one decider', () => {
  it('refuses a second one by name, or lets it wait until the first is gone', async () => {
    const first = await decider();
    await table(first);
    await expect(openPostgres({ url: cluster.url(name) }, 'refuse')).rejects.toMatchObject({
      code: 'storage/busy',
    });
    let told = 0;
    const second = decider({ onWaiting: () => (told += 1) });
    await first.write(put('by the first'));
    await expect.poll(() => told, PATIENT).toBe(1);
    expect(await holders()).toHaveLength(1);
    await first.close();
    await (await second).write(put('by the second'));
    expect(await texts(await second)).toEqual(['by the first', 'by the second']);
    expect(told).toBe(1);
  });

  it('writes nothing more once its line is gone, though it lives on and reads', async () => {
    const lost: AppError[] = [];
    const first = await decider({ onLost: (why) => lost.push(why) });
    await table(first);
    await first.write(put('before'));
    const second = decider();
    const [pid = 0] = await holders();
    await cluster.run(`SELECT pg_terminate_backend(${pid})`);
    const taken = await second;
    await expect(first.write(put('too late'))).rejects.toMatchObject({ code: 'storage/io' });
    await taken.write(put('after'));
    expect(await texts(first)).toEqual(['after', 'before']);
    expect(lost.map(({ code }) => code)).toEqual(['storage/io']);
  });

  it('leaves nothing of a transaction in which its line went', async () => {
    const first = await decider();
    await table(first);
    const [pid = 0] = await holders();
    const half = first.write(async (tx) => {
      await put('half')(tx);
      await cluster.run(`SELECT pg_terminate_backend(${pid})`);
      await put('other half')(tx);
    });
    await expect(half).rejects.toMatchObject({ code: 'storage/io' });
    const second = await decider();
    expect(await texts(second)).toEqual([]);
  });

  it('is told of a server that crashed, and the next one finds what was committed', async () => {
    const lost: AppError[] = [];
    const first = await decider({ onLost: (why) => lost.push(why) });
    await table(first);
    await first.write(put('committed'));
    await cluster.restart('crash');
    await expect.poll(() => lost.length, PATIENT).toBe(1);
    expect(await texts(await decider())).toEqual(['committed']);
  });

  it('leaves a line on which nothing is heard any more, though nobody closed it', async () => {
    const relay = createServer((near) => {
      const far = connect(cluster.socket());
      near.pipe(far).pipe(near);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
    });
    await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
    const line = await openBlackHole((relay.address() as AddressInfo).port);
    const url = `postgres://district@127.0.0.1:${line.port}/${name}`;
    const lost: AppError[] = [];
    const first = await openPostgres({ url, patienceMs: 8_000, onLost: (why) => lost.push(why) });
    await table(first);
    line.cut();
    await expect(first.write(put('never heard'))).rejects.toMatchObject({ code: 'storage/io' });
    expect(lost).toHaveLength(1);
    await first.close();
    await line.close();
    relay.close();
    // The end of the line reaches the server at last; what was on the way is not there.
    expect(await texts(await decider())).toEqual([]);
  });

  it('is not begun where there is no server, in words that help', async () => {
    const url = 'postgres://district@127.0.0.1:1/nowhere';
    await expect(openPostgres({ url })).rejects.toMatchObject({
      code: 'storage/io',
      details: { why: expect.stringContaining('127.0.0.1:1') as string },
    });
    const other = cluster.url('no_such_database');
    await expect(openPostgres({ url: other })).rejects.toMatchObject({
      code: 'storage/io',
      details: { sqlstate: '3D000' },
    });
  });
});

describe('transactions', () => {
  it('are whole: a statement that failed takes the others with it, even when it was passed over', async () => {
    const database = await decider();
    await table(database);
    await database.write(put('a'));
    const twice = database.write(async (tx) => {
      await put('b')(tx);
      await put('a')(tx);
    });
    await expect(twice).rejects.toSatisfy(refusesTheValues);
    const passedOver = database.write(async (tx) => {
      await put('c')(tx);
      await put('a')(tx).catch(() => undefined);
    });
    await expect(passedOver).rejects.toThrow('passed over');
    await database.write(put('d'));
    expect(await texts(database)).toEqual(['a', 'd']);
  });

  it('run one after the other, and a snapshot sees one moment', async () => {
    const database = await decider();
    await table(database);
    const values = Array.from({ length: 40 }, (_, i) => `v${String(i).padStart(2, '0')}`);
    await Promise.all(values.map((value) => database.write(put(value))));
    expect(await texts(database)).toEqual(values);
    const counts = await database.snapshot(async (reader) => {
      const count = async (): Promise<number> =>
        (await reader.get<{ n: number }>('SELECT count(*) AS n FROM t'))?.n ?? -1;
      const before = await count();
      await database.write(put('between'));
      return [before, await count()];
    });
    expect(counts).toEqual([40, 40]);
  });

  it('are made by the decider alone', async () => {
    const database = await decider();
    await table(database);
    const insert = 'INSERT INTO t (x) VALUES (?)';
    await expect(database.read((reader) => reader.all(insert, ['x']))).rejects.toMatchObject({
      code: 'storage/read-only',
    });
    const beside = openPostgresReader({ url: cluster.url(name) });
    open.push(beside);
    expect(await texts(beside)).toEqual([]);
    await expect(beside.write(put('x'))).rejects.toThrow('for reading only');
  });

  it('wait for the disk, whatever the server was set to', async () => {
    await cluster.run(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const database = await decider();
    const setting = await database.write((tx) =>
      tx.get<{ v: string }>(`SELECT current_setting('synchronous_commit') AS v`),
    );
    expect(setting?.v).toBe('on');
  });
});

describe('values', () => {
  it('come back as they went: integers as numbers, texts in the order of their bytes', async () => {
    const database = await decider();
    await table(database);
    const rows = ['b', 'B', 'a', '啊', 'é', '中', '\u{1f600}'].map(
      (x, i) => [x, Number.MAX_SAFE_INTEGER - i] as const,
    );
    await database.write((tx) => tx.insertRows('t', ['x', 'n'], rows));
    const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
    const sorted = rows.map(([x]) => x).sort((a, b) => Buffer.compare(bytes(a), bytes(b)));
    expect(await texts(database)).toEqual(sorted);
    const first = await database.read((reader) =>
      reader.get('SELECT x, n FROM t WHERE x = ?', ['b']),
    );
    expect(first).toEqual({ x: 'b', n: Number.MAX_SAFE_INTEGER });
    // This server would order them otherwise: the column says how.
    const own = await database.read((reader) =>
      reader.all<{ x: string }>('SELECT x FROM t ORDER BY x COLLATE "default"'),
    );
    expect(own.map(({ x }) => x)).not.toEqual(sorted);
  });

  it('that it cannot hold are the fault of the values, not of the server', async () => {
    const database = await decider();
    await table(database);
    await expect(database.write(put('a\u0000b'))).rejects.toSatisfy(refusesTheValues);
    await database.write(put(JSON.stringify('a\u0000b')));
    expect(await texts(database)).toEqual([String.raw`"a\u0000b"`]);
  });
});

describe('migrations', () => {
  const one = { version: 1, name: '0001_a.sql', sql: 'CREATE TABLE a (x TEXT)' };
  const two = { version: 2, name: '0002_b.sql', sql: 'ALTER TABLE a ADD COLUMN y TEXT' };

  it('go forward, once each, and whole', async () => {
    const database = await decider();
    expect(await migratePostgres(database, [one])).toEqual({ from: 0, to: 1 });
    const broken = { ...two, sql: 'CREATE TABLE b (x TEXT); CREATE TABLE a (x TEXT)' };
    await expect(migratePostgres(database, [one, broken])).rejects.toMatchObject({
      code: 'bug/unexpected',
    });
    const found = await cluster.run(`SELECT to_regclass('b') AS b`, name);
    expect(found).toEqual([{ b: null }]);
    expect(await migratePostgres(database, [one, two])).toEqual({ from: 1, to: 2 });
    expect(await migratePostgres(database, [one, two])).toEqual({ from: 2, to: 2 });
  });

  it('refuse a database of a newer program, and one that other files made', async () => {
    const database = await decider();
    await migratePostgres(database, [one, two]);
    await expect(migratePostgres(database, [one])).rejects.toMatchObject({
      code: 'storage/from-the-future',
      details: { file: 2, program: 1 },
    });
    const changed = { ...one, sql: `${one.sql} -- better` };
    await expect(migratePostgres(database, [changed, two])).rejects.toThrow(
      '0001_a.sql was another file once',
    );
  });
});
