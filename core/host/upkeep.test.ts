import { expect, it } from 'vitest';
import { AppError } from '../protocol/errors.ts';
import { Upkeep, type UpkeepPorts } from './upkeep.ts';

/** What is told when looking at the time fails like this. */
async function toldAfter(cause: Error): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  const upkeep = new Upkeep({
    clock: { wall: () => 0, mono: () => 0 },
    now: () => 0,
    isOnline: () => false,
    engine: { status: () => ({ line: 'cut' }) },
    healing: { settled: () => false },
    keeper: { undecidedCount: () => 0 },
    replica: { raiseOverdue: () => Promise.reject(cause) },
    onFailure: (failure: unknown) => {
      told.push(failure);
      return Promise.resolve();
    },
    touch: () => undefined,
  } as unknown as UpkeepPorts);
  upkeep.tick();
  await upkeep.stop();
  return told;
}

it.each([new AppError('storage/corrupt'), new TypeError('a bug')])(
  'what fails between two acts is told: %s',
  async (cause) => {
    expect(await toldAfter(cause)).toEqual([cause]);
  },
);

it('a line that goes in between is told by the line itself', async () => {
  expect(await toldAfter(new AppError('link/closed'))).toEqual([]);
});

it('looks sooner whether enough numbers are left when some were told since it looked', async () => {
  const at = { now: 0 };
  const numbers = { asked: 0, looked: 0, left: () => Promise.resolve((numbers.looked += 100)) };
  const upkeep = new Upkeep({
    clock: { wall: () => at.now, mono: () => at.now },
    now: () => at.now,
    today: () => '2026-11-21',
    isOnline: () => true,
    engine: { status: () => ({ line: 'online', heldBack: null }) },
    healing: { settled: () => false, line: () => undefined },
    lineMark: { changed: () => Promise.resolve() },
    keeper: { undecidedCount: () => 0 },
    outbox: { identity: () => ({ incarnation: 1 }), prune: () => Promise.resolve(0) },
    replica: { raiseOverdue: () => Promise.resolve() },
    numbers,
    fetchReference: () => Promise.resolve(),
    rotate: () => Promise.resolve(0),
    fetchStubs: () => Promise.resolve(false),
    forgetLate: () => Promise.resolve(),
    onOnline: () => undefined,
    onFailure: () => Promise.reject(new Error('nothing fails here')),
    touch: () => undefined,
  } as unknown as UpkeepPorts);
  const looks = [];
  for (const [now, asked] of [
    [0, 0],
    [10_000, 0],
    [15_000, 0],
    [15_000, 1],
    [20_000, 1],
    [41_000, 1],
    [45_000, 1],
    [46_000, 2],
    [47_000, 2],
  ] as const) {
    Object.assign(at, { now });
    numbers.asked = asked;
    upkeep.tick();
    looks.push(numbers.looked / 100);
  }
  await upkeep.stop();
  expect(looks).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 4]);
});
