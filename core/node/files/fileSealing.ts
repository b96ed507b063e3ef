import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of citizens at rest: a picture of a notice holds a name and a number as often as a form does. */
export type FileSealing = {
  readonly seal: (bytes: Buffer) => Buffer;
  /** Null when it was sealed with another key or was changed. */
  readonly open: (sealed: Buffer) => Buffer | null;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** By this much is a sealed file longer than what is in it. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

/** A key of its own out of the district's data key: AES-256-GCM, nonce, tag and bytes. */
export function createFileSealing(dataKey: string): FileSealing {
  const whole = Buffer.from(dataKey, 'base64');
  const key = Buffer.from(hkdfSync('sha256', whole, Buffer.alloc(0), 'shaotai/file/seal/1', 32));
  return {
    seal(bytes) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      if (sealed.length < SEAL_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, SEAL_BYTES));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(SEAL_BYTES)), decipher.final()]);
      } catch {
        // A wrong tag is the answer to the question asked, not a failure.
        return null;
      }
    },
  };
}
