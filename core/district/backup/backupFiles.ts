import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { EpochMs } from '../../kernel/time.ts';
import { DISTRICT_FOLDER } from '../districtFolder.ts';

/*
 * What a folder of backups holds:
 *
 *   20261122T190000123/          one whole backup; without its manifest it is none
 *     manifest.json              what it is, and the hash of every file in it
 *     data/                      the district's folder as it was, its database in one piece
 *     segments/000012001-000012345.json.gz
 *                                what came since, each from where the one before ended
 *   files/ab/ab12…               attachments by the hash of what is in them, of all backups together
 */
export const MANIFEST = 'manifest.json';
export const DATA = 'data';
export const SEGMENTS = 'segments';
export const ATTACHMENTS = 'files';
export const BACKUP_VERSION = 1;
/** In a folder that was put back: the next start of its server says so to every console, once. */
export const RESTORED_MARK = 'restored.json';

export type FileOfBackup = {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
};

/** Where the log of a backup ends. */
export type BackupEnd = { readonly serverSeq: number; readonly chain: string };

export type Manifest = BackupEnd & {
  readonly kind: 'shaotai-backup';
  readonly v: number;
  /** Format of the database: its last migration. */
  readonly fileVersion: number;
  readonly district: string;
  readonly epoch: string;
  readonly takenAt: EpochMs;
  readonly files: readonly FileOfBackup[];
};

/** Whole backups of a folder, the oldest first. */
export async function backupsIn(
  folder: string,
): Promise<{ readonly name: string; readonly manifest: Manifest }[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d{8}T\d+$/.test(name));
  const found: { readonly name: string; readonly manifest: Manifest }[] = [];
  for (const name of names.sort()) {
    const text = await readFile(join(folder, name, MANIFEST), 'utf8').catch(() => null);
    if (text !== null) found.push({ name, manifest: JSON.parse(text) as Manifest });
  }
  return found;
}

/** Sorts by time, and is the name of a folder everywhere. */
export function nameAt(at: EpochMs): string {
  return new Date(at).toISOString().replace(/[-:.Z]/g, '');
}

export async function describe(root: string, file: string): Promise<FileOfBackup> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const { size } = await stat(file);
  return { name: relative(root, file), bytes: size, sha256: hash.digest('hex') };
}

/** On the other disk when it says so, and never half of it under the right name. */
export async function copySynced(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, `${to}.part`);
  await syncFile(`${to}.part`);
  await rename(`${to}.part`, to);
}

export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NOT_COPIED = /(^district\.db.*|^lock\.json|\.part|\.new|\.bak)$/;
const OWN_FOLDERS: readonly string[] = [ATTACHMENTS, 'logs'];

/** What stands in a district's folder beside its database, its attachments and its logs. */
export async function filesBeside(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = all.filter((one) => one.isFile());
  return files
    .map((one) => relative(folder, join(one.parentPath, one.name)))
    .filter((name) => !NOT_COPIED.test(name) && name !== RESTORED_MARK)
    .filter((name) => !OWN_FOLDERS.includes(name.split(/[\\/]/)[0] ?? ''))
    .sort();
}

/** Whole attachments, each under the name of what is in it: what is there already is not copied again. */
export async function copyAttachments(from: string, to: string): Promise<number> {
  let copied = 0;
  const folders = (await readdir(from).catch(() => [])).filter((name) =>
    /^[0-9a-f]{2}$/.test(name),
  );
  for (const folder of folders) {
    const there = new Set(await readdir(join(to, folder)).catch(() => []));
    for (const name of await readdir(join(from, folder))) {
      if (!/^[0-9a-f]{64}$/.test(name) || there.has(name)) continue;
      await copySynced(join(from, folder, name), join(to, folder, name));
      copied += 1;
    }
  }
  return copied;
}

export const DATABASE = DISTRICT_FOLDER.database;
