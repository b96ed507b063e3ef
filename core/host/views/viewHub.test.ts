import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Log } from '../../node/logFile.ts';
import { ViewHub, type HostView, type ViewSource } from './viewHub.ts';

/** What the view costs to compute. */
const TAKES_MS = 40;
const QUIET_LOG: Pick<Log, 'write'> = { write: () => undefined };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function hubOver(snapshot: (params: never) => Promise<unknown>): ViewHub {
  const source: ViewSource = { topics: ['time'], snapshot };
  return new ViewHub({ board: source } as Record<HostView, ViewSource>, QUIET_LOG as Log);
}

function openBoard(): {
  readonly hub: ViewHub;
  readonly told: unknown[];
  readonly rewatch: (params: unknown) => void;
  readonly close: () => void;
} {
  let asked = 0;
  const hub = hubOver(async (params) => {
    asked += 1;
    const value = `${String(params)}-${asked}`;
    await new Promise((resolve) => setTimeout(resolve, TAKES_MS));
    return value;
  });
  const told: unknown[] = [];
  const view = hub.watch('board', 'a', (frame) => told.push(frame.value));
  return { hub, told, ...view };
}

test('a view that comes by itself rests twice as long as it took', async () => {
  const { hub, told } = openBoard();
  await vi.advanceTimersByTimeAsync(TAKES_MS);
  expect(told).toEqual(['a-1']);
  hub.touch(['time']);
  await vi.advanceTimersByTimeAsync(25 + TAKES_MS);
  expect(told).toEqual(['a-1', 'a-2']);
  hub.touch(['time']);
  await vi.advanceTimersByTimeAsync(2 * TAKES_MS);
  expect(told).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(TAKES_MS);
  expect(told).toEqual(['a-1', 'a-2', 'a-3']);
  hub.close();
});

test('who asks for something else does not wait for the rest of what came by itself', async () => {
  const { hub, told, rewatch } = openBoard();
  await vi.advanceTimersByTimeAsync(TAKES_MS);
  hub.touch(['time']);
  await vi.advanceTimersByTimeAsync(25 + TAKES_MS);
  rewatch('b');
  await vi.advanceTimersByTimeAsync(TAKES_MS);
  expect(told).toEqual(['a-1', 'a-2', 'b-3']);
  hub.close();
});

test('what was asked for meanwhile is computed right after, and the old answer is not told', async () => {
  const { hub, told, rewatch } = openBoard();
  await vi.advanceTimersByTimeAsync(TAKES_MS + 1);
  hub.touch(['time']);
  await vi.advanceTimersByTimeAsync(25 + TAKES_MS / 2);
  rewatch('b');
  await vi.advanceTimersByTimeAsync(TAKES_MS / 2 + 1 + TAKES_MS);
  expect(told).toEqual(['a-1', 'b-3']);
  hub.close();
});

test('a closed view leaves no timer behind', async () => {
  const { hub, close } = openBoard();
  await vi.advanceTimersByTimeAsync(TAKES_MS);
  hub.touch(['time']);
  await vi.advanceTimersByTimeAsync(25 + TAKES_MS);
  close();
  expect(vi.getTimerCount()).toBe(0);
});

test('a view whose first computing failed begins whole, not with a change of what nobody was told', async () => {
  let asked = 0;
  const source: ViewSource = {
    topics: ['time'],
    snapshot: () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('the disk is away')) : Promise.resolve('whole');
    },
    delta: () => 'change',
  };
  const hub = new ViewHub({ board: source } as Record<HostView, ViewSource>, QUIET_LOG as Log);
  const told: unknown[] = [];
  hub.watch('board', 'a', (frame) => told.push([frame.kind, frame.value]));
  await vi.advanceTimersByTimeAsync(10);
  hub.touch(['time']);
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toEqual([['snapshot', 'whole']]);
  hub.close();
});
