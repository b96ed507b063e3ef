import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RESTORED_MARK } from './backupFiles.ts';

/**
 * Runs what must be done once after a restore: when whoever starts the server says so, or when the restore
 * itself has left its mark. The mark goes when it is done; whoever is killed in between does it again.
 */
export async function onceRestored(
  folder: string,
  isSaid: boolean,
  restored: () => Promise<void>,
): Promise<void> {
  const mark = join(folder, RESTORED_MARK);
  const isMarked = await access(mark).then(
    () => true,
    () => false,
  );
  if (!isSaid && !isMarked) return;
  await restored();
  await rm(mark, { force: true });
}
