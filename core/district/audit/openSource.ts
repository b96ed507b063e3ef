import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../protocol/errors.ts';
import { refuseNewer, refuseOlder } from '../../storage/fileVersion.ts';
import { openDatabase } from '../../storage/sqlite/database.ts';
import type { Database } from '../../storage/sqlite/database.ts';
import { findMigrations, readMigrations, versionOf } from '../../storage/sqlite/migrate.ts';
import { DISTRICT_FOLDER, readSecrets } from '../districtFolder.ts';
import { beOfDistrict, openServerBeside } from '../store/openStores.ts';
import type { Stores } from '../store/openStores.ts';
import type { StoreAddress } from '../store/storeAddress.ts';
import { sqliteDistrictStore } from '../store/sqliteDistrictStore.ts';
import type { AuditSource } from './exportAudit.ts';
import { sqlTreeStore } from './treeStore.ts';

const HEADS_SINCE = 5;

/** A district's folder: the one named, or `district` in it. */
export async function districtFolderAt(data: string): Promise<string> {
  for (const folder of [data, join(data, 'district')]) {
    const isHere = await access(join(folder, DISTRICT_FOLDER.database)).then(
      () => true,
      () => false,
    );
    if (isHere) return folder;
  }
  throw new AppError('bundle/missing', { details: { what: DISTRICT_FOLDER.database } });
}

/** Its database, beside a district that may run: it is read as it is, and nothing is migrated here. */
export async function openBeside(folder: string): Promise<Database> {
  const file = join(folder, DISTRICT_FOLDER.database);
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1, cacheMb: 16 });
  try {
    const version = await versionOf(database);
    const known = (await readMigrations(findMigrations(import.meta.url, 'district'))).length;
    refuseNewer(version, known);
    // Whoever has not started this program on it once has neither heads nor a key for them.
    refuseOlder(version, known, HEADS_SINCE);
    return database;
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

export type AuditPlace = {
  readonly data: string;
  readonly isWhole: boolean;
  readonly postgres: StoreAddress;
};

export async function openAuditSource({
  data,
  isWhole,
  postgres,
}: AuditPlace): Promise<AuditSource & { readonly close: () => Promise<void> }> {
  const folder = postgres === null ? await districtFolderAt(data) : data;
  const { district, headKey } = await readSecrets(folder);
  const { database, store } =
    postgres === null ? await fileBeside(folder) : await serverBeside(postgres.url, district);
  const close = (): Promise<void> => database.close();
  return { store, trees: sqlTreeStore(database), district, key: headKey, isWhole, close };
}

async function fileBeside(folder: string): Promise<Stores> {
  const database = await openBeside(folder);
  return { database, store: sqliteDistrictStore(database) };
}

async function serverBeside(url: string | null, district: string): Promise<Stores> {
  const stores = await openServerBeside(url);
  try {
    await beOfDistrict(stores.store, district);
    return stores;
  } catch (cause) {
    await stores.database.close();
    throw cause;
  }
}
