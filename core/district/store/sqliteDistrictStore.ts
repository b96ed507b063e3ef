import type { SqlDatabase } from '../../storage/sqlDatabase.ts';
import type { DistrictStore } from './districtStore.ts';
import { sqlDistrictStore } from './sqlDistrictStore.ts';
import { SQLITE } from './sqliteDialect.ts';

/** The district's memory in one file: no set-up, one machine. */
export function sqliteDistrictStore(database: SqlDatabase): DistrictStore {
  return sqlDistrictStore(database, SQLITE);
}
