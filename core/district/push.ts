import type { PersonId, Scope } from '../domain/operation/identity.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { FailureCode } from '../protocol/errors.ts';
import type { WireDecision } from '../protocol/sync/frames.ts';
import type { SentAt } from './correctedTime.ts';

export type Push = {
  readonly device: string;
  readonly replica: string;
  readonly incarnation: number;
  readonly ops: readonly AnyOperation[];
  /** Ed25519 over the last operation's hash, base64. */
  readonly sig: string;
  /** Who is logged in on the connection that carries it. */
  readonly person?: PersonId | null;
  /** Others who sit there, too: only where many people's acts are made up at one device. */
  readonly people?: readonly PersonId[];
  readonly sentAt?: SentAt;
};

export type PushAnswer =
  | { readonly kind: 'decided'; readonly decisions: readonly WireDecision[] }
  | { readonly kind: 'gap'; readonly rseq: number }
  | { readonly kind: 'refused'; readonly code: FailureCode };

export type Device = {
  readonly replica: string;
  readonly scope: Scope;
  readonly verify: (text: string, signature: string) => boolean;
};

/**
 * How much of a push a turn decides: so many of its new operations, and whether they are only written down,
 * without any effect.
 */
export type Part = { readonly count: number; readonly isKeptOnly: boolean };

export const WHOLE: Part = { count: Number.POSITIVE_INFINITY, isKeptOnly: false };

/**
 * What a turn decides of it, told before its chain is looked at: of a part nothing is read but what is decided
 * in it, so what cannot be read stops nobody who stands before it.
 */
export function freshOf(
  push: Push,
  have: number,
  { count }: Part = WHOLE,
): readonly AnyOperation[] {
  return push.ops.filter((op) => op.rseq > have).slice(0, count);
}
