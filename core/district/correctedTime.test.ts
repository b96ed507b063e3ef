import { describe, expect, it } from 'vitest';
import type { OpTimes } from '../domain/operation/operation.ts';
import { correctedTime } from './correctedTime.ts';
import type { CorrectionInput } from './correctedTime.ts';

const RECEIVED = 1_000_000_000;
const YEAR = 365 * 86_400_000;
const times = (over: Partial<OpTimes> = {}): OpTimes => ({
  wall: RECEIVED - 60_000,
  mono: 5_000,
  boot: 'b1',
  off: 0,
  err: 20,
  ...over,
});
const input = (over: Partial<CorrectionInput> = {}): CorrectionInput => ({
  receivedAt: RECEIVED,
  previousAt: null,
  sentAt: null,
  rate: 1,
  ...over,
});

describe('when an act happened by the district’s clock', () => {
  it('is the author’s clock with its known offset', () => {
    const wrong = times({ wall: RECEIVED - 60_000 + 3_600_000, off: -3_600_000 });
    expect(correctedTime(wrong, input())).toEqual({ at: RECEIVED - 60_000, errMs: 20 });
  });

  it('is the age by the monotonic clock within one boot, whatever the wall clock says', () => {
    const wall = RECEIVED + YEAR;
    const sentAt = { wall: wall + 30_000, mono: 35_000, boot: 'b1' };
    const { at, errMs } = correctedTime(times({ wall, off: 0, err: YEAR }), input({ sentAt }));
    expect(at).toBe(RECEIVED - 30_000);
    expect(errMs).toBeLessThanOrEqual(200);
  });

  it('is less certain by as much as the machine slept', () => {
    const sentAt = { wall: RECEIVED - 60_000 + 3_630_000, mono: 35_000, boot: 'b1' };
    const { at, errMs } = correctedTime(times(), input({ sentAt }));
    expect(at).toBe(RECEIVED - 30_000);
    expect(errMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('takes another boot’s monotonic clock for nothing', () => {
    const sentAt = { wall: 1, mono: 35_000, boot: 'b2' };
    expect(correctedTime(times(), input({ sentAt })).at).toBe(RECEIVED - 60_000);
  });

  it('counts ages in business time where that runs faster', () => {
    const sentAt = { wall: RECEIVED, mono: 5_250, boot: 'b1' };
    const { at } = correctedTime(times(), input({ sentAt, rate: 240 }));
    expect(at).toBe(RECEIVED - 60_000);
  });

  it('never lies after the receipt, nor before the replica’s act before, and says so', () => {
    const late = correctedTime(
      times({ wall: RECEIVED + YEAR }),
      input({ previousAt: RECEIVED - 500 }),
    );
    expect(late).toEqual({ at: RECEIVED, errMs: 500 });
    const early = correctedTime(times({ wall: 0 }), input({ previousAt: RECEIVED - 9_000 }));
    expect(early).toEqual({ at: RECEIVED - 9_000, errMs: 9_000 });
    const none = correctedTime(times({ wall: RECEIVED + YEAR }), input());
    expect(none).toEqual({ at: RECEIVED, errMs: YEAR });
  });

  it('is as uncertain as the act before it is late, where its own age was counted by one clock', () => {
    const sentAt = { wall: RECEIVED, mono: 14_000, boot: 'b1' };
    const behind = correctedTime(times(), input({ sentAt, previousAt: RECEIVED - 2_000 }));
    expect(behind.at).toBe(RECEIVED - 2_000);
    // It happened 9 s before it was received, to 100 ms, whatever is said of the act before.
    expect(behind.at - behind.errMs).toBeLessThanOrEqual(RECEIVED - 9_000);
  });

  it('is a date whatever two clocks at the edge of all dates add up to', () => {
    const edge = times({ wall: -8.64e15, off: -8.64e15 });
    const { at } = correctedTime(edge, input());
    expect(at).toBe(-8.64e15);
    expect(correctedTime(edge, input({ previousAt: -2 * 8.64e15 })).at).toBe(-8.64e15);
    expect(correctedTime(times({ wall: 8.64e15, off: 8.64e15 }), input()).at).toBe(RECEIVED);
  });
});
