import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHistory, type HistoryOptions } from './runHistory.ts';
import { SqliteRoom } from './sqliteFiles.ts';

const HISTORIES = 6;
const SIZE = { replicas: 8, acts: 60 } as const;

let room: SqliteRoom;

beforeAll(async () => {
  room = await SqliteRoom.open();
});

afterAll(async () => {
  await room.close();
});

it('I-01 to I-09, I-15: real files of district and consoles hold what memory holds, and decide the same', async () => {
  for (let i = 0; i < HISTORIES; i += 1) await sameOnDisk({ ...SIZE, seed: `disk-${i}` });
});

it('I-03 to I-05, I-11: so do those of a district that was put back', async () => {
  // Found by hand-run seeds: an answer still on its way when the history changed.
  for (const seed of ['88/1', '88/4']) await sameOnDisk({ ...SIZE, seed, fault: 'restore' });
});

async function sameOnDisk(options: HistoryOptions): Promise<void> {
  const { seed } = options;
  const onDisk = await runHistory({ ...options, room });
  expect(onDisk.violations, seed).toEqual([]);
  expect(onDisk.isSettled, seed).toBe(true);
  const inMemory = await runHistory(options);
  expect(onDisk.chain, seed).toBe(inMemory.chain);
  expect(onDisk.trace, seed).toBe(inMemory.trace);
}
