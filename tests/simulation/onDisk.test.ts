import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHistory } from './runHistory.ts';
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
  for (let i = 0; i < HISTORIES; i += 1) {
    const seed = `disk-${i}`;
    const onDisk = await runHistory({ ...SIZE, seed, room });
    expect(onDisk.violations, seed).toEqual([]);
    expect(onDisk.isSettled, seed).toBe(true);
    const inMemory = await runHistory({ ...SIZE, seed });
    expect(onDisk.chain, seed).toBe(inMemory.chain);
    expect(onDisk.trace, seed).toBe(inMemory.trace);
  }
});
