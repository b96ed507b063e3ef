import type { LocalDay } from '../../kernel/time.ts';
import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';

/** Days since 1970-01-01 in the zone. Civil arithmetic only: the machine's zone is never asked. */
export type DayNumber = number;

export function dayNumberAt(at: number, offsetMinutes: number): DayNumber {
  return Math.floor((at + offsetMinutes * MINUTE_MS) / DAY_MS);
}

/** Instant at which a day begins. */
export function startOfDay(day: DayNumber, offsetMinutes: number): number {
  return day * DAY_MS - offsetMinutes * MINUTE_MS;
}

/** 0 is Sunday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function parseLocalDay(text: LocalDay): DayNumber {
  const [year, month, day] = text.split('-').map(Number);
  return dayNumberOf(year ?? NaN, month ?? NaN, day ?? NaN);
}

/** Proleptic Gregorian calendar, years that begin in March. */
export function dayNumberOf(year: number, month: number, day: number): DayNumber {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function formatLocalDay(day: DayNumber): LocalDay {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted + (shifted < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
