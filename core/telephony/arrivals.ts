import type { Rng } from '../kernel/rng.ts';
import { DAY_MS, HOUR_MS, type EpochMs } from '../kernel/time.ts';

/** Share of a day's calls by local hour, from 00:00 (model.md 4.7). */
export const CALL_HOUR_WEIGHTS: readonly number[] = [
  1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 10, 8, 6, 7, 9, 10, 9, 8, 6, 5, 4, 3, 2, 1,
];
export const CALLS_PER_WEEKDAY = 1_300;
const WEIGHT_SUM = CALL_HOUR_WEIGHTS.reduce((sum, weight) => sum + weight, 0);
const WEEKDAY_FACTORS: readonly number[] = [0.6, 1, 1, 1, 1, 1, 0.7];
/** Patience of a caller who hears only ringing: 95 % are still there after 40 s. */
const PATIENCE_MEAN_MS = 90_000;
const TALK_MEAN_MS = 150_000;
const TALK_SIGMA = 0.6;

/** Calls per hour expected at a moment, for a zone given as its offset from UTC in milliseconds. */
export function callRatePerHour(at: EpochMs, zoneOffsetMs: number): number {
  const local = at + zoneOffsetMs;
  const hour = Math.floor((local % DAY_MS) / HOUR_MS);
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(local / DAY_MS) + 4) % 7;
  const weight = CALL_HOUR_WEIGHTS[hour] ?? 1;
  return (CALLS_PER_WEEKDAY * (WEEKDAY_FACTORS[weekday] ?? 1) * weight) / WEIGHT_SUM;
}

/**
 * Milliseconds until the next call of a Poisson process whose rate follows the day, by thinning: draws at
 * the highest rate of the day and keeps each with the share that its own hour has.
 */
export function nextArrivalMs(
  rng: Rng,
  from: EpochMs,
  options: { readonly zoneOffsetMs: number; readonly factor: number },
): number {
  const peak = (Math.max(...CALL_HOUR_WEIGHTS) * CALLS_PER_WEEKDAY) / WEIGHT_SUM;
  const highest = Math.max(peak * options.factor, 1e-9);
  let waited = 0;
  for (let draw = 0; draw < 10_000; draw += 1) {
    waited += (-Math.log(1 - rng.next()) / highest) * HOUR_MS;
    const rate = callRatePerHour(from + waited, options.zoneOffsetMs) * options.factor;
    if (rng.next() * highest <= rate) break;
  }
  return waited;
}

export function patienceMs(rng: Rng): number {
  return Math.max(4_000, -Math.log(1 - rng.next()) * PATIENCE_MEAN_MS);
}

/** Length of a talk: log-normal with a mean of 150 s, between 10 s and 30 min. */
export function talkMs(rng: Rng): number {
  const gauss = Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
  const mu = Math.log(TALK_MEAN_MS) - (TALK_SIGMA * TALK_SIGMA) / 2;
  return Math.min(1_800_000, Math.max(10_000, Math.exp(mu + TALK_SIGMA * gauss)));
}
