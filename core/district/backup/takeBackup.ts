import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from '../../kernel/assert.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { lockFolder } from '../../node/folderLock.ts';
import { writeSynced } from '../../node/writeSynced.ts';
import { AppError } from '../../protocol/errors.ts';
import type { Database } from '../../storage/sqlite/database.ts';
import { openDatabase } from '../../storage/sqlite/database.ts';
import { copyInto, versionOf } from '../../storage/sqlite/migrate.ts';
import { districtFolderAt, openBeside } from '../audit/openSource.ts';
import { DISTRICT_FOLDER, readSecrets } from '../districtFolder.ts';
import { copyAttachments, sealingOf } from './attachments.ts';
import type { Attachments } from './attachments.ts';
import {
  ATTACHMENTS,
  BACKUP_VERSION,
  DATA,
  DATABASE,
  MANIFEST,
  SEGMENTS,
  backupsIn,
  copySynced,
  describe,
  dropDrafts,
  filesBeside,
  nameAt,
  syncFile,
} from './backupFiles.ts';
import type { BackupEnd, FileOfBackup, FoundBackup, Manifest } from './backupFiles.ts';
import { besideOf, endOf, packed, readSegment, unpacked } from './segment.ts';

export type BackupOptions = {
  /** A whole one, whatever there is. */
  readonly isFull: boolean;
  readonly now: EpochMs;
};

export type Taken = {
  readonly took: 'full' | 'segment' | 'nothing-new';
  readonly backup: string;
  readonly serverSeq: number;
  /** Backups that cannot be read: nothing is built on them. */
  readonly unreadable: readonly string[];
} & Attachments;

const FULL_AFTER_MS = DAY_MS;
/** No backup takes so long: a draft of that age is of one that was killed. */
const DRAFT_OLD_MS = HOUR_MS;

/**
 * A backup of a district that runs, taken beside it: a whole one a day (`VACUUM INTO`, so the database is of one
 * moment), in between what came since, and attachments by the name of what is in them. It keeps the district's
 * keys, too: whoever has it has the district.
 */
export async function takeBackup(
  data: string,
  to: string,
  { isFull, now }: BackupOptions,
): Promise<Taken> {
  const folder = await districtFolderAt(data);
  await mkdir(to, { recursive: true, mode: 0o700 });
  const lock = lockFolder(to);
  // Two at once would each go on from the same end, and a restore could follow one of them only.
  if (!lock.ok) throw new AppError('backup/busy', { details: { pid: lock.pid } });
  try {
    return await takeAlone(folder, to, { isFull, now });
  } finally {
    lock.lock.release();
  }
}

async function takeAlone(
  folder: string,
  to: string,
  { isFull, now }: BackupOptions,
): Promise<Taken> {
  const database = await openBeside(folder);
  try {
    await dropDrafts(to, now - DRAFT_OLD_MS);
    const { whole, unreadable } = await backupsIn(to, now);
    const last = whole.at(-1);
    const place = { folder, to, now };
    const isOld = last === undefined || !isFresh(last.manifest.takenAt, now);
    const part = isFull || isOld ? null : await addSegment(database, place, last);
    const taken = part ?? (await takeWhole(database, place));
    const files = { from: join(folder, ATTACHMENTS), to: join(to, ATTACHMENTS) };
    const asked = { sealing: await sealingOf(folder), isThorough: part === null };
    return { ...taken, unreadable, ...(await copyAttachments(files.from, files.to, asked)) };
  } finally {
    await database.close();
  }
}

/** One that is dated later than now was dated by a wrong clock: nobody knows how old it is. */
function isFresh(takenAt: EpochMs, now: EpochMs): boolean {
  return takenAt <= now && now - takenAt < FULL_AFTER_MS;
}

type Place = { readonly folder: string; readonly to: string; readonly now: EpochMs };
type Part = Pick<Taken, 'took' | 'backup' | 'serverSeq'>;

/** Null when a whole backup is needed: another history, another format, or too much that came since. */
async function addSegment(
  database: Database,
  { folder, to, now }: Place,
  { name, manifest }: FoundBackup,
): Promise<Part | null> {
  const epoch = await epochOf(database);
  const isSame = manifest.v === BACKUP_VERSION && epoch === manifest.epoch;
  if (!isSame || (await versionOf(database)) !== manifest.fileVersion) return null;
  const before = await lastEnd(join(to, name), manifest);
  // By a clock that was ahead nobody knows since when anything is new.
  if (before === null || before.takenAt > now) return null;
  const { takenAt: since, end: from, beside } = before;
  const people = await peopleIn(folder);
  const segment = await readSegment(database, { epoch, from, since, takenAt: now, people, beside });
  if (segment === 'too-much') return null;
  const { serverSeq } = from;
  if (segment === 'nothing-new') return { took: segment, backup: name, serverSeq };
  const range = [serverSeq + 1, segment.to.serverSeq].map((seq) => String(seq).padStart(9, '0'));
  await mkdir(join(to, name, SEGMENTS), { recursive: true, mode: 0o700 });
  await writeSynced(join(to, name, SEGMENTS, `${range.join('-')}.json.gz`), packed(segment));
  return { took: 'segment', backup: name, serverSeq: segment.to.serverSeq };
}

function peopleIn(folder: string): Promise<string | null> {
  return readFile(join(folder, DISTRICT_FOLDER.people), 'utf8').catch(() => null);
}

type LastEnd = {
  readonly end: BackupEnd;
  readonly takenAt: EpochMs;
  readonly beside: string | null;
};

/** Where the newest segment ends; null when it cannot be read, so that nothing is built on it. */
async function lastEnd(backup: string, manifest: Manifest): Promise<LastEnd | null> {
  const name = (await segmentsOf(backup)).at(-1);
  const { takenAt, beside = null } = manifest;
  if (name === undefined) return { end: manifest, takenAt, beside };
  const segment = unpacked(await readFile(join(backup, SEGMENTS, name)));
  if (segment === null) return null;
  return { end: segment.to, takenAt: segment.takenAt, beside: segment.beside ?? null };
}

export async function segmentsOf(backup: string): Promise<string[]> {
  const names = await readdir(join(backup, SEGMENTS)).catch(() => []);
  return names.filter((name) => /^\d+-\d+\.json\.gz$/.test(name)).sort();
}

async function takeWhole(database: Database, place: Place): Promise<Part> {
  const name = nameAt(place.now);
  const draft = join(place.to, `${name}.part`);
  await rm(draft, { recursive: true, force: true });
  try {
    const manifest = await draw(database, place, join(draft, DATA));
    await writeSynced(join(draft, MANIFEST), JSON.stringify(manifest, null, 1));
    await rename(draft, join(place.to, name));
    return { took: 'full', backup: name, serverSeq: manifest.serverSeq };
  } catch (cause) {
    // On a full disk it would stand in the way of the next one.
    await rm(draft, { recursive: true, force: true });
    throw cause;
  }
}

async function draw(database: Database, { folder, now }: Place, copies: string): Promise<Manifest> {
  await mkdir(copies, { recursive: true, mode: 0o700 });
  const file = join(copies, DATABASE);
  await copyInto(database, file);
  await syncFile(file);
  for (const one of await filesBeside(folder))
    await copySynced(join(folder, one), join(copies, one));
  const about = await aboutCopy(file, await peopleIn(copies));
  const files: FileOfBackup[] = [await describe(copies, file)];
  for (const one of await filesBeside(copies))
    files.push(await describe(copies, join(copies, one)));
  const { district } = await readSecrets(copies);
  const kind = 'shaotai-backup';
  return { kind, v: BACKUP_VERSION, district, takenAt: now, ...about, files };
}

/** What the copy itself says: it is opened and looked through before it counts as a backup. */
async function aboutCopy(
  file: string,
  people: string | null,
): Promise<Pick<Manifest, 'serverSeq' | 'chain' | 'fileVersion' | 'epoch'> & { beside: string }> {
  const copy = await openDatabase(file, { synchronous: 'FULL', readers: 1, cacheMb: 16 });
  try {
    await checkSound(copy);
    const told = await copy.read(async (reader) => ({
      ...(await endOf(reader)),
      beside: await besideOf(reader, people),
    }));
    return { ...told, fileVersion: await versionOf(copy), epoch: await epochOf(copy) };
  } finally {
    await copy.close();
  }
}

export async function checkSound(database: Database): Promise<void> {
  const row = await database.read((reader) =>
    reader.get<{ quick_check: string }>('PRAGMA quick_check(1)'),
  );
  if (must(row, 'a verdict').quick_check !== 'ok') throw new AppError('storage/corrupt');
}

async function epochOf(database: Database): Promise<string> {
  const sql = `SELECT value FROM meta WHERE key = 'epoch'`;
  return (await database.read((reader) => reader.get<{ value: string }>(sql)))?.value ?? '';
}
