import { afterAll, beforeAll, expect, it } from 'vitest';
import { runHistory, type HistoryOptions } from './runHistory.ts';
import { SqliteRoom } from './sqliteFiles.ts';

const SMALL = { seed: 'every write', replicas: 3, acts: 8 } as const;
/** Of the moments, on real files: each history there costs half a second. */
const ON_DISK_EVERY = 12;

let room: SqliteRoom;

beforeAll(async () => {
  room = await SqliteRoom.open();
});

afterAll(() => room.close());

async function moments(options: Partial<HistoryOptions> = {}): Promise<number> {
  const whole = await runHistory({ ...SMALL, ...options, crashAt: 0 });
  expect(whole.violations).toEqual([]);
  return whole.moments;
}

async function dies(options: Partial<HistoryOptions>): Promise<void> {
  const result = await runHistory({ ...SMALL, ...options });
  const { violations, isSettled } = result;
  expect({ ...options, room: null, violations, isSettled }).toEqual({
    ...options,
    room: null,
    violations: [],
    isSettled: true,
  });
}

it.each([null, 'restore', 'fork'] as const)(
  'I-01 to I-09: a console that dies before or after any of its writes loses nothing and does nothing twice, with what else may strike: %s',
  async (fault) => {
    const struck = fault === null ? {} : { fault };
    const all = await moments(struck);
    expect(all).toBeGreaterThan(100);
    for (let crashAt = 1; crashAt <= all; crashAt += 1) await dies({ ...struck, crashAt });
  },
);

it('I-01 to I-09: nor does it on real files', async () => {
  const all = await moments({ room });
  for (let crashAt = 1; crashAt <= all; crashAt += ON_DISK_EVERY) await dies({ crashAt, room });
});
