import { setTimeout as delay } from 'node:timers/promises';
import { assert, must } from '../../kernel/assert.ts';
import { AppError } from '../../protocol/errors.ts';
import type { SlowQuery, SqlDatabase, SqlReader, SqlWriter } from '../sqlDatabase.ts';
import { PgLane, inTransaction, withHandle } from './pgLane.ts';
import { PgSession } from './pgSession.ts';
import type { SessionOptions } from './pgSession.ts';

export type PostgresOptions = {
  /** `postgres://…` without a password, or null: then PGHOST, PGDATABASE and the others say where. */
  readonly url: string | null;
  readonly readers?: number;
  readonly slowMs?: number;
  /** How long a statement may take before the server counts as gone. */
  readonly patienceMs?: number;
  readonly onSlow?: (query: SlowQuery) => void;
  /** Another one decides here: this one takes over when that one is gone. */
  readonly onWaiting?: () => void;
  /** The line of the decider is gone: another one may decide already, nothing is written any more. */
  readonly onLost?: (why: AppError) => void;
};

const SLOW_MS = 40;
const PATIENCE_MS = 30_000;
/** One decider a database: whoever holds this lock. It ends with the connection that took it. */
const DECIDER_LOCK = 1_397_248_852;
const ASK_AGAIN_MS = 500;
const HEARTBEAT_MS = 5_000;
const NOT_A_DECIDER = 'opened for reading only';

/**
 * A database of one decider. Its lock and all its writes are on the same connection: a process that lost
 * the one cannot do the other, however alive it thinks it is. While another one holds the lock, `wait`
 * waits and `refuse` fails with `storage/busy`.
 */
export async function openPostgres(
  options: PostgresOptions,
  whenTaken: 'wait' | 'refuse' = 'wait',
): Promise<PostgresDatabase> {
  const own = sessionOptions(options);
  const writer = await decider({ ...own, mayWrite: true }, options, whenTaken);
  return new PostgresDatabase(options, { ...own, mayWrite: false }, writer);
}

/** Reads beside whoever decides. */
export function openPostgresReader(options: PostgresOptions): PostgresDatabase {
  return new PostgresDatabase(options, { ...sessionOptions(options), mayWrite: false }, null);
}

function sessionOptions(options: PostgresOptions): Omit<SessionOptions, 'mayWrite'> {
  const { url, slowMs = SLOW_MS, patienceMs = PATIENCE_MS, onSlow } = options;
  return { url, slowMs, patienceMs, onSlow: onSlow ?? (() => undefined) };
}

/** Asked again and again instead of waited for at the server: a line that died meanwhile is noticed. */
async function decider(
  own: SessionOptions,
  { onWaiting }: PostgresOptions,
  whenTaken: 'wait' | 'refuse',
): Promise<PgSession> {
  let session = await PgSession.open(own);
  let isWaiting = false;
  for (;;) {
    try {
      if (session.isOver) session = await PgSession.open(own);
      if (await takesLock(session)) return session;
    } catch (cause) {
      session.lose(cause);
      if (!isWaiting) throw cause;
    }
    if (whenTaken === 'refuse') {
      await session.end();
      throw new AppError('storage/busy', { details: { why: 'a district decides there already' } });
    }
    if (!isWaiting) onWaiting?.();
    isWaiting = true;
    await delay(ASK_AGAIN_MS);
  }
}

async function takesLock(session: PgSession): Promise<boolean> {
  const sql = 'SELECT pg_try_advisory_lock(?) AS taken';
  const { rows } = await session.query<{ taken: boolean }>(sql, [DECIDER_LOCK]);
  return rows[0]?.taken === true;
}

export class PostgresDatabase implements SqlDatabase {
  readonly #writerSession: PgSession | null;
  readonly #writer: PgLane;
  readonly #readers: readonly PgLane[];
  readonly #readerSessions = new Set<PgSession>();
  readonly #heartbeat: NodeJS.Timeout | null;
  #turn = 0;
  #isOpen = true;

  constructor(options: PostgresOptions, reading: SessionOptions, writer: PgSession | null) {
    this.#writerSession = writer;
    this.#writer = new PgLane(() => Promise.resolve(must(writer, NOT_A_DECIDER)));
    this.#readers = Array.from({ length: options.readers ?? 2 }, () => this.#readerLane(reading));
    if (writer !== null) writer.onLost = options.onLost ?? (() => undefined);
    // A line that is dead on both ends looks alive as long as nothing is said.
    this.#heartbeat =
      writer === null ? null : setInterval(() => void this.#beat(), HEARTBEAT_MS).unref();
  }

  /** One transaction on the connection that holds the decider's lock. Never call `write` inside `write`. */
  write<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T> {
    assert(this.#isOpen, 'database used after close');
    return this.#writer.run((session) => inTransaction(session, 'BEGIN', task));
  }

  read<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    return this.#reader().run((session) => withHandle(session, task));
  }

  snapshot<T>(task: (reader: SqlReader) => Promise<T>): Promise<T> {
    const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
    return this.#reader().run((session) => inTransaction(session, begin, task));
  }

  /** Alone on the writer without a transaction of its own: schema. */
  maintain<T>(task: (session: PgSession) => Promise<T>): Promise<T> {
    return this.#writer.run(task);
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    for (const lane of this.#readers) await lane.idle();
    for (const session of this.#readerSessions) await session.end();
    await this.#writer.idle();
    await this.#writerSession?.end();
  }

  #reader(): PgLane {
    assert(this.#isOpen, 'database used after close');
    this.#turn += 1;
    let best = this.#readers[this.#turn % this.#readers.length];
    for (const lane of this.#readers) {
      if (best === undefined || lane.waiting < best.waiting) best = lane;
    }
    return must(best, 'database opened without readers');
  }

  /** A reader's line that broke is replaced by the next read. */
  #readerLane(options: SessionOptions): PgLane {
    let session: PgSession | null = null;
    return new PgLane(async () => {
      if (session !== null && !session.isOver) return session;
      if (session !== null) this.#readerSessions.delete(session);
      session = await PgSession.open(options);
      this.#readerSessions.add(session);
      return session;
    });
  }

  async #beat(): Promise<void> {
    if (this.#writer.waiting > 0) return;
    await this.#writer.run((session) => session.query('SELECT 1')).catch(() => undefined);
  }
}
