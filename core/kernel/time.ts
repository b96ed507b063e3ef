import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01T00:00Z. Only views format it. */
export type EpochMs = Brand<number, 'EpochMs'>;

/** Day of the profile's zone, written 2026-11-21. */
export type LocalDay = Brand<string, 'LocalDay'>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** The last instant that a date can hold; the first is as far before 1970. */
export const DATE_MAX_MS = 8.64e15;

/** The only way the pure core learns the time: handed in by the shell (I-16). */
export interface Clock {
  /** Wall clock, epoch milliseconds. May jump. */
  wall(): EpochMs;
  /** Monotonic milliseconds since this boot of the process. Never jumps back. */
  mono(): number;
}
