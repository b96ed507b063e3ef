import { isReplayId } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import { usesAnothersId } from '../domain/operation/ownIds.ts';
import { GENESIS_HASH, hashedText, wholeText } from '../domain/operation/operationHash.ts';
import type { Hashing } from '../kernel/hashing.ts';

/** Where a replica's chain stands: what the next operation must continue. */
export type ChainEnd = { readonly rseq: number; readonly hash: string };

export const CHAIN_START: ChainEnd = { rseq: 0, hash: GENESIS_HASH };

/**
 * - `gap`: something before it is missing; ask for it.
 * - `fork`: it contradicts what this replica said before: a cloned or restored disk.
 * - `bad`: it is not what its author made, or not in one piece.
 */
export type PushVerdict =
  | {
      readonly kind: 'fits';
      readonly resent: readonly AnyOperation[];
      readonly fresh: readonly AnyOperation[];
      /** Each operation as JSON: its text was made to be hashed. */
      readonly texts: ReadonlyMap<AnyOperation, string>;
    }
  | { readonly kind: 'gap'; readonly rseq: number }
  | { readonly kind: 'fork' }
  | { readonly kind: 'bad'; readonly why: string };

/**
 * Checks one batch of one incarnation against its chain (I-02). What is known is told apart from what is new,
 * so that nothing is decided twice (I-03). The signature over the last hash was checked before.
 */
export function verifyPush(
  ops: readonly AnyOperation[],
  end: ChainEnd,
  hashing: Hashing,
): PushVerdict {
  const first = ops[0];
  if (first === undefined) return { kind: 'bad', why: 'empty' };
  if (first.rseq < 1) return { kind: 'bad', why: 'rseq' };
  if (first.rseq > end.rseq + 1) return { kind: 'gap', rseq: end.rseq + 1 };
  const texts = new Map<AnyOperation, string>();
  const why = claimed(ops, hashing) ?? unfit(ops) ?? brokenIn(ops, hashing, texts);
  if (why !== null) return { kind: 'bad', why };
  const resent = ops.filter((op) => op.rseq <= end.rseq);
  const fresh = ops.filter((op) => op.rseq > end.rseq);
  const atEnd = resent.at(-1);
  if (atEnd?.rseq === end.rseq && atEnd.hash !== end.hash) return { kind: 'fork' };
  if (fresh[0] !== undefined && fresh[0].prevHash !== end.hash) return { kind: 'fork' };
  return { kind: 'fits', resent, fresh, texts };
}

/**
 * To say again what was deferred is the district's; what bears an id that another replica made is the fault of
 * whoever brings it, and must not stand in that other's way.
 */
function claimed(ops: readonly AnyOperation[], hashing: Hashing): string | null {
  const isReplay = ops.some((op) => isReplayId(op.opId) || op.replays !== undefined);
  if (isReplay) return 'replays';
  return ops.some((op) => usesAnothersId(op, hashing)) ? 'id' : null;
}

const DEPTH_MAX = 24;

/** JSON reads 1e999 as infinity and nests as deep as one likes; neither can be hashed or kept. */
function unfit(ops: readonly AnyOperation[]): string | null {
  return ops.every((op) => isFit(op, DEPTH_MAX)) ? null : 'value';
}

function isFit(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((one) => isFit(one, depth - 1));
}

function brokenIn(
  ops: readonly AnyOperation[],
  hashing: Hashing,
  texts: Map<AnyOperation, string>,
): string | null {
  try {
    return brokenAt(ops, hashing, texts);
  } catch {
    // No canonical text: whoever made it did not hash it either.
    return 'hash';
  }
}

/** What makes it no piece of one chain, or null. */
function brokenAt(
  ops: readonly AnyOperation[],
  hashing: Hashing,
  texts: Map<AnyOperation, string>,
): string | null {
  let previous: AnyOperation | null = null;
  for (const op of ops) {
    const follows =
      previous === null || (op.rseq === previous.rseq + 1 && op.prevHash === previous.hash);
    if (!follows) return 'chain';
    const text = hashedText(hashing, op);
    if (hashing.sha256(op.prevHash + text) !== op.hash) return 'hash';
    texts.set(op, wholeText(text, op));
    previous = op;
  }
  return null;
}
