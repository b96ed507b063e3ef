import { describe, expect, it } from 'vitest';
import { createRng } from '../kernel/rng.ts';
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import { CALLS_PER_WEEKDAY, callRatePerHour, nextArrivalMs, talkMs } from './arrivals.ts';

const ZONE = 8 * HOUR_MS;
/** 2026-03-02 is a Monday; midnight in Shanghai. */
const MONDAY = Date.UTC(2026, 2, 2) - ZONE;

describe('call arrivals', () => {
  it('a weekday expects 1,300 calls, a Sunday six tenths of that', () => {
    const day = (start: number): number =>
      Array.from({ length: 24 }, (_, hour) => callRatePerHour(start + hour * HOUR_MS, ZONE)).reduce(
        (sum, rate) => sum + rate,
        0,
      );
    expect(day(MONDAY)).toBeCloseTo(CALLS_PER_WEEKDAY, 6);
    expect(day(MONDAY + 6 * DAY_MS)).toBeCloseTo(CALLS_PER_WEEKDAY * 0.6, 6);
  });

  it('the busiest hour is nine o’clock and the night is quiet', () => {
    expect(callRatePerHour(MONDAY + 9.5 * HOUR_MS, ZONE)).toBeGreaterThan(100);
    expect(callRatePerHour(MONDAY + 3.5 * HOUR_MS, ZONE)).toBeLessThan(15);
  });

  it('drawn arrivals follow the expected number within four standard deviations', () => {
    const rng = createRng('arrivals');
    let at = MONDAY;
    let calls = 0;
    for (;;) {
      at += nextArrivalMs(rng, at, { zoneOffsetMs: ZONE, factor: 1 });
      if (at >= MONDAY + 5 * DAY_MS) break;
      calls += 1;
    }
    const expected = 5 * CALLS_PER_WEEKDAY;
    expect(Math.abs(calls - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it('talks last 150 seconds on average', () => {
    const rng = createRng('talk');
    const count = 20_000;
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += talkMs(rng);
    expect(sum / count / 1000).toBeGreaterThan(143);
    expect(sum / count / 1000).toBeLessThan(157);
  });
});
