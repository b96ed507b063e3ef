import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { REFERENCE_FILES, type ReferenceData } from './referenceFiles.ts';

const LENGTH_MAX = 4 * 1024 * 1024;

/** A range of the base map's bytes, or null when this console has no base map yet. */
export async function readBaseMap(
  reference: ReferenceData,
  offset: number,
  length: number,
): Promise<{ base64: string; total: number } | null> {
  const total = reference.baseMapBytes;
  if (total === null) return null;
  const from = Math.min(Math.max(0, Math.floor(offset)), total);
  const size = Math.min(Math.max(0, Math.floor(length)), LENGTH_MAX, total - from);
  const file = await open(join(reference.folder, REFERENCE_FILES.baseMap), 'r');
  try {
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await file.read(bytes, 0, size, from);
    return { base64: bytes.subarray(0, bytesRead).toString('base64'), total };
  } finally {
    await file.close();
  }
}
