import { BugError } from '../../kernel/assert.ts';
import { AppError } from '../../protocol/errors.ts';

/** Classes of SQLSTATE: the first two characters say whose fault it is. */
const OF_THE_VALUES: readonly string[] = ['22', '23', '54'];
const BUSY: readonly string[] = ['40', '53', '55', '57'];
const AWAY: readonly string[] = ['08', '28', '3D', '58'];
const DISK_FULL = '53100';
const READ_ONLY = '25006';
/** The server stops, has crashed or does not take anybody yet; a session of ours was ended. */
const ENDED: readonly string[] = ['57P01', '57P02', '57P03', '57P05', '25P03'];
const CORRUPT = 'XX';

const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * Maps by number, never by text: the server speaks the language of whoever set it up. What has no number
 * did not come from the server: it cannot be heard.
 */
export function toAppError(cause: unknown): AppError | BugError {
  if (cause instanceof AppError || cause instanceof BugError) return cause;
  const sqlstate = sqlstateOf(cause);
  if (sqlstate === null) return awayError(cause);
  const details = { sqlstate };
  const kind = sqlstate.slice(0, 2);
  if (sqlstate === DISK_FULL) {
    return new AppError('storage/full', { retry: 'askUser', details, cause });
  }
  if (sqlstate === READ_ONLY) {
    return new AppError('storage/read-only', { retry: 'askUser', details, cause });
  }
  if (ENDED.includes(sqlstate) || AWAY.includes(kind)) {
    return new AppError('storage/io', { retry: 'backoff', details, cause });
  }
  if (BUSY.includes(kind))
    return new AppError('storage/busy', { retry: 'backoff', details, cause });
  if (kind === CORRUPT) {
    return new AppError('storage/corrupt', { retry: 'never', details, cause });
  }
  // A constraint, a mistyped statement: our own mistake.
  return new AppError('bug/unexpected', { details, cause });
}

/** Whether the server is well and says no to the very values that it was given: it will say so again. */
export function refusesTheValues(cause: unknown): boolean {
  const sqlstate = cause instanceof AppError ? cause.details['sqlstate'] : undefined;
  return typeof sqlstate === 'string' && OF_THE_VALUES.includes(sqlstate.slice(0, 2));
}

/** The server cannot be reached, or the line to it is gone. */
export function awayError(cause: unknown): AppError {
  if (cause instanceof AppError && cause.code === 'storage/io') return cause;
  const sqlstate = sqlstateOf(cause);
  const why = cause instanceof Error ? whyOf(cause) : String(cause);
  const details = sqlstate === null ? { why } : { why, sqlstate };
  return new AppError('storage/io', { retry: 'backoff', details, cause });
}

/** A machine of several addresses fails with a list and no words of its own. */
function whyOf(cause: Error): string {
  if (!(cause instanceof AggregateError)) return cause.message;
  return cause.errors.map((one) => (one instanceof Error ? one.message : String(one))).join('; ');
}

function sqlstateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null;
  const { code } = error;
  return typeof code === 'string' && SQLSTATE.test(code) ? code : null;
}
