import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFileSealing } from '../../node/files/fileSealing.ts';
import type { FileSealing } from '../../node/files/fileSealing.ts';
import { isAbsent } from '../../node/isAbsent.ts';
import { writeSynced } from '../../node/writeSynced.ts';
import { readSecrets } from '../districtFolder.ts';

export type Attachments = {
  /** Copied now. */
  readonly attachments: number;
  /** Names of those whose bytes are not what they are named after: they are not copied. */
  readonly rotten: readonly string[];
};

export type CopyOptions = {
  /** Opens them: a file is named by the hash of what is in it, and lies there sealed. */
  readonly sealing: FileSealing;
  /** Reads the copies that are there already, too, and puts a right one in the place of a rotten one. */
  readonly isThorough: boolean;
};

/** By the keys of the folder that the attachments belong to. */
export async function sealingOf(folder: string): Promise<FileSealing> {
  return createFileSealing((await readSecrets(folder)).dataKey);
}

/** Whole attachments by their names; only what is in them as it was written goes over. */
export async function copyAttachments(
  from: string,
  to: string,
  { sealing, isThorough }: CopyOptions,
): Promise<Attachments> {
  const rotten: string[] = [];
  let attachments = 0;
  for (const folder of await namesIn(from, /^[0-9a-f]{2}$/)) {
    const there = new Set(await namesIn(join(to, folder), NAME));
    for (const name of await namesIn(join(from, folder), NAME)) {
      const copy = join(to, folder, name);
      if (there.has(name) && !(isThorough && (await isRotten(copy, name, sealing)))) continue;
      const bytes = await bytesAt(join(from, folder, name));
      if (bytes === null) continue;
      if (isRight(bytes, name, sealing)) {
        await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
        await writeSynced(copy, bytes);
        attachments += 1;
      } else {
        rotten.push(name);
      }
    }
  }
  return { attachments, rotten };
}

const NAME = /^[0-9a-f]{64}$/;

async function namesIn(folder: string, form: RegExp): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => form.test(name)).sort();
}

async function isRotten(file: string, name: string, sealing: FileSealing): Promise<boolean> {
  const bytes = await bytesAt(file);
  return bytes === null || !isRight(bytes, name, sealing);
}

/** Null when it was taken away since; what a disk does not give any more is not what was written. */
function bytesAt(file: string): Promise<Buffer | null> {
  return readFile(file).catch((cause: unknown) => (isAbsent(cause) ? null : Buffer.alloc(0)));
}

function isRight(sealed: Buffer, name: string, sealing: FileSealing): boolean {
  const bytes = sealing.open(sealed);
  return bytes !== null && createHash('sha256').update(bytes).digest('hex') === name;
}
