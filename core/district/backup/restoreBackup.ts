import { mkdir, readFile, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EpochMs } from '../../kernel/time.ts';
import { writeSynced } from '../../node/writeSynced.ts';
import { AppError } from '../../protocol/errors.ts';
import { refuseNewer } from '../../storage/fileVersion.ts';
import { openDatabase } from '../../storage/sqlite/database.ts';
import { findMigrations, readMigrations } from '../../storage/sqlite/migrate.ts';
import { DISTRICT_FOLDER } from '../districtFolder.ts';
import { copyAttachments, sealingOf } from './attachments.ts';
import type { Attachments } from './attachments.ts';
import {
  ATTACHMENTS,
  BACKUP_VERSION,
  DATA,
  DATABASE,
  MANIFEST,
  RESTORED_MARK,
  SEGMENTS,
  backupsIn,
  copySynced,
  describe,
} from './backupFiles.ts';
import type { BackupEnd, FoundBackup, Manifest } from './backupFiles.ts';
import { SEGMENT, applySegment, endOf, unpacked } from './segment.ts';
import type { Segment } from './segment.ts';
import { checkSound, segmentsOf } from './takeBackup.ts';

export type Restored = {
  readonly restored: string;
  readonly backup: string;
  /** Of the last thing that is in it. */
  readonly takenAt: EpochMs;
  readonly serverSeq: number;
  readonly segments: number;
  /** The first segment that is not as it was written: it and what follows stay out. */
  readonly damaged: string | null;
  /** Other backups of the folder that cannot be read. */
  readonly unreadable: readonly string[];
} & Attachments;

export type RestoreOptions = {
  /** Name of a backup; the newest when null. */
  readonly backup: string | null;
  readonly now: EpochMs;
};

/**
 * Puts a district back into a folder that is empty or not there. Nothing stands under the name of the folder
 * before all of it is right, and its first start begins another history: consoles send again what the backup
 * lacks. What a newer program has written is refused, not read by guess.
 */
export async function restoreBackup(
  from: string,
  data: string,
  { backup, now }: RestoreOptions,
): Promise<Restored> {
  // A slash at its end would put the draft into the folder itself.
  const target = resolve(data);
  if (!(await isFree(target)))
    throw new AppError('backup/not-empty', { details: { folder: data } });
  const { found, unreadable } = await choose(from, backup, now);
  await mustBeKnown(found.manifest);
  const draft = `${target}.restoring`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const added = await build(draft, from, found);
    const { serverSeq, takenAt } = added;
    const mark = { backup: found.name, takenAt, serverSeq, restoredAt: now };
    await writeSynced(join(draft, RESTORED_MARK), JSON.stringify(mark));
    await rmdir(target).catch(() => undefined);
    await rename(draft, target);
    return { restored: data, backup: found.name, ...added, unreadable };
  } catch (cause) {
    // Half a district with its keys is of no use to anybody.
    await rm(draft, { recursive: true, force: true });
    throw cause;
  }
}

/** The one that is asked for, or the newest that can be read: one damaged manifest blocks no other backup. */
async function choose(
  from: string,
  backup: string | null,
  now: EpochMs,
): Promise<{ readonly found: FoundBackup; readonly unreadable: readonly string[] }> {
  const { whole, unreadable } = await backupsIn(from, now);
  const found = backup === null ? whole.at(-1) : whole.find(({ name }) => name === backup);
  if (found !== undefined) return { found, unreadable };
  if (backup !== null && unreadable.includes(backup)) {
    throw new AppError('backup/damaged', { details: { file: join(backup, MANIFEST) } });
  }
  const named = unreadable.length === 0 ? {} : { unreadable: unreadable.join(' ') };
  throw new AppError('backup/none', { details: { folder: from, ...named } });
}

async function build(
  draft: string,
  from: string,
  { name, manifest }: FoundBackup,
): Promise<Added & Attachments> {
  const whole = join(from, name);
  await copyChecked(join(whole, DATA), draft, manifest);
  const added = await addSegments(draft, whole, manifest);
  const files = { from: join(from, ATTACHMENTS), to: join(draft, ATTACHMENTS) };
  const sealing = await sealingOf(draft);
  return {
    ...added,
    ...(await copyAttachments(files.from, files.to, { sealing, isThorough: true })),
  };
}

async function isFree(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found === null || (found.isDirectory() && (await readdir(folder)).length === 0);
}

async function mustBeKnown({ v, fileVersion }: Manifest): Promise<void> {
  const known = (await readMigrations(findMigrations(import.meta.url, 'district'))).length;
  refuseNewer(v, BACKUP_VERSION);
  refuseNewer(fileVersion, known);
}

async function copyChecked(from: string, to: string, { files }: Manifest): Promise<void> {
  for (const { name, bytes, sha256 } of files) {
    await copySynced(join(from, name), join(to, name)).catch((cause: unknown) => {
      throw new AppError('backup/damaged', { details: { file: name }, cause });
    });
    const copy = await describe(to, join(to, name));
    if (copy.bytes !== bytes || copy.sha256 !== sha256) {
      throw new AppError('backup/damaged', { details: { file: name } });
    }
  }
}

type Added = Pick<Restored, 'serverSeq' | 'takenAt' | 'segments' | 'damaged'>;

/** Each must begin where the one before ended, of the same history, or it is none of this backup. */
async function addSegments(data: string, whole: string, manifest: Manifest): Promise<Added> {
  const file = join(data, DATABASE);
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1, cacheMb: 64 });
  let { takenAt } = manifest;
  let end: BackupEnd = { serverSeq: manifest.serverSeq, chain: manifest.chain };
  let segments = 0;
  let damaged: string | null = null;
  try {
    for (const name of await segmentsOf(whole)) {
      const segment = unpacked(await readFile(join(whole, SEGMENTS, name)));
      if (segment === null || !goesOn(segment, end, manifest)) {
        damaged = name;
        break;
      }
      await applySegment(database, segment);
      if (segment.people !== null) {
        await writeSynced(join(data, DISTRICT_FOLDER.people), segment.people);
      }
      ({ to: end, takenAt } = segment);
      segments += 1;
    }
    await checkSound(database);
    const is = await database.read((reader) => endOf(reader));
    if (is.serverSeq !== end.serverSeq || is.chain !== end.chain) {
      throw new AppError('backup/damaged', { details: { file: DATABASE } });
    }
  } finally {
    await database.close();
  }
  return { serverSeq: end.serverSeq, takenAt, segments, damaged };
}

function goesOn({ kind, v, epoch, from }: Segment, end: BackupEnd, manifest: Manifest): boolean {
  const isKnown = kind === SEGMENT && v <= BACKUP_VERSION && epoch === manifest.epoch;
  return isKnown && from.serverSeq === end.serverSeq && from.chain === end.chain;
}
