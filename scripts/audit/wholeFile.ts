import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export type Write = (text: string) => Promise<void>;

/** So many characters are held back for one write. */
const HELD_MAX = 64 * 1024;

/** Whole, on the disk, or not there: a file that was begun is no file to be checked. */
export async function writeWhole<T>(file: string, fill: (write: Write) => Promise<T>): Promise<T> {
  const draft = `${file}.part`;
  const handle = await open(draft, 'w', 0o600);
  try {
    const said = await filled(handle, fill);
    await rename(draft, file);
    return said;
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
}

/** A disk that is full may say so as late as when the file is synced or closed. */
async function filled<T>(handle: FileHandle, fill: (write: Write) => Promise<T>): Promise<T> {
  let held = '';
  const put = async (): Promise<void> => {
    const text = held;
    held = '';
    await handle.writeFile(text);
  };
  try {
    const said = await fill(async (text) => {
      held += text;
      if (held.length > HELD_MAX) await put();
    });
    await put();
    await handle.sync();
    return said;
  } finally {
    await handle.close();
  }
}
