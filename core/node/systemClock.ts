import { randomBytes } from 'node:crypto';
import type { RandomBytes } from '../kernel/ids.ts';
import type { Clock, EpochMs } from '../kernel/time.ts';

/**
 * Business time that runs faster than the machine's, for drills: at the machine's `from` it was `at`, and
 * since then `rate` times as fast, in every process that was given the same three numbers.
 */
export type FastTime = { readonly from: EpochMs; readonly at: EpochMs; readonly rate: number };

export function systemClock(fast?: FastTime): Clock {
  return {
    wall: () =>
      fast === undefined ? Date.now() : Math.round(fast.at + (Date.now() - fast.from) * fast.rate),
    mono: () => performance.now(),
  };
}

/** A program's flag `FROM,AT,RATE`; null where it is not given. */
export function readFastTime(text: string | undefined): FastTime | null | 'bad' {
  if (text === undefined) return null;
  const [from, at, rate, ...more] = text.split(',').map(Number);
  if (from === undefined || at === undefined || rate === undefined || more.length > 0) return 'bad';
  return [from, at, rate].every(Number.isFinite) && rate > 0 ? { from, at, rate } : 'bad';
}

export const systemRandom: RandomBytes = (count) => randomBytes(count);

/** Waiting as a port, in business time: `rate` times as fast as the machine's. */
export function systemTimers(
  clock: Clock,
  rate = 1,
): {
  readonly after: (ms: number, task: () => void) => () => void;
  readonly now: () => EpochMs;
} {
  return {
    after(ms, task) {
      const timer = setTimeout(task, ms / rate);
      return () => {
        clearTimeout(timer);
      };
    },
    now: () => clock.wall(),
  };
}
