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
