import type { Rng } from '../../kernel/rng.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { dayNumberAt, startOfDay } from '../../domain/calendar/localDay.ts';
import { logNormal } from './sampling.ts';
import type { World } from './world.ts';

const OPENS = 8 * HOUR_MS;
const SHUTS = 20 * HOUR_MS;

/** What is not urgent and comes after eight in the evening is looked at the next morning. */
export function inDeskHours(
  at: EpochMs,
  { world, rng }: { readonly world: World; readonly rng: Rng },
): EpochMs {
  const { offsetMinutes } = world.calendar;
  const midnight = startOfDay(dayNumberAt(at, offsetMinutes), offsetMinutes);
  const time = at - midnight;
  if (time >= OPENS && time < SHUTS) return at;
  const opens = midnight + OPENS + (time >= SHUTS ? DAY_MS : 0);
  return opens + logNormal(rng, 45 * MINUTE_MS);
}
