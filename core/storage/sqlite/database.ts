import { AsyncLocalStorage } from 'node:async_hooks';
import { assert } from '../../kernel/assert.ts';
import { Connection } from './connection.ts';
import type { RunResult } from './connection.ts';
import { fromPacked, packed } from './packedRows.ts';
import type {
  InsertTarget,
  SlowQuery,
  SqlDatabase,
  SqlParams,
  SqlReader,
  SqlRow,
  SqlWriter as CommonWriter,
  UpsertTarget,
} from '../sqlDatabase.ts';

export type { RunResult } from './connection.ts';
export type { SlowQuery, SqlParams, SqlReader, SqlRow, SqlValue } from '../sqlDatabase.ts';

export interface SqlWriter extends CommonWriter {
  run(sql: string, params?: SqlParams): Promise<RunResult>;
  exec(sql: string): Promise<void>;
  /**
   * Inserts many rows in one round trip to the driver (jsonb_each): 8 to 20 times faster than one by one.
   * `into` is `table` or `OR IGNORE INTO table`.
   */
  insertRows(
    into: string | InsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number>;
}

export type DatabaseOptions = {
  readonly readers?: number;
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly cacheMb?: number;
  /** A journal that is longer is copied into the file with the commit that made it so. */
  readonly walPages?: number;
  readonly slowMs?: number;
  readonly onSlow?: (query: SlowQuery) => void;
};

export interface Database extends SqlDatabase {
  readonly file: string;
  /**
   * One transaction on the only writer. Tasks run one after the other, in the order asked: an async driver
   * would otherwise let another caller's statements fall into an open transaction and vanish with its
   * rollback. Never call `write` inside `write`.
   */
  write<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T>;
  /** Alone on the writer without a transaction: VACUUM, checkpoints, pragmas. */
  maintain<T>(task: (writer: SqlWriter) => Promise<T>): Promise<T>;
}

const SLOW_MS = 40;
const BUSY_TIMEOUT_MS = 5_000;
const WAL_PAGES = 4_000;
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;

export async function openDatabase(file: string, options: DatabaseOptions): Promise<Database> {
  assert(file !== ':memory:', 'readers need a file');
  const common = {
    slowMs: options.slowMs ?? SLOW_MS,
    onSlow: options.onSlow ?? (() => undefined),
  };
  const cacheMb = options.cacheMb ?? 64;
  const writer = await Connection.open(file, {
    ...common,
    pragmas: {
      ...pragmas(options.synchronous, cacheMb),
      wal_autocheckpoint: options.walPages ?? WAL_PAGES,
      query_only: 'OFF',
    },
  });
  const readers: Connection[] = [];
  try {
    for (let i = 0; i < (options.readers ?? 2); i += 1) {
      const own = { ...pragmas(options.synchronous, Math.ceil(cacheMb / 4)), query_only: 'ON' };
      readers.push(await Connection.open(file, { ...common, pragmas: own }));
    }
  } catch (cause) {
    for (const connection of [writer, ...readers]) await connection.close();
    throw cause;
  }
  return new SqliteDatabase(file, writer, readers);
}

/** Everything stated: another build or driver may have other defaults. */
function pragmas(synchronous: string, cacheMb: number): Record<string, string | number> {
  return {
    busy_timeout: BUSY_TIMEOUT_MS,
    journal_mode: 'WAL',
    synchronous,
    foreign_keys: 'ON',
    cache_size: -1024 * cacheMb,
    temp_store: 'MEMORY',
    mmap_size: 0,
    // What is deleted or written over is gone from the pages, too (docs/adr/0019).
    secure_delete: 'ON',
    wal_autocheckpoint: WAL_PAGES,
    journal_size_limit: JOURNAL_LIMIT_BYTES,
    trusted_schema: 'OFF',
    cell_size_check: 'ON',
    recursive_triggers: 'OFF',
  };
}

/** Marks the tasks of a writer, so that a write inside a write is a named bug and not a silent halt. */
const insideWrite = new AsyncLocalStorage<{ database: Database; isOpen: boolean }>();

class SqliteDatabase implements Database {
  readonly file: string;
  readonly #writer: Lane;
  readonly #readers: readonly Lane[];
  #turn = 0;
  #isOpen = true;

  constructor(file: string, writer: Connection, readers: readonly Connection[]) {
    this.file = file;
    this.#writer = new Lane(writer);
    this.#readers = readers.map((connection) => new Lane(connection));
  }

  write<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T> {
    return this.#onWriter((connection) => inTransaction(connection, 'BEGIN IMMEDIATE', task));
  }

  maintain<T>(task: (writer: SqlWriter) => Promise<T>): Promise<T> {
    return this.#onWriter((connection) => withHandle(connection, task));
  }

  read<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#onReader((connection) => withHandle(connection, task));
  }

  snapshot<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#onReader((connection) => inTransaction(connection, 'BEGIN DEFERRED', task));
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const lane of this.#readers) await lane.end();
    await this.#writer.end();
  }

  #onWriter<T>(job: (connection: Connection) => Promise<T>): Promise<T> {
    assert(this.#isOpen, 'database used after close');
    const outer = insideWrite.getStore();
    assert(outer?.database !== this || !outer.isOpen, 'write inside write would wait for itself');
    return this.#writer.run(async (connection) => {
      const mark = { database: this, isOpen: true };
      try {
        return await insideWrite.run(mark, () => job(connection));
      } finally {
        mark.isOpen = false;
      }
    });
  }

  #onReader<T>(job: (connection: Connection) => Promise<T>): Promise<T> {
    assert(this.#isOpen, 'database used after close');
    let best = this.#readers[this.#turn % this.#readers.length];
    this.#turn += 1;
    for (const lane of this.#readers) {
      if (best === undefined || lane.waiting < best.waiting) best = lane;
    }
    assert(best !== undefined, 'database opened without readers');
    return best.run(job);
  }
}

/** One connection and the queue before it. */
class Lane {
  readonly #connection: Connection;
  #tail: Promise<unknown> = Promise.resolve();
  #isEnded = false;
  waiting = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  run<T>(job: (connection: Connection) => Promise<T>): Promise<T> {
    assert(!this.#isEnded, 'connection used after close');
    this.waiting += 1;
    const result = this.#tail.then(() => job(this.#connection));
    this.#tail = result.then(
      () => (this.waiting -= 1),
      () => (this.waiting -= 1),
    );
    return result;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#tail;
    await this.#connection.close();
  }
}

async function inTransaction<T>(
  connection: Connection,
  begin: string,
  task: (tx: SqlWriter) => Promise<T>,
): Promise<T> {
  await connection.run(begin);
  try {
    const result = await withHandle(connection, task);
    await connection.run('COMMIT');
    return result;
  } catch (cause) {
    // After a full disk SQLite may have rolled back by itself: then this statement fails, harmlessly.
    await connection.run('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}

async function withHandle<T>(
  connection: Connection,
  task: (tx: SqlWriter) => Promise<T>,
): Promise<T> {
  const handle = new Handle(connection);
  try {
    return await task(handle);
  } finally {
    handle.end();
  }
}

class Handle implements SqlWriter {
  #connection: Connection | null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return this.#live().all<Row>(sql, params);
  }

  get<Row>(sql: string, params?: SqlParams): Promise<Row | null> {
    return this.#live().get<Row>(sql, params);
  }

  run(sql: string, params?: SqlParams): Promise<RunResult> {
    return this.#live().run(sql, params);
  }

  exec(sql: string): Promise<void> {
    return this.#live().exec(sql);
  }

  insertRows(
    into: string | InsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number> {
    const { table, long = 0 } = typeof into === 'string' ? { table: into } : into;
    const target = table.startsWith('OR ') ? table : `INTO ${table}`;
    return this.#eachChunk(`INSERT ${target} ${fromPacked(columns, long)}`, rows, long);
  }

  upsertRows(
    into: UpsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number> {
    const changed = columns.filter((column) => !into.key.includes(column));
    const sets = changed.map((column) => `${column} = excluded.${column}`).join(', ');
    const what = changed.length === 0 ? 'NOTHING' : `UPDATE SET ${sets}`;
    // Without `WHERE true` the parser takes ON CONFLICT for a join.
    const tail = `WHERE true ON CONFLICT (${into.key.join(', ')}) DO ${what}`;
    const { table, long = 0 } = into;
    return this.#eachChunk(`INSERT INTO ${table} ${fromPacked(columns, long)} ${tail}`, rows, long);
  }

  end(): void {
    this.#connection = null;
  }

  async #eachChunk(sql: string, rows: readonly SqlRow[], long: number): Promise<number> {
    let changes = 0;
    for (const params of packed(rows, long)) changes += (await this.run(sql, params)).changes;
    return changes;
  }

  #live(): Connection {
    assert(this.#connection !== null, 'transaction handle used after its task ended');
    return this.#connection;
  }
}
