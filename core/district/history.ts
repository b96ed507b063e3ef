import { randomUUID } from 'node:crypto';
import type { Clock, EpochMs } from '../kernel/time.ts';
import type { DistrictStore } from './store/districtStore.ts';

/**
 * Which history this is. A district that was put back from a backup tells another one than before: its
 * consoles must forget what they confirmed above the backup and send again what it lost.
 */
export interface History {
  readonly epoch: string;
  readonly restoredAt: EpochMs | null;
  /** Whoever runs this server says that it was put back from a backup. No console's word is enough. */
  restored(): Promise<void>;
}

export async function openHistory(store: DistrictStore, clock: Clock): Promise<History> {
  let epoch = (await store.meta('epoch')) ?? '';
  const restored = await store.meta('restoredAt');
  let restoredAt = restored === null ? null : Number(restored);
  if (epoch === '') {
    epoch = randomUUID();
    await store.setMeta('epoch', epoch);
  }
  return {
    get epoch() {
      return epoch;
    },
    get restoredAt() {
      return restoredAt;
    },
    async restored() {
      restoredAt = clock.wall();
      epoch = randomUUID();
      await store.setMeta('restoredAt', String(restoredAt));
      await store.setMeta('epoch', epoch);
    },
  };
}
