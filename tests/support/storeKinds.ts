import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { DistrictStore } from '#core/district/store/districtStore.ts';
import { MemoryDistrictStore } from '#core/district/store/memoryDistrictStore.ts';
import { postgresDistrictStore } from '#core/district/store/postgresDistrictStore.ts';
import { sqliteDistrictStore } from '#core/district/store/sqliteDistrictStore.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { findMigrations, migrate, readMigrations } from '#core/storage/sqlite/migrate.ts';
import { POSTGRES_START_MS } from './postgresCluster.ts';
import { PostgresRoom } from './postgresRoom.ts';

type StoreKind = {
  readonly name: string;
  readonly open: (folder: string) => Promise<DistrictStore>;
};

/** Every kind of memory that a district may have; the server is there while the tests of this file run. */
export function storeKinds(): readonly StoreKind[] {
  let room: PostgresRoom;
  beforeAll(async () => {
    room = await PostgresRoom.open();
  }, POSTGRES_START_MS);
  afterAll(async () => {
    await room.close();
  });
  return [
    { name: 'memory', open: () => Promise.resolve(new MemoryDistrictStore()) },
    {
      name: 'sqlite',
      async open(folder) {
        const file = join(folder, 'district.db');
        const database = await openDatabase(file, { synchronous: 'FULL', readers: 2 });
        const migrations = await readMigrations(findMigrations(import.meta.url, 'district'));
        await migrate(database, migrations);
        return sqliteDistrictStore(database);
      },
    },
    { name: 'postgres', open: async () => postgresDistrictStore(await room.database()) },
  ];
}
