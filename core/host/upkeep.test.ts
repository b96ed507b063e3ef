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
