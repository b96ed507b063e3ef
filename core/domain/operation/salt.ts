import type { RandomBytes } from '../../kernel/ids.ts';
import type { Json } from '../../kernel/mergePatch.ts';

const SALT_BYTES = 16;
/** Longer ones no console makes, and a case carries what it is given. */
const SALT_MAX = 64;

type Salted = { readonly salt?: unknown };

/** Chance for one act: 128 bits, in hexadecimal digits. */
export function freshSalt(random: RandomBytes): string {
  return Array.from(random(SALT_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a device says may be anything. */
export function saltOf({ salt }: Salted): { readonly salt?: string } {
  const isOne = typeof salt === 'string' && salt !== '' && salt.length <= SALT_MAX;
  return isOne ? { salt } : {};
}

/**
 * The patch of a case with the salt of the act that makes it, so that what was said is found by nobody who tries
 * words until a hash fits (I-27): the act's own hash covers its salt, that of the case the document's, and that of
 * the decision the patch.
 */
export function salted(patch: Json, op: Salted): Json {
  if (op.salt === undefined || patch === null) return patch;
  return { ...(patch as Readonly<Record<string, Json>>), ...saltOf(op) };
}
