import { DAY_MS, HOUR_MS, MINUTE_MS } from '#core/kernel/time.ts';

/** Where now stands in the profile's zone: its day as 2026-11-22, and the minutes since its midnight. */
export type LocalNow = { readonly at: number; readonly day: string; readonly minute: number };

const TIME = /^(?:(\d{1,2})[-/月.](\d{1,2})日?\s+)?(\d{1,2})[:：](\d{2})$/u;

/**
 * The instant that a card says: `14:05`, the latest one that is not after now, or `11-21 14:05`, of this year or
 * of the last. Null is no time.
 */
export function paperTime(typed: string, now: LocalNow): number | null {
  const match = TIME.exec(typed.trim());
  if (match === null) return null;
  const [, month, day] = match;
  const hours = Number(match[3]);
  const minutes = Number(match[4]);
  if (hours > 23 || minutes > 59) return null;
  const midnight = now.at - (now.at % MINUTE_MS) - now.minute * MINUTE_MS;
  const inDay = hours * HOUR_MS + minutes * MINUTE_MS;
  if (month === undefined || day === undefined) {
    const today = midnight + inDay;
    return today <= now.at ? today : today - DAY_MS;
  }
  const back = daysBack(now.day, Number(month), Number(day));
  return back === null ? null : midnight - back * DAY_MS + inDay;
}

/** Days from that day to today; a day of the calendar that lies ahead is the last year's. Tomorrow is a slip, and stays ahead. */
function daysBack(today: string, month: number, day: number): number | null {
  const year = Number(today.slice(0, 4));
  const now = Date.parse(`${today}T00:00:00Z`);
  const [wanted, before] = [dayOf(year, month, day), dayOf(year - 1, month, day)];
  if (wanted !== null && wanted <= now + DAY_MS) return (now - wanted) / DAY_MS;
  return before === null ? null : (now - before) / DAY_MS;
}

function dayOf(year: number, month: number, day: number): number | null {
  const two = (value: number): string => String(value).padStart(2, '0');
  const text = `${year}-${two(month)}-${two(day)}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? at : null;
}
