import sqlite3 from 'sqlite3';
import { assert } from '../../kernel/assert.ts';
import type { SlowQuery, SqlParams } from '../sqlDatabase.ts';
import { toAppError } from './sqliteError.ts';

export type RunResult = { readonly changes: number; readonly lastId: number };

export type ConnectionOptions = {
  readonly pragmas: Readonly<Record<string, string | number>>;
  readonly onSlow: (query: SlowQuery) => void;
  readonly slowMs: number;
};

const STATEMENTS_MAX = 200;

/**
 * One connection of the driver as promises, with a cache of prepared statements. It knows nothing of
 * transactions: whoever holds it must be alone on it (database.ts sees to that).
 */
export class Connection {
  readonly #db: sqlite3.Database;
  readonly #options: ConnectionOptions;
  readonly #statements = new Map<string, Promise<sqlite3.Statement>>();
  #isOpen = true;

  private constructor(db: sqlite3.Database, options: ConnectionOptions) {
    this.#db = db;
    this.#options = options;
  }

  static async open(file: string, options: ConnectionOptions): Promise<Connection> {
    const db = await new Promise<sqlite3.Database>((resolve, reject) => {
      const flags = sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE | sqlite3.OPEN_FULLMUTEX;
      const opened: sqlite3.Database = new sqlite3.Database(file, flags, (error) => {
        if (error === null) resolve(opened);
        else reject(asError(toAppError(error)));
      });
    });
    const connection = new Connection(db, options);
    try {
      for (const [name, value] of Object.entries(options.pragmas)) {
        await connection.exec(`PRAGMA ${name} = ${value}`);
      }
    } catch (cause) {
      await connection.close();
      throw cause;
    }
    return connection;
  }

  async run(sql: string, params: SqlParams = []): Promise<RunResult> {
    const statement = await this.#prepared(sql);
    return this.#timed(sql, (done, fail) => {
      statement.run([...params], function (this: sqlite3.RunResult, error: Error | null) {
        if (error === null) done({ changes: this.changes, lastId: this.lastID });
        else fail(error);
      });
    });
  }

  async all<Row>(sql: string, params: SqlParams = []): Promise<Row[]> {
    const statement = await this.#prepared(sql);
    return this.#timed(sql, (done, fail) => {
      statement.all<Row>([...params], (error, rows) => {
        if (error === null) done(rows);
        else fail(error);
      });
    });
  }

  /** Through `all`, because the driver's `get` leaves its statement open and with it a read lock. */
  async get<Row>(sql: string, params: SqlParams = []): Promise<Row | null> {
    const rows = await this.all<Row>(sql, params);
    return rows[0] ?? null;
  }

  /** Several statements, no parameters, nothing cached: schema and transaction control. */
  exec(sql: string): Promise<void> {
    return this.#timed(sql, (done, fail) => {
      this.#db.exec(sql, (error) => {
        if (error === null) done();
        else fail(error);
      });
    });
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const open = [...this.#statements.values()];
    this.#statements.clear();
    for (const statement of await Promise.allSettled(open)) {
      if (statement.status === 'fulfilled') await finalized(statement.value);
    }
    await new Promise<void>((resolve, reject) => {
      this.#db.close((error) => {
        if (error === null) resolve();
        else reject(asError(toAppError(error)));
      });
    });
  }

  #prepared(sql: string): Promise<sqlite3.Statement> {
    assert(this.#isOpen, 'connection used after close');
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const made = new Promise<sqlite3.Statement>((resolve, reject) => {
      const statement: sqlite3.Statement = this.#db.prepare(sql, (error: Error | null) => {
        if (error === null) resolve(statement);
        else reject(asError(toAppError(error)));
      });
    });
    this.#statements.set(sql, made);
    made.catch(() => this.#statements.delete(sql));
    this.#dropOldest();
    return made;
  }

  #dropOldest(): void {
    if (this.#statements.size <= STATEMENTS_MAX) return;
    const [oldest] = this.#statements;
    if (oldest === undefined) return;
    this.#statements.delete(oldest[0]);
    oldest[1].then(finalized).catch(() => undefined);
  }

  #timed<T>(
    sql: string,
    start: (done: (value: T) => void, fail: (error: Error) => void) => void,
  ): Promise<T> {
    const began = performance.now();
    return new Promise<T>((resolve, reject) => {
      start(
        (value) => {
          const ms = performance.now() - began;
          if (ms >= this.#options.slowMs) this.#options.onSlow({ sql, ms });
          resolve(value);
        },
        (error) => {
          reject(asError(toAppError(error)));
        },
      );
    });
  }
}

function finalized(statement: sqlite3.Statement): Promise<void> {
  return new Promise((resolve) => {
    statement.finalize(() => {
      resolve();
    });
  });
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
