import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../../node/logFile.ts';
import { MemoryDistrictStore } from '../store/memoryDistrictStore.ts';
import { LineHistory } from './lineHistory.ts';
import { LineKeeper } from './lineKeeper.ts';

class CountedStore extends MemoryDistrictStore {
  writes = 0;
  isFull = false;

  override setMetas(values: ReadonlyMap<string, string>): Promise<void> {
    this.writes += 1;
    return this.isFull ? Promise.reject(new Error('no room')) : super.setMetas(values);
  }
}

let now = 1_000_000;
const clock = { wall: () => now, mono: () => now };

beforeEach(() => {
  now = 1_000_000;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

async function pass(ms: number): Promise<void> {
  now += ms;
  await vi.advanceTimersByTimeAsync(ms);
}

/** What a district that starts now would know: the one before is killed and closes nothing. */
async function afterAKill(store: MemoryDistrictStore): Promise<LineHistory> {
  const lines = new LineHistory(clock, 1);
  await LineKeeper.open({ lines, store, clock, log: silentLog });
  return lines;
}

it('writes a line down in the moment that it comes up, so that a kill does not take it away', async () => {
  const store = new CountedStore();
  const lines = new LineHistory(clock, 1);
  await LineKeeper.open({ lines, store, clock, log: silentLog });
  lines.heard('r', {});
  await pass(50);
  // Killed here: what is started anew ten minutes later counts no more than what could not be written.
  const killed = new CountedStore();
  await killed.setMetas(new Map([...(await store.metasOf('lines'))]));
  now += 600_000;
  const after = await afterAKill(killed);
  expect(after.wasUp('r', { at: 1_002_500, errMs: 0 })).toBe(true);
  expect(after.wasUp('r', { at: 1_006_000, errMs: 0 })).toBe(false);
  expect(after.wasUp('r', { at: 900_000, errMs: 0 })).toBe(false);
});

it('writes a whole town that comes back within some seconds in as many transactions', async () => {
  const store = new CountedStore();
  const lines = new LineHistory(clock, 1);
  const keeper = await LineKeeper.open({ lines, store, clock, log: silentLog });
  for (let i = 0; i < 600; i += 1) {
    lines.heard(`r${i}`, {});
    await pass(5);
  }
  await pass(1_000);
  expect(store.writes).toBeGreaterThanOrEqual(3);
  expect(store.writes).toBeLessThanOrEqual(5);
  expect((await store.metasOf('lines/')).size).toBe(600);
  await keeper.close();
});

it('tries again what could not be written, and writes how far a line that is up was heard', async () => {
  const store = new CountedStore();
  const lines = new LineHistory(clock, 1);
  const keeper = await LineKeeper.open({ lines, store, clock, log: silentLog });
  store.isFull = true;
  const line = {};
  lines.heard('r', line);
  await pass(2_000);
  expect((await store.metasOf('lines/')).size).toBe(0);
  store.isFull = false;
  for (let i = 0; i < 10; i += 1) {
    await pass(15_000);
    lines.heard('r', line);
  }
  await keeper.close();
  const after = await afterAKill(store);
  expect(after.wasUp('r', { at: 1_100_000, errMs: 0 })).toBe(true);
});

it('knows of a line that goes on being heard until some seconds before a kill, at whatever moment', async () => {
  const store = new CountedStore();
  const lines = new LineHistory(clock, 1);
  await LineKeeper.open({ lines, store, clock, log: silentLog });
  const line = {};
  lines.heard('r', line);
  for (let i = 0; i < 7; i += 1) {
    await pass(14_000);
    lines.heard('r', line);
  }
  const killedAt = now;
  const after = await afterAKill(store);
  expect(after.wasUp('r', { at: killedAt - 6_000, errMs: 0 })).toBe(true);
  now += 60_000;
  const later = await afterAKill(store);
  expect(later.wasUp('r', { at: killedAt + 5_000, errMs: 0 })).toBe(false);
});

it('writes a line that came and went while nothing could be written', async () => {
  const store = new CountedStore();
  const lines = new LineHistory(clock, 1);
  const keeper = await LineKeeper.open({ lines, store, clock, log: silentLog });
  store.isFull = true;
  const line = {};
  lines.heard('r', line);
  await pass(10_000);
  lines.heard('r', line);
  lines.gone('r', line);
  await pass(10_000);
  store.isFull = false;
  await keeper.keep();
  const after = await afterAKill(store);
  expect(after.wasUp('r', { at: 1_005_000, errMs: 0 })).toBe(true);
  await keeper.close();
});
