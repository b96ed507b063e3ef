import { join } from 'node:path';
import type { Log } from '../../node/logFile.ts';
import { slowTo } from '../../node/slowQueries.ts';
import { AppError } from '../../protocol/errors.ts';
import { refuseNewer, refuseOlder } from '../../storage/fileVersion.ts';
import { openPostgres, openPostgresReader } from '../../storage/postgres/pgDatabase.ts';
import { migratePostgres, versionOnServer } from '../../storage/postgres/pgMigrate.ts';
import type { SlowQuery, SqlDatabase } from '../../storage/sqlDatabase.ts';
import { openDatabase } from '../../storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '../../storage/sqlite/migrate.ts';
import { DISTRICT_FOLDER } from '../districtFolder.ts';
import type { DistrictStore } from './districtStore.ts';
import { markDwelling, mustLiveHere } from './dwelling.ts';
import { postgresDistrictStore } from './postgresDistrictStore.ts';
import { sqliteDistrictStore } from './sqliteDistrictStore.ts';

/** A server instead of the folder's own file. */
export type PostgresChoice = {
  /** `postgres://…` without a password, or null: then PGHOST, PGDATABASE and the others say where. */
  readonly url: string | null;
  /** While another process decides there: take over when it is gone, or fail at once. */
  readonly whenTaken: 'wait' | 'refuse';
  readonly onWaiting?: () => void;
  /** The line of the decider is gone: another one may decide already. This process must end. */
  readonly onLost?: (why: AppError) => void;
};

export type Stores = { readonly database: SqlDatabase; readonly store: DistrictStore };

type Place = {
  readonly folder: string;
  readonly log: Log;
  readonly postgres?: PostgresChoice | undefined;
};

const READERS = 3;

/** The district's database where it lives, migrated, with this process as its one decider. */
export async function openStores(place: Place): Promise<Stores> {
  const { folder, postgres } = place;
  const lives = await mustLiveHere(folder, postgres === undefined ? 'file' : 'server');
  const stores = await openEither(place);
  // Known to the folder before the first row is written there.
  if (postgres !== undefined && lives !== 'server') await markDwelling(folder, 'server');
  return stores;
}

/** The one or the other, wherever the district lives: for its move. */
export function openEither({ folder, log, postgres }: Place): Promise<Stores> {
  const onSlow = slowTo(log);
  return postgres === undefined
    ? openFile(join(folder, DISTRICT_FOLDER.database), onSlow)
    : openServer(postgres, onSlow);
}

/** To read beside whoever decides: nothing is migrated, and what this program does not know is refused. */
export async function openServerBeside(url: string | null): Promise<Stores> {
  const database = openPostgresReader({ url, readers: 1 });
  try {
    const known = (await readMigrations(findMigrations(import.meta.url, 'postgres'))).length;
    const version = await versionOnServer(database);
    refuseNewer(version, known);
    refuseOlder(version, known);
    return { database, store: postgresDistrictStore(database) };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

async function openFile(file: string, onSlow: (query: SlowQuery) => void): Promise<Stores> {
  const database = await openDatabase(file, {
    synchronous: 'FULL',
    readers: READERS,
    cacheMb: 128,
    onSlow,
  });
  try {
    await migrate(database, await readMigrations(findMigrations(import.meta.url, 'district')));
    return { database, store: sqliteDistrictStore(database) };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

async function openServer(
  { url, whenTaken, onWaiting, onLost }: PostgresChoice,
  onSlow: (query: SlowQuery) => void,
): Promise<Stores> {
  const told = {
    ...(onWaiting === undefined ? {} : { onWaiting }),
    ...(onLost === undefined ? {} : { onLost }),
  };
  const database = await openPostgres({ url, readers: READERS, onSlow, ...told }, whenTaken);
  try {
    const migrations = await readMigrations(findMigrations(import.meta.url, 'postgres'));
    await migratePostgres(database, migrations);
    return { database, store: postgresDistrictStore(database) };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

/** What the file of a district is called that lives on a server now. */
export function movedName(file: string): string {
  return `${file}.moved`;
}

/** A server's database belongs to the folder that it was begun with: its keys, people and files lie there. */
export async function holdToDistrict(store: DistrictStore, district: string): Promise<void> {
  if ((await store.meta('district')) === null) await store.setMeta('district', district);
  await beOfDistrict(store, district);
}

export async function beOfDistrict(store: DistrictStore, district: string): Promise<void> {
  if ((await store.meta('district')) === district) return;
  const why = 'this database belongs to the data folder of another district';
  throw new AppError('sync/wrong-district', { details: { why } });
}
