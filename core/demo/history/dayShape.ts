import { formatLocalDay, weekdayOf } from '../../domain/calendar/localDay.ts';
import type { DayNumber } from '../../domain/calendar/localDay.ts';
import { must } from '../../kernel/assert.ts';
import type { Rng } from '../../kernel/rng.ts';
import { HOUR_MS } from '../../kernel/time.ts';
import { weighted } from './sampling.ts';

/** Numbers of an average day (model.md 4.7). */
export const A_DAY = {
  gridSelfHandled: 227,
  gridStreet: 814,
  gridDistrict: 377,
  callCases: 150,
  otherPassive: 72,
  joins: 10,
  answered: 1_080,
  abandoned: 60,
} as const;

export type DayCounts = { readonly [K in keyof typeof A_DAY]: number };

const CALL_HOURS = [1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 10, 8, 6, 7, 9, 10, 9, 8, 6, 5, 4, 3, 2, 1];
const GRID_HOURS = CALL_HOURS.map((_, hour) => (hour >= 8 && hour < 18 ? 1 : 0));

/** Weekday 1, Saturday 0.7, Sunday 0.6. */
function dayWeight(day: DayNumber): number {
  const weekday = weekdayOf(day);
  if (weekday === 6) return 0.7;
  return weekday === 0 ? 0.6 : 1;
}

/**
 * Counts of each day, so that the sum over all is exactly days × average. With the sum given, Poisson
 * arrivals are independent uniform draws by weight; that is how times are drawn below.
 */
export function countsByDay(days: readonly DayNumber[], storm: DayNumber | null): DayCounts[] {
  const weights = days.map(dayWeight);
  const sum = weights.reduce((a, b) => a + b, 0);
  const counts = days.map((): Record<keyof typeof A_DAY, number> => ({ ...A_DAY }));
  for (const key of Object.keys(A_DAY) as (keyof typeof A_DAY)[]) {
    const total = A_DAY[key] * days.length;
    let given = 0;
    let weight = 0;
    days.forEach((_, i) => {
      weight += must(weights[i], 'weight');
      const upTo = Math.round((total * weight) / sum);
      must(counts[i], 'day')[key] = upTo - given;
      given = upTo;
    });
  }
  return counts.map((count, i) => (days[i] === storm ? timesTen(count) : count));
}

/** A day by itself, as it would be at the end of a week. */
export function countsOfDay(day: DayNumber): DayCounts {
  const week = Array.from({ length: 7 }, (_, i) => day - 6 + i);
  return must(countsByDay(week, null).at(-1), 'a week has a last day');
}

function timesTen(counts: DayCounts): DayCounts {
  const ten = { ...counts } as Record<keyof typeof A_DAY, number>;
  for (const key of Object.keys(A_DAY) as (keyof typeof A_DAY)[]) ten[key] *= 10;
  return ten;
}

export type Arrivals = {
  readonly call: (rng: Rng) => number;
  readonly grid: (rng: Rng) => number;
};

const hours = CALL_HOURS.map((_, hour) => hour);
const callHour = weighted(hours, (hour) => must(CALL_HOURS[hour], 'weight'));
const gridHour = weighted(hours, (hour) => must(GRID_HOURS[hour], 'weight'));

/** Milliseconds after local midnight. */
export const arrivals: Arrivals = {
  call: (rng) => (callHour(rng) + rng.next()) * HOUR_MS,
  grid: (rng) => (gridHour(rng) + rng.next()) * HOUR_MS,
};

/** `261121` for 2026-11-21. */
export function dayDigits(day: DayNumber): string {
  return formatLocalDay(day).slice(2).replaceAll('-', '');
}
