import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { assert } from '../kernel/assert.ts';

/**
 * Callers at rest. One data key of 32 bytes per district, handed out at enrolment and kept by the system's
 * key store; from it one key seals (AES-256-GCM) and another finds (HMAC-SHA-256), so that neither helps
 * against the other.
 */
export interface Sealing {
  /** base64 of nonce, tag and text. Never the same twice. */
  seal(text: string): string;
  /** Null when it was sealed with another key or was changed. */
  open(sealed: string): string | null;
  /** Finds a number without knowing it: 64 hexadecimal digits of its normal form. */
  hmacOf(phoneNumber: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export function createDataKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

export function createSealing(dataKey: string): Sealing {
  const key = Buffer.from(dataKey, 'base64');
  assert(key.length === KEY_BYTES, 'a data key has 32 bytes');
  const sealKey = derived(key, 'shaotai/caller/seal/1');
  const findKey = derived(key, 'shaotai/caller/find/1');
  return {
    seal(text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        // A wrong tag is the answer to the question asked, not a failure.
        return null;
      }
    },
    hmacOf: (number) => createHmac('sha256', findKey).update(normalNumber(number)).digest('hex'),
  };
}

/**
 * One form for the ways in which a number is written or signalled: digits only, without +86, 0086, 86 or
 * the trunk 0 in front of a mobile number. An area code stays: it tells 010 from 0371.
 */
export function normalNumber(number: string): string {
  const digits = number.normalize('NFKC').replace(/\D/g, '');
  const national = digits.replace(/^(?:0086|86(?=1[3-9]\d{9}$|0?[1-9]\d{9,10}$))/, '');
  if (/^0?1[3-9]\d{9}$/.test(national)) return national.replace(/^0/, '');
  // "+86 10 6403 2588": the area code loses its 0 abroad and gets it back here.
  return national !== digits && !national.startsWith('0') ? `0${national}` : national;
}

function derived(key: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, KEY_BYTES));
}
