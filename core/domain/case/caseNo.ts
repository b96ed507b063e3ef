import { dayNumberOf, formatLocalDay } from '../calendar/localDay.ts';
import type { CaseNo } from '../operation/identity.ts';
import type { LocalDay } from '../../kernel/time.ts';

/** Letters of the place and day that the number was taken at, and the serial of that day. */
export type CaseNoParts = {
  readonly origin: string;
  readonly day: LocalDay;
  readonly serial: number;
};

const SHAPE = /^([A-Z]{2,4})(\d{2})(\d{2})(\d{2})-(\d{4,7})$/;
const CENTURY = 2000;

/** `DZM261121-0009`. */
export function caseNoOf({ origin, day, serial }: CaseNoParts): CaseNo {
  return `${caseNoPrefix(origin, day)}${String(serial).padStart(4, '0')}`;
}

/** What all numbers of one origin and day begin with. */
export function caseNoPrefix(origin: string, day: LocalDay): string {
  return `${origin}${day.slice(2).replaceAll('-', '')}-`;
}

/** Null when it names no day that there is, or is not written the one way a number is written. */
export function parseCaseNo(text: string): CaseNoParts | null {
  const [, origin, year, month, dayOfMonth, serial] = SHAPE.exec(text) ?? [];
  if (origin === undefined) return null;
  const written = `${CENTURY + Number(year)}-${month}-${dayOfMonth}`;
  const day = formatLocalDay(
    dayNumberOf(CENTURY + Number(year), Number(month), Number(dayOfMonth)),
  );
  const parts = { origin, day, serial: Number(serial) };
  return day === written && caseNoOf(parts) === text ? parts : null;
}
