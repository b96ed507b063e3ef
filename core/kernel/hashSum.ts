const BITS = 256;
const DIGITS = 64;

/**
 * Sum of SHA-256 hashes, modulo 2^256: the same in whatever order they come, another one as soon as a hash is
 * missing, twice there or different. It tells two sets apart that went apart by accident, not by an adversary.
 */
export function sumOfHashes(hashes: Iterable<string>): string {
  let sum = 0n;
  for (const hash of hashes) sum += BigInt(`0x${hash}`);
  return BigInt.asUintN(BITS, sum).toString(16).padStart(DIGITS, '0');
}
