import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../../node/logFile.ts';
import { slowTo } from '../../node/slowQueries.ts';
import { AppError } from '../../protocol/errors.ts';
import { openDatabase, type Database } from '../../storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '../../storage/sqlite/migrate.ts';

/**
 * The three files of a console. `outbox.db` is the truth of what was acknowledged and answers with
 * synchronous=FULL; `desk.db` holds what belongs to this desk; `replica.db` may be lost at any time (I-15).
 */
export type ConsoleFiles = {
  readonly outbox: Database;
  readonly desk: Database;
  readonly replica: Database;
  /** Where a corrupt replica was moved, when that happened at this start. */
  readonly movedAside: string | null;
};

export async function openConsoleFiles(folder: string, log: Log): Promise<ConsoleFiles> {
  const outbox = await openOutbox(join(folder, 'outbox.db'), log);
  const desk = await openMigrated(join(folder, 'desk.db'), 'desk', log);
  const file = join(folder, 'replica.db');
  try {
    const replica = await openMigrated(file, 'replica', log);
    if (await isSound(replica)) return { outbox, desk, replica, movedAside: null };
    await replica.close();
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'storage/corrupt') throw cause;
  }
  const movedAside = await moveAside(file);
  log.write('error', 'storage/corrupt', { file: 'replica.db' });
  const replica = await openMigrated(file, 'replica', log);
  return { outbox, desk, replica, movedAside };
}

/** True when no act stands in the outbox: then it is anybody's who enrols here. */
export async function freeOutbox(folder: string, log: Log): Promise<boolean> {
  const outbox = await openOutbox(join(folder, 'outbox.db'), log);
  try {
    return await outbox.write(async (tx) => {
      if ((await tx.get('SELECT 1 FROM act LIMIT 1')) !== null) return false;
      await tx.run('DELETE FROM replica');
      return true;
    });
  } finally {
    await outbox.close();
  }
}

/** A damaged outbox is never replaced by itself: acts that people were promised stand in it. */
async function openOutbox(file: string, log: Log): Promise<Database> {
  try {
    return await openMigrated(file, 'outbox', log);
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'storage/corrupt') throw cause;
    throw new AppError('storage/outbox-lost', { cause });
  }
}

/** Sets a damaged replica aside and begins an empty one. */
export async function openReplicaAfresh(file: string, log: Log): Promise<Database> {
  await moveAside(file);
  return openMigrated(file, 'replica', log);
}

/** The file and its journal, kept for whoever wants to know what happened. */
export async function moveAside(file: string): Promise<string> {
  const aside = `${file}.corrupt-${Date.now()}`;
  for (const suffix of ['', '-wal', '-shm']) {
    await rename(`${file}${suffix}`, `${aside}${suffix}`).catch(() => undefined);
  }
  await dropOlder(file);
  return aside;
}

const ASIDE_KEPT = 2;

/** A disk that damages files again and again is not to be filled by what is set aside. */
async function dropOlder(file: string): Promise<void> {
  const prefix = `${basename(file)}.corrupt-`;
  const names = (await readdir(dirname(file))).filter((name) => name.startsWith(prefix));
  const stamps = [...new Set(names.map((name) => name.slice(prefix.length).split('-')[0] ?? ''))];
  const kept = stamps.sort((a, b) => Number(b) - Number(a)).slice(0, ASIDE_KEPT);
  for (const name of names) {
    if (kept.some((stamp) => name.slice(prefix.length).split('-')[0] === stamp)) continue;
    await rm(join(dirname(file), name), { force: true });
  }
}

/** 64 MB. */
const REPLICA_WAL_PAGES = 16_000;

export async function openMigrated(file: string, kind: string, log: Log): Promise<Database> {
  const database = await openDatabase(file, {
    synchronous: kind === 'replica' ? 'NORMAL' : 'FULL',
    readers: kind === 'replica' ? 3 : 1,
    cacheMb: kind === 'replica' ? 64 : 4,
    // Pages of feeds rewrite the same rows again and again: copied late, they are copied once.
    ...(kind === 'replica' ? { walPages: REPLICA_WAL_PAGES } : {}),
    onSlow: slowTo(log),
  });
  try {
    const folder = findMigrations(import.meta.url, `console/${kind}`);
    await migrate(database, await readMigrations(folder));
    return database;
  } catch (cause) {
    await database.close().catch(() => undefined);
    throw cause;
  }
}

const CHECK_PAGES_MAX = 20_000;

/** A full check of a big file would hold up the start: beyond 80 MB SQLite's own checks on use must do. */
async function isSound(database: Database): Promise<boolean> {
  return database.maintain(async (writer) => {
    const pages = await writer.get<{ page_count: number }>('PRAGMA page_count');
    const pragma = (pages?.page_count ?? 0) > CHECK_PAGES_MAX ? 'schema_version' : 'quick_check(1)';
    const rows = await writer.all<Record<string, unknown>>(`PRAGMA ${pragma}`);
    return pragma === 'schema_version' || Object.values(rows[0] ?? {})[0] === 'ok';
  });
}
