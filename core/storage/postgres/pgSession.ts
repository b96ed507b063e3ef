import { Socket } from 'node:net';
import pg from 'pg';
import { AppError } from '../../protocol/errors.ts';
import type { SlowQuery, SqlParams } from '../sqlDatabase.ts';
import { awayError, toAppError } from './pgError.ts';
import { checked, numbered, safeInteger } from './pgStatement.ts';

export type SessionOptions = {
  /** `postgres://…` without a password, or null: then PGHOST, PGDATABASE and the others say where. */
  readonly url: string | null;
  readonly mayWrite: boolean;
  /** A statement that is not answered for so long: the line is dead, or the server is. */
  readonly patienceMs: number;
  readonly slowMs: number;
  readonly onSlow: (query: SlowQuery) => void;
};

type Answer<Row> = {
  readonly rows: readonly Row[];
  readonly changes: number;
  readonly command: string;
};

const BOOL = 16;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const CONNECT_MS = 10_000;
const OLDEST_SERVER = 150_000;

/**
 * Everything stated: another server may have other defaults. The server, too, finds out soon that this
 * process or its machine is gone, and lets go of what the session held.
 */
const SETTINGS = `
  SET synchronous_commit = on;
  SET default_transaction_isolation = 'read committed';
  SET statement_timeout = 0;
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = '60s';
  SET tcp_keepalives_idle = 5;
  SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 3;
  SET jit = off;
  SET timezone = 'UTC'`;

/** Integers and truth as what they are, everything else as its text. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<
  number,
  (text: string) => unknown
>([
  [BOOL, (text) => text === 't'],
  [INT8, safeInteger],
  [INT2, safeInteger],
  [INT4, safeInteger],
]);

/** While a statement runs, too; servers on other systems than Linux cannot, and say so. */
const CHECKED_LINE = `SET client_connection_check_interval = '5s'`;

/** One connection: over when its line is, never mended. Who holds it is alone on it. */
export class PgSession {
  readonly #client: pg.Client;
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #names = new Map<string, { readonly name: string; readonly text: string }>();
  #over: AppError | null = null;
  #isEnding = false;
  /** Called once when the line is gone without having been ended from here. */
  onLost: (why: AppError) => void = () => undefined;

  private constructor(options: SessionOptions) {
    this.#options = options;
    this.#socket = new Socket();
    this.#client = new pg.Client({
      ...(options.url === null ? {} : { connectionString: options.url }),
      application_name: 'shaotai-district',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      stream: () => this.#socket,
      types: { getTypeParser: (oid: number) => PARSERS.get(oid) ?? ((text: string) => text) },
    });
    this.#client.on('error', (cause) => {
      this.lose(cause);
    });
    this.#client.on('end', () => {
      this.lose(new Error('the server ended the connection'));
    });
  }

  static async open(options: SessionOptions): Promise<PgSession> {
    const session = new PgSession(options);
    try {
      await session.#client.connect();
      await session.exec(SETTINGS);
      await session.exec(CHECKED_LINE).catch(() => undefined);
      if (!options.mayWrite) await session.exec('SET default_transaction_read_only = on');
      await session.#check();
      return session;
    } catch (cause) {
      session.#isEnding = true;
      session.#socket.destroy();
      throw cause instanceof AppError ? cause : awayError(cause);
    }
  }

  get isOver(): boolean {
    return this.#over !== null;
  }

  /** Statements that stand in the source: prepared once a connection. */
  query<Row>(sql: string, params: SqlParams = []): Promise<Answer<Row>> {
    return this.#timed(sql, { ...this.#named(sql), values: checked(params) });
  }

  /** Statements that are made for their rows. */
  queryOnce(text: string, params: SqlParams): Promise<Answer<unknown>> {
    return this.#timed(text, { text, values: checked(params) });
  }

  /** Several statements, no parameters, as long as it takes: schema and settings. */
  async exec(sql: string): Promise<void> {
    await this.#asked(() => this.#client.query(sql));
  }

  /** From now on nothing is asked of it; what is under way fails. */
  lose(cause: unknown): void {
    if (this.#over !== null) return;
    this.#over = awayError(cause);
    this.#socket.destroy();
    if (!this.#isEnding) this.onLost(this.#over);
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    if (this.#over !== null) return;
    await this.#client.end().catch(() => undefined);
    this.#socket.destroy();
  }

  #named(sql: string): { readonly name: string; readonly text: string } {
    const known = this.#names.get(sql);
    if (known !== undefined) return known;
    const made = { name: `s${this.#names.size + 1}`, text: numbered(sql) };
    this.#names.set(sql, made);
    return made;
  }

  async #timed<Row>(sql: string, config: pg.QueryConfig): Promise<Answer<Row>> {
    const began = performance.now();
    const patience = setTimeout(() => {
      this.lose(new Error('the server does not answer'));
    }, this.#options.patienceMs);
    try {
      const { rows, rowCount, command } = await this.#asked(() => this.#client.query(config));
      return { rows: rows as Row[], changes: rowCount ?? 0, command };
    } finally {
      clearTimeout(patience);
      const ms = performance.now() - began;
      if (ms >= this.#options.slowMs) this.#options.onSlow({ sql, ms });
    }
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    const gone = this.#gone();
    if (gone !== null) throw gone;
    try {
      return await ask();
    } catch (cause) {
      throw this.#gone() ?? toAppError(cause);
    }
  }

  #gone(): AppError | null {
    return this.#over;
  }

  async #check(): Promise<void> {
    const sql = `SELECT current_setting('server_version_num') AS version,
                        current_setting('server_encoding') AS encoding`;
    const { rows } = await this.query<{ version: string; encoding: string }>(sql);
    const { version = '0', encoding = '' } = rows[0] ?? {};
    if (Number(version) < OLDEST_SERVER || encoding !== 'UTF8') {
      const why = `PostgreSQL 15 or newer with a UTF8 database is needed; this is ${version}, ${encoding}`;
      throw new AppError('storage/io', { details: { why } });
    }
  }
}
