import type { SqlDatabase } from '../../storage/sqlDatabase.ts';
import type { DistrictStore } from './districtStore.ts';
import { POSTGRES } from './postgresDialect.ts';
import { sqlDistrictStore } from './sqlDistrictStore.ts';

/** The district's memory on a server of its own: a second district process can take over. */
export function postgresDistrictStore(database: SqlDatabase): DistrictStore {
  return {
    ...sqlDistrictStore(database, POSTGRES),
    // What is dead there is the server's own to clear away (docs/adr/0019).
    emptyJournal: () => Promise.resolve(true),
  };
}
