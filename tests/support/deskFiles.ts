import { samplePicture } from '#core/demo/samplePicture.ts';

/** Hashes of the files on every case: two pictures, one that is elsewhere, one that is no picture. */
export const FILES = {
  before: 'b'.repeat(64),
  after: 'a'.repeat(64),
  near: 'e'.repeat(64),
  far: 'f'.repeat(64),
} as const;

export function fileOf(
  sha256: string,
  isCut: boolean,
): { base64: string; total: number } | { error: { code: string } } {
  if (sha256 === FILES.near && isCut) return { error: { code: 'file/line-cut' } };
  if (sha256 === FILES.far) return { base64: btoa('%PDF-1.4'), total: 8 };
  const grey = sha256 === FILES.before ? 30 : 176;
  const bytes = samplePicture({ width: 240, height: 180, grey });
  return { base64: bytes.toString('base64'), total: bytes.length };
}
