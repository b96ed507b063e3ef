import { expect, it } from 'vitest';
import { AppError, type FailureCode } from '../protocol/errors.ts';
import { Upkeep, type UpkeepPorts } from './upkeep.ts';

/** How often the replica was begun anew when looking at the time fails like this. */
async function rebuiltAfter(code: FailureCode): Promise<number> {
  let rebuilt = 0;
  const upkeep = new Upkeep({
    clock: { wall: () => 0, mono: () => 0 },
    now: () => 0,
    isOnline: () => false,
    engine: { status: () => ({ line: 'cut' }) },
    healing: { settled: () => false },
    keeper: { undecidedCount: () => 0 },
    replica: { raiseOverdue: () => Promise.reject(new AppError(code)) },
    onCorrupt: () => {
      rebuilt += 1;
      return Promise.resolve();
    },
    touch: () => undefined,
  } as unknown as UpkeepPorts);
  upkeep.tick();
  await upkeep.stop();
  return rebuilt;
}

it('a damaged replica is begun anew, whoever comes upon it', async () => {
  expect(await rebuiltAfter('storage/corrupt')).toBe(1);
  expect(await rebuiltAfter('session/needs-line')).toBe(0);
});
