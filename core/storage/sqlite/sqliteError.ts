import { AppError } from '../../protocol/errors.ts';

/** Primary result codes of SQLite; extended codes carry them in their low byte. */
const BUSY = 5;
const LOCKED = 6;
const NO_MEMORY = 7;
const READ_ONLY = 8;
const INTERRUPTED = 9;
const IO = 10;
const CORRUPT = 11;
const FULL = 13;
const CANT_OPEN = 14;
/** The locks of the write-ahead log gave way to somebody too often. */
const PROTOCOL = 15;
const TOO_BIG = 18;
const CONSTRAINT = 19;
const MISMATCH = 20;
const RANGE = 25;
const NOT_A_DATABASE = 26;

/** Maps by number, never by text: the driver's words are not an interface. */
export function toAppError(cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  const code = sqliteCodeOf(cause);
  if (code === null) return cause;
  const details = { sqlite: code };
  switch (code & 0xff) {
    case BUSY:
    case LOCKED:
    case NO_MEMORY:
    case INTERRUPTED:
    case PROTOCOL:
      return new AppError('storage/busy', { retry: 'backoff', details, cause });
    case READ_ONLY:
      return new AppError('storage/read-only', { retry: 'askUser', details, cause });
    case FULL:
      return new AppError('storage/full', { retry: 'askUser', details, cause });
    case CORRUPT:
    case NOT_A_DATABASE:
      return new AppError('storage/corrupt', { retry: 'never', details, cause });
    case IO:
    case CANT_OPEN:
      return new AppError('storage/io', { retry: 'askUser', details, cause });
    default:
      // A constraint, a mistyped statement: our own mistake.
      return new AppError('bug/unexpected', { details, cause });
  }
}

const OF_THE_VALUES: readonly number[] = [TOO_BIG, CONSTRAINT, MISMATCH, RANGE];

/** Whether the file is well and says no to the very values that it was given: it will say so again. */
export function refusesTheValues(cause: unknown): boolean {
  const code = cause instanceof AppError ? cause.details['sqlite'] : undefined;
  return typeof code === 'number' && OF_THE_VALUES.includes(code & 0xff);
}

export function sqliteCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errno' in error) || !('code' in error)) return null;
  const { errno, code } = error;
  if (typeof errno !== 'number' || typeof code !== 'string') return null;
  return code.startsWith('SQLITE_') ? errno : null;
}
