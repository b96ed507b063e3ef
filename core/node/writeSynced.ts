import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The whole file or the one before it, for this account only, over a crash and a power cut. */
export async function writeSynced(file: string, content: Buffer | string): Promise<void> {
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    // One left over from before may have been made for more than this account.
    await handle.chmod(0o600);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  await syncFolder(dirname(file));
}

/** A renamed file is there after a power cut only when its folder was synced, too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch {
    // Not every system syncs folders; there the rename itself is as good as it gets.
  } finally {
    await handle.close();
  }
}
