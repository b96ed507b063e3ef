import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Scope } from '../operation/identity.ts';

const HALL_DAYS = 7;
const STREET_DAYS = 90;
/** Of what ended before, for two years, what it was and where. */
export const STUB_DAYS = 730;

/** Of a scope's ended cases, its consoles hold those whole that ended within so many days. */
export function hotDays(scope: string): number {
  return isHall(scope) ? HALL_DAYS : STREET_DAYS;
}

export function isHall(scope: string): boolean {
  return scope === 'district' || scope.startsWith('intake:');
}

/** Feeds that bring cases; the others bring records or notices. */
export function hasCases(scope: string): scope is Scope {
  return scope !== 'ref' && !scope.startsWith('inbox:');
}

/**
 * What every console of a scope must hold whole at this moment, however long ago it was filled: a day less than
 * the hot set, by whole days, so that all who look within a day look at the same.
 */
export function comparedSince(scope: string, now: EpochMs): EpochMs {
  return (Math.floor(now / DAY_MS) - hotDays(scope) + 1) * DAY_MS;
}
