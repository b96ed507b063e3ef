import * as v from 'valibot';
import { WireId } from '../wireId.ts';

/**
 * How a console becomes one of the district's: POST /enrol with a one-time code, over loopback or TLS. The
 * console pins the certificate that it saw; the code ends in the first digits of its fingerprint, so that
 * nobody in between can offer another one.
 */
export const EnrolRequest = v.object({
  code: v.pipe(v.string(), v.maxLength(80)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  /** Ed25519 public key, base64 of the raw 32 bytes. */
  publicKey: v.pipe(v.string(), v.maxLength(64)),
  /**
   * A console that was enrolled in hours which a restored district lost: it stays who it is, so that what it
   * has acknowledged is sent by it. `proof` signs `comeBackText` with the key whose public half stands above.
   */
  again: v.optional(
    v.object({
      device: WireId,
      replica: WireId,
      scope: v.pipe(v.string(), v.maxLength(60)),
      proof: v.pipe(v.string(), v.maxLength(128)),
    }),
  ),
});
export type EnrolRequest = v.InferOutput<typeof EnrolRequest>;

export const EnrolReply = v.object({
  device: v.string(),
  replica: v.string(),
  scope: v.string(),
  /** Seals and finds callers; goes into the system's key store. */
  dataKey: v.string(),
  /** SHA-256 of the certificate, or null on loopback without TLS. */
  fingerprint: v.nullable(v.string()),
  district: v.string(),
  profile: v.string(),
});
export type EnrolReply = v.InferOutput<typeof EnrolReply>;

export function comeBackText(code: string, device: string, replica: string): string {
  return `come-back ${secretOf(code)} ${device} ${replica}`;
}

/** Digits of the fingerprint at the end of a code. */
export const CODE_FINGERPRINT_DIGITS = 10;

/** `ABCDE-FGHJK-0123456789`: the secret, then the beginning of the fingerprint; without TLS the secret alone. */
export function codeOf(secret: string, fingerprint: string | null): string {
  const tail = fingerprint?.slice(0, CODE_FINGERPRINT_DIGITS);
  return tail === undefined ? secret : `${secret}-${tail}`;
}

export function secretOf(code: string): string {
  return code.trim().toUpperCase().split('-').slice(0, 2).join('-');
}

/** Whether the certificate seen is the one that the code was made for. A code without digits proves nothing. */
export function codeFits(code: string, fingerprint: string): boolean {
  const tail = code.trim().toLowerCase().split('-')[2];
  return tail?.length === CODE_FINGERPRINT_DIGITS && fingerprint.startsWith(tail);
}
