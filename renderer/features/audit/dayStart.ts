import { DAY_MS, MINUTE_MS } from '#core/kernel/time.ts';

/** First instant of a day as 2026-11-22 in the profile's zone, by where now stands there; null is no day. */
export function dayStart(
  day: string,
  now: { readonly at: number; readonly day: string; readonly clock: string },
): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return null;
  const wanted = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(wanted)) return null;
  const [hours = '0', minutes = '0'] = now.clock.split(':');
  const sinceMidnight = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  const midnight = now.at - (now.at % MINUTE_MS) - sinceMidnight;
  const days = (Date.parse(`${now.day}T00:00:00Z`) - wanted) / DAY_MS;
  return midnight - days * DAY_MS;
}
