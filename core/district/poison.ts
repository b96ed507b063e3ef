import type { AnyOperation } from '../domain/operation/operation.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import { AppError } from '../protocol/errors.ts';
import type { Push, PushAnswer } from './districtCore.ts';

/**
 * How much of a push a turn decides: so many of its new operations, and whether they are only written down,
 * without any effect.
 */
export type Part = { readonly count: number; readonly isKeptOnly: boolean };

export const WHOLE: Part = { count: Number.POSITIVE_INFINITY, isKeptOnly: false };

/** Alone, an operation fails so often before it counts as the one that does the harm. */
const ALONE_TRIES = 2;

type Ports = {
  readonly attempt: (part: Part) => Promise<Result<PushAnswer, unknown>>;
  /** Kept without effect: somebody must look. */
  readonly onKept: (op: AnyOperation, cause: unknown) => void;
};

/** The disk is full, locked or away: no operation's fault, and nothing to be decided about one. */
export function isPassing(cause: unknown): boolean {
  return cause instanceof AppError && cause.code.startsWith('storage/');
}

/**
 * Decides a push of which the whole cannot be written: what stands before and after the operation that does
 * the harm is decided as if nothing were, and that one is kept as deferred. When not even that can be
 * written, nothing of it is decided: its console keeps it, and only what that console says waits behind it.
 */
export async function decideApart(
  push: Push,
  { attempt, onKept }: Ports,
): Promise<Result<PushAnswer, unknown>> {
  let count = Math.ceil(push.ops.length / 2);
  let aloneFailed = push.ops.length === 1 ? 1 : 0;
  let why: unknown = null;
  for (;;) {
    const isKeptOnly = aloneFailed >= ALONE_TRIES;
    const tried = await attempt({ count, isKeptOnly });
    if (!tried.ok) {
      if (isPassing(tried.error) || isKeptOnly) return tried;
      why = tried.error;
      if (count > 1) count = Math.ceil(count / 2);
      else aloneFailed += 1;
      continue;
    }
    if (tried.value.kind !== 'decided') return tried;
    const decided = tried.value.decisions.length;
    const last = push.ops[decided - 1];
    if (isKeptOnly && last !== undefined) onKept(last, why);
    if (decided >= push.ops.length) return ok(tried.value);
    count = push.ops.length - decided;
    aloneFailed = 0;
  }
}
