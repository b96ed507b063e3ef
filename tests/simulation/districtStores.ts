import type { CommitBatch, DistrictStore } from '#core/district/store/districtStore.ts';
import { MemoryDistrictStore } from '#core/district/store/memoryDistrictStore.ts';
import { postgresDistrictStore } from '#core/district/store/postgresDistrictStore.ts';
import { sqliteDistrictStore } from '#core/district/store/sqliteDistrictStore.ts';
import type { PostgresRoom } from '#tests/support/postgresRoom.ts';
import { openFile, type SqliteRoom } from './sqliteFiles.ts';

/** A district's store that holds these batches; every later one is passed through `watch`. */
export type MakeStore = (
  batches: readonly CommitBatch[],
  watch: (batch: CommitBatch) => CommitBatch,
) => Promise<DistrictStore>;

export const memoryStore: MakeStore = (batches, watch) => {
  class Watched extends MemoryDistrictStore {
    override commit(batch: CommitBatch): Promise<void> {
      return super.commit(watch(batch));
    }
  }
  const store = new Watched();
  for (const batch of batches) store.put(batch);
  return Promise.resolve(store);
};

/** The district's real store over a real file. */
export function sqliteStore(room: SqliteRoom): MakeStore {
  return async (batches, watch) => {
    const store = sqliteDistrictStore(await openFile(await room.file('district')));
    for (const batch of batches) await store.commit(batch);
    return { ...store, commit: (batch) => store.commit(watch(batch)) };
  };
}

/** The district's real store on a real server; every start of the district has a database of its own. */
export function postgresStore(room: PostgresRoom): MakeStore {
  return async (batches, watch) => {
    const store = postgresDistrictStore(await room.database());
    for (const batch of batches) await store.commit(batch);
    return { ...store, commit: (batch) => store.commit(watch(batch)) };
  };
}
