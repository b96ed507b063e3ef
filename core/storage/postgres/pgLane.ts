import { assert } from '../../kernel/assert.ts';
import type {
  InsertTarget,
  SqlParams,
  SqlReader,
  SqlRow,
  SqlWriter,
  UpsertTarget,
} from '../sqlDatabase.ts';
import type { PgSession } from './pgSession.ts';
import { conflictTail, inserts, lastOfEachKey } from './pgStatement.ts';

/** Jobs one after the other on one connection: a transaction is never mixed with another's statements. */
export class PgLane {
  readonly #session: () => Promise<PgSession>;
  #tail: Promise<unknown> = Promise.resolve();
  waiting = 0;

  constructor(session: () => Promise<PgSession>) {
    this.#session = session;
  }

  run<T>(job: (session: PgSession) => Promise<T>): Promise<T> {
    this.waiting += 1;
    const result = this.#tail.then(async () => job(await this.#session()));
    this.#tail = result.then(
      () => (this.waiting -= 1),
      () => (this.waiting -= 1),
    );
    return result;
  }

  /** When everything asked so far is over. */
  async idle(): Promise<void> {
    await this.#tail;
  }
}

export async function inTransaction<T>(
  session: PgSession,
  begin: string,
  task: (tx: SqlWriter) => Promise<T>,
): Promise<T> {
  await session.query(begin);
  try {
    const result = await withHandle(session, task);
    const { command } = await session.query('COMMIT');
    // After a statement that failed, COMMIT means ROLLBACK, without a word.
    assert(command === 'COMMIT', 'a failed statement was passed over inside a transaction');
    return result;
  } catch (cause) {
    // Where not even this is heard, the server rolls back by itself.
    await session.query('ROLLBACK').catch((why: unknown) => {
      session.lose(why);
    });
    throw cause;
  }
}

export async function withHandle<T>(
  session: PgSession,
  task: (tx: SqlWriter) => Promise<T>,
): Promise<T> {
  const handle = new Handle(session);
  try {
    return await task(handle);
  } finally {
    handle.end();
  }
}

class Handle implements SqlReader, SqlWriter {
  #session: PgSession | null;

  constructor(session: PgSession) {
    this.#session = session;
  }

  async all<Row>(sql: string, params?: SqlParams): Promise<Row[]> {
    return [...(await this.#live().query<Row>(sql, params)).rows];
  }

  async get<Row>(sql: string, params?: SqlParams): Promise<Row | null> {
    return (await this.#live().query<Row>(sql, params)).rows[0] ?? null;
  }

  run(sql: string, params?: SqlParams): Promise<{ readonly changes: number }> {
    return this.#live().query(sql, params);
  }

  insertRows(
    into: string | InsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number> {
    const table = typeof into === 'string' ? into : into.table;
    return this.#insert({ table, columns, tail: '' }, rows);
  }

  upsertRows(
    into: UpsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number> {
    const tail = conflictTail(into, columns);
    return this.#insert({ table: into.table, columns, tail }, lastOfEachKey(into, columns, rows));
  }

  end(): void {
    this.#session = null;
  }

  async #insert(
    into: { readonly table: string; readonly columns: readonly string[]; readonly tail: string },
    rows: readonly SqlRow[],
  ): Promise<number> {
    let changes = 0;
    for (const { sql, params } of inserts(into, rows)) {
      changes += (await this.#live().queryOnce(sql, params)).changes;
    }
    return changes;
  }

  #live(): PgSession {
    assert(this.#session !== null, 'transaction handle used after its task ended');
    return this.#session;
  }
}
