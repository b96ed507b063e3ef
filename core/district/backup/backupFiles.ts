import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { EpochMs } from '../../kernel/time.ts';
import { isAbsent } from '../../node/isAbsent.ts';
import { syncFolder } from '../../node/writeSynced.ts';
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
  /** Hash of what changes without an entry of the log: logins, codes, people. Absent in older ones. */
  readonly beside?: string;
  readonly kind: 'shaotai-backup';
  readonly v: number;
  /** Format of the database: its last migration. */
  readonly fileVersion: number;
  readonly district: string;
  readonly epoch: string;
  readonly takenAt: EpochMs;
  readonly files: readonly FileOfBackup[];
};

export type FoundBackup = { readonly name: string; readonly manifest: Manifest };

export type FoundBackups = {
  /** The oldest first: by what is in them within one history, whatever the clock said. */
  readonly whole: readonly FoundBackup[];
  /** Whose manifest is not what was written: they are no backups, and nobody else's fault. */
  readonly unreadable: readonly string[];
};

/** `now`: what is dated later was named by a wrong clock, and says nothing of its age. */
export async function backupsIn(folder: string, now: EpochMs): Promise<FoundBackups> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^\d{8}T\d+$/.test(name));
  const whole: FoundBackup[] = [];
  const unreadable: string[] = [];
  for (const name of names.sort()) {
    const manifest = await manifestIn(join(folder, name));
    if (manifest === 'unreadable') unreadable.push(name);
    else if (manifest !== null) whole.push({ name, manifest });
  }
  return { whole: whole.sort(byHistory(whole, now)), unreadable };
}

/** Histories by when each began here, backups of one by where its log ends. */
function byHistory(
  all: readonly FoundBackup[],
  now: EpochMs,
): (a: FoundBackup, b: FoundBackup) => number {
  const begun = new Map<string, EpochMs>();
  for (const { manifest } of all) {
    const at = Math.min(begun.get(manifest.epoch) ?? Infinity, manifest.takenAt);
    begun.set(manifest.epoch, at);
  }
  const begin = ({ manifest }: FoundBackup): number => begun.get(manifest.epoch) ?? 0;
  const dated = ({ manifest }: FoundBackup): number =>
    manifest.takenAt > now ? 0 : manifest.takenAt;
  return (a, b) =>
    begin(a) - begin(b) || a.manifest.serverSeq - b.manifest.serverSeq || dated(a) - dated(b);
}

async function manifestIn(backup: string): Promise<Manifest | 'unreadable' | null> {
  try {
    const said: unknown = JSON.parse(await readFile(join(backup, MANIFEST), 'utf8'));
    return isManifest(said) ? said : 'unreadable';
  } catch (cause) {
    return isAbsent(cause) ? null : 'unreadable';
  }
}

/** One of a newer program may hold other things: whoever reads on looks at its `v` first. */
function isManifest(said: unknown): said is Manifest {
  if (typeof said !== 'object' || said === null) return false;
  const { kind, v, files, serverSeq, takenAt, epoch, chain } = said as Partial<Manifest>;
  if (kind !== 'shaotai-backup' || typeof v !== 'number') return false;
  const isWhole = Array.isArray(files) && typeof epoch === 'string' && typeof chain === 'string';
  return v > BACKUP_VERSION || (isWhole && Number.isFinite(serverSeq) && Number.isFinite(takenAt));
}

/** Whole backups that were begun so long ago and have no end: whoever began them was killed. */
export async function dropDrafts(folder: string, before: EpochMs): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\d{8}T\d+\.part$/.test(name) || name >= nameAt(before)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
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
  await syncFolder(dirname(to));
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

/** Nor where its rows live: a backup is of a file, and put back as one. */
const NOT_COPIED = /(^district\.db.*|^lock\..*|^dwelling\.json|\.part|\.new|\.bak)$/;
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

export const DATABASE = DISTRICT_FOLDER.database;
