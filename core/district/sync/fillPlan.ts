import type { Scope } from '../../domain/operation/identity.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { FillOptions } from '../store/districtStore.ts';

/** Below this the story itself is short enough to be told. */
export const FILL_FROM = 300;
const HALL_DAYS = 7;
const STREET_DAYS = 90;
const ENTRIES = 100;

/** The hot set of model.md 0.2: open cases, and ended ones for a while, whole. */
export function fillOptions(scope: Scope, now: EpochMs, upTo: number): FillOptions {
  const isHall = scope === 'district' || scope.startsWith('intake:');
  return {
    endedSince: now - (isHall ? HALL_DAYS : STREET_DAYS) * DAY_MS,
    withEndedEvents: !isHall,
    entries: ENTRIES,
    upTo,
  };
}
