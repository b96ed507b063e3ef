import type { Hashing } from '../../kernel/hashing.ts';
import type { AnyBody, AnyOperation } from './operation.ts';

/** `prevHash` of a replica's first operation in an incarnation. */
export const GENESIS_HASH = '0'.repeat(64);

/** Where an operation stands: `rseq` gapless from 1, its hash over its predecessor's (I-02). */
export type ChainLink = {
  readonly replica: string;
  readonly incarnation: number;
  readonly rseq: number;
  readonly viaSeq?: number;
  readonly prevHash: string;
};

type Linked = { readonly prevHash: string; readonly [field: string]: unknown };

/**
 * SHA-256 over the previous hash and the RFC 8785 text of everything else in the operation. Works on what
 * came over the wire, too: fields that this program does not know are part of the text.
 */
export function operationHash(hashing: Hashing, op: Linked): string {
  return hashing.sha256(op.prevHash + hashedText(hashing, op));
}

/** The text that is hashed after the previous hash. */
export function hashedText(hashing: Hashing, op: Linked): string {
  const { hash: _, prevHash: _before, ...rest } = op;
  return hashing.canonical(rest);
}

/** The whole operation as JSON: the text that was hashed, and what stands beside it. */
export function wholeText(
  hashed: string,
  { hash, prevHash }: Pick<AnyOperation, 'hash' | 'prevHash'>,
): string {
  return `${hashed.slice(0, -1)},"hash":"${hash}","prevHash":"${prevHash}"}`;
}

/** Puts a body at the end of a replica's chain. */
export function chained(hashing: Hashing, body: AnyBody, link: ChainLink): AnyOperation {
  const op = { ...body, ...link };
  return { ...op, hash: operationHash(hashing, op) };
}
