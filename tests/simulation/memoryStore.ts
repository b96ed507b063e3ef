import type { CommitBatch } from '#core/district/store/districtStore.ts';
import { MemoryDistrictStore } from '#core/district/store/memoryDistrictStore.ts';

/** The district's store in memory, with its batches watched and its past kept. */
export class MemoryStore extends MemoryDistrictStore {
  onCommit: (batch: CommitBatch) => void = () => undefined;

  /** The store as it was after some number of operations: what a backup would have kept. */
  static upTo(batches: readonly CommitBatch[], count: number): MemoryStore {
    const store = new MemoryStore();
    for (const batch of batches.slice(0, count)) store.put(batch);
    return store;
  }

  override commit(batch: CommitBatch): Promise<void> {
    this.onCommit(batch);
    return super.commit(batch);
  }
}
