import { DAY_MS, HOUR_MS, MINUTE_MS, type EpochMs } from '../kernel/time.ts';

/** The profile's zone as a fixed distance from UTC; zones with summer time are refused elsewhere. */
export type LocalTime = {
  /** Days since 1970-01-01 in the zone. */
  readonly dayOf: (at: EpochMs) => number;
  /** First instant of such a day. */
  readonly startOf: (day: number) => EpochMs;
  /** 0 to 1439. */
  readonly minuteOf: (at: EpochMs) => number;
  readonly hourOf: (at: EpochMs) => number;
};

export function localTime(offsetMinutes: number): LocalTime {
  const shift = offsetMinutes * MINUTE_MS;
  return {
    dayOf: (at) => Math.floor((at + shift) / DAY_MS),
    startOf: (day) => day * DAY_MS - shift,
    minuteOf: (at) => Math.floor(modulo(at + shift, DAY_MS) / MINUTE_MS),
    hourOf: (at) => Math.floor(modulo(at + shift, DAY_MS) / HOUR_MS),
  };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
