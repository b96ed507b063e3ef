import type { Database } from '../../storage/sqlite/database.ts';
import type { DistrictStore } from './districtStore.ts';
import { sqlDistrictStore } from './sqlDistrictStore.ts';
import { SQLITE } from './sqliteDialect.ts';

/** The district's memory in one file: no set-up, one machine. */
export function sqliteDistrictStore(database: Database): DistrictStore {
  return {
    ...sqlDistrictStore(database, SQLITE),
    emptyJournal: () => emptyJournal(database),
  };
}

/** Between two transactions. It waits for no reader: whoever wants to write would wait behind it. */
function emptyJournal(database: Database): Promise<boolean> {
  return database.maintain(async (writer) => {
    const was = await writer.get<{ timeout: number }>('PRAGMA busy_timeout');
    await writer.exec('PRAGMA busy_timeout = 0');
    try {
      const said = await writer.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
      return said?.busy === 0;
    } finally {
      await writer.exec(`PRAGMA busy_timeout = ${was?.timeout ?? 0}`);
    }
  });
}
