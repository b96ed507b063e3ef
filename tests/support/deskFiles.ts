/** Hashes of the files on every case: two pictures, one that is elsewhere, one that is no picture. */
export const FILES = {
  before: 'b'.repeat(64),
  after: 'a'.repeat(64),
  near: 'e'.repeat(64),
  far: 'f'.repeat(64),
} as const;

/** Bytes of a picture with a mark of that grey, 0 black to 255 white. */
export type Picture = (grey: number) => Uint8Array;

/** A page that nobody looks at needs no picture; whoever takes one gives the painter. */
const BLANK: Picture = (grey) => new Uint8Array([grey]);

export function fileOf(
  sha256: string,
  { isCut, picture = BLANK }: { readonly isCut: boolean; readonly picture?: Picture | undefined },
): { base64: string; total: number } | { error: { code: string } } {
  if (sha256 === FILES.near && isCut) return { error: { code: 'file/line-cut' } };
  if (sha256 === FILES.far) return { base64: btoa('%PDF-1.4'), total: 8 };
  const bytes = picture(sha256 === FILES.before ? 30 : 176);
  return { base64: btoa(String.fromCodePoint(...bytes)), total: bytes.length };
}
