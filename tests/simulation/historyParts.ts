import type { RandomBytes } from '#core/kernel/ids.ts';
import type { Rng } from '#core/kernel/rng.ts';
import { memoryStore, postgresStore, sqliteStore, type MakeStore } from './districtStores.ts';
import type { HistoryOptions } from './runHistory.ts';

/** Where a history keeps its district. */
export function storesOf({ room, server }: HistoryOptions): MakeStore {
  if (server !== undefined) return postgresStore(server);
  return room === undefined ? memoryStore : sqliteStore(room);
}

/** Chance that the seed alone makes. */
export function bytesOf(rng: Rng): RandomBytes {
  return (count) => Uint8Array.from({ length: count }, () => rng.int(256));
}
