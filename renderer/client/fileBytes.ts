import type { WireError } from '#core/protocol/console/envelope.ts';
import { ATTACHMENT_BYTES_MAX, FILE_PIECE_BYTES } from '#core/protocol/console/attachments.ts';
import { err, ok, type Result } from '#core/kernel/result.ts';
import type { ConsoleClient } from './consoleClient.ts';

/** At most so many characters are made into arguments of one call. */
const CHARS = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHARS) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHARS));
  }
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

type StoredFile = { readonly sha256: string; readonly bytes: number };

/** Hands a file to this page's host, which keeps it from then on; the act that names it comes after. */
export async function putFile(
  client: ConsoleClient,
  caseId: string,
  file: Blob,
): Promise<Result<StoredFile, WireError>> {
  if (file.size > ATTACHMENT_BYTES_MAX) return err({ code: 'file/too-large' });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  for (let offset = 0; ;) {
    const base64 = toBase64(bytes.subarray(offset, offset + FILE_PIECE_BYTES));
    const put = await client.do('file.put', {
      caseId,
      sha256,
      bytes: bytes.length,
      offset,
      base64,
    });
    if (!put.ok) return put;
    if (put.value.whole) return ok({ sha256, bytes: bytes.length });
    // The host stood elsewhere, as after a restart: it says where it goes on.
    if (put.value.offset === offset) return err({ code: 'storage/io' });
    offset = put.value.offset;
  }
}

/** All of an attachment, from this console or from the district. */
export async function getFile(
  client: ConsoleClient,
  caseId: string,
  sha256: string,
): Promise<Result<Uint8Array<ArrayBuffer>, WireError>> {
  let whole = new Uint8Array(0);
  for (let offset = 0; ;) {
    const got = await client.do('file.get', { caseId, sha256, offset });
    if (!got.ok) return got;
    const piece = fromBase64(got.value.base64);
    if (offset === 0) whole = new Uint8Array(got.value.total);
    whole.set(piece, offset);
    offset += piece.length;
    if (offset >= whole.length || piece.length === 0) return ok(whole);
  }
}

/** Only what a browser draws as plain pixels is drawn; everything else is saved by hand. */
const PICTURES: readonly (readonly [type: string, head: readonly number[], at?: number])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
  ['image/bmp', [0x42, 0x4d]],
];

/** By the bytes, never by the name: null is no picture. */
export function pictureType(bytes: Uint8Array): string | null {
  const found = PICTURES.find(([, head, at]) =>
    head.every((byte, i) => bytes[(at ?? 0) + i] === byte),
  );
  return found?.[0] ?? null;
}
