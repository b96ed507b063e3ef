import { DAY_MS, HOUR_MS, MINUTE_MS } from '#core/kernel/time.ts';

/**
 * The instant that a time of day typed by hand means: the latest one that is not after now (a minute of
 * grace for clocks that differ). Empty means now; null is no time of day.
 */
export function instantOf(typed: string, now: number, minuteOfDayNow: number): number | null {
  const trimmed = typed.trim();
  if (trimmed === '') return now;
  const match = /^(\d{1,2})[:：.]?(\d{2})$/u.exec(trimmed);
  if (match === null) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  if (hours > 23 || minutes > 59) return null;
  const wanted = hours * HOUR_MS + minutes * MINUTE_MS;
  const startOfMinute = now - (now % MINUTE_MS);
  const sameDay = startOfMinute - minuteOfDayNow * MINUTE_MS + wanted;
  return sameDay <= now + MINUTE_MS ? Math.min(sameDay, now) : sameDay - DAY_MS;
}

/** Minutes since midnight in the profile's zone, from its clock text `10:24:33`. */
export function minuteOfDay(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}
