import type { AnyOperation } from '../domain/operation/operation.ts';
import { BugError, must } from '../kernel/assert.ts';
import { err } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { AppError } from '../protocol/errors.ts';
import { refusesTheValues as postgresRefuses } from '../storage/postgres/pgError.ts';
import { refusesTheValues as sqliteRefuses } from '../storage/sqlite/sqliteError.ts';
import type { Part, Push, PushAnswer } from './push.ts';

/** Alone, an operation fails so often before it counts as the one that does the harm. */
const ALONE_TRIES = 2;

type Ports = {
  readonly attempt: (part: Part) => Promise<Result<PushAnswer, unknown>>;
  /** Kept without effect: somebody must look. */
  readonly onKept: (op: AnyOperation, cause: unknown) => void;
};

/**
 * What names the act itself: the store says no to its values, or a claim of ours breaks over it. Everything
 * else - a full or locked disk, a row that cannot be read, whatever nobody thought of - condemns no act.
 */
export function isPoison(cause: unknown): boolean {
  if (cause instanceof BugError || cause instanceof TypeError) return true;
  return sqliteRefuses(cause) || postgresRefuses(cause);
}

/** The disk is full, locked or away for whoever writes: no operation is looked for. */
export function isOfTheDisk(cause: unknown): boolean {
  return cause instanceof AppError && cause.code.startsWith('storage/');
}

/** Another holds the file for longer than a try waits; what only reads goes on. */
export function isLocked(cause: unknown): boolean {
  return cause instanceof AppError && cause.code === 'storage/busy';
}

/** Neither a smaller part nor keeping it without effect would help. */
function isStuck(why: unknown, { count, isKeptOnly }: Part): boolean {
  return isOfTheDisk(why) || (count === 1 && (isKeptOnly || !isPoison(why)));
}

/**
 * Answers a push of which the whole cannot be decided, and why not is told: what stands before and after the
 * operation that does the harm is decided as if nothing were, and that one is kept as deferred. When it is
 * not its own fault, or not even that can be written, it stays with its console, and what that console says
 * waits behind it. What stands before it is answered then, decided here or long ago (I-08); the failure is
 * the answer only when nothing does.
 */
export async function decideApart(
  push: Push,
  cause: unknown,
  { attempt, onKept }: Ports,
): Promise<Result<PushAnswer, unknown>> {
  let told = await attempt({ count: 0, isKeptOnly: false });
  let count = Math.ceil(push.ops.length / 2);
  let aloneFailed = 0;
  let why = cause;
  while (told.ok && told.value.kind === 'decided') {
    const before = told.value.decisions.length;
    if (before >= push.ops.length) return told;
    const isKeptOnly = aloneFailed >= ALONE_TRIES;
    const tried = isOfTheDisk(why) ? err(why) : await attempt({ count, isKeptOnly });
    if (tried.ok) {
      if (isKeptOnly) onKept(must(push.ops[before], 'the operation that was kept'), why);
      told = tried;
      count = push.ops.length - before;
      aloneFailed = 0;
    } else {
      why = tried.error;
      if (isStuck(why, { count, isKeptOnly })) return before > 0 ? told : tried;
      if (count > 1) count = Math.ceil(count / 2);
      else aloneFailed += 1;
    }
  }
  return told;
}
