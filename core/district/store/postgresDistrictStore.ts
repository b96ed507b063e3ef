import type { SqlDatabase } from '../../storage/sqlDatabase.ts';
import type { DistrictStore } from './districtStore.ts';
import { POSTGRES } from './postgresDialect.ts';
import { sqlDistrictStore } from './sqlDistrictStore.ts';

/** The district's memory on a server of its own: a second district process can take over. */
export function postgresDistrictStore(database: SqlDatabase): DistrictStore {
  return sqlDistrictStore(database, POSTGRES);
}
