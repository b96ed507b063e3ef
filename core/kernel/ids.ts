import type { Hashing } from './hashing.ts';
import type { EpochMs } from './time.ts';

/** Sixteen fresh random bytes; a port, because the pure core has no dice. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * UUID version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.
 * Sortable by the maker's clock only; nothing may depend on that order.
 */
export function uuidV7(at: EpochMs, random: RandomBytes): string {
  const bytes = random(16);
  let ms = Math.max(0, Math.floor(at));
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const OWNED_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TAG_DIGITS = 8;

/**
 * A UUID of an owner's own (RFC 9562, version 8): milliseconds and 42 random bits as above, then 32 bits of a hash of
 * all that and of its owner. Anybody can tell whose it is not, but for one chance in four thousand million.
 */
export function ownedId(
  owner: string,
  at: EpochMs,
  by: { readonly random: RandomBytes; readonly hashing: Hashing },
): string {
  const plain = uuidV7(at, by.random);
  const head = `${plain.slice(0, 14)}8${plain.slice(15, -TAG_DIGITS)}`;
  return head + tagOf(owner, head, by.hashing);
}

/** Made by `ownedId`, and for somebody else. Of any other id nobody can tell. */
export function isOwnedByAnother(id: string, owner: string, hashing: Hashing): boolean {
  if (!OWNED_ID.test(id)) return false;
  return id.slice(-TAG_DIGITS) !== tagOf(owner, id.slice(0, -TAG_DIGITS), hashing);
}

function tagOf(owner: string, head: string, hashing: Hashing): string {
  return hashing.sha256(`${head} ${owner}`).slice(0, TAG_DIGITS);
}
