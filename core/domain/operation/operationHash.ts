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

/**
 * SHA-256 over the previous hash and the RFC 8785 text of everything else in the operation. Works on what
 * came over the wire, too: fields that this program does not know are part of the text.
 */
export function operationHash(
  hashing: Hashing,
  op: { readonly prevHash: string; readonly [field: string]: unknown },
): string {
  const { hash: _, prevHash, ...rest } = op;
  return hashing.sha256(prevHash + hashing.canonical(rest));
}

/** Puts a body at the end of a replica's chain. */
export function chained(hashing: Hashing, body: AnyBody, link: ChainLink): AnyOperation {
  const op = { ...body, ...link };
  return { ...op, hash: operationHash(hashing, op) };
}
