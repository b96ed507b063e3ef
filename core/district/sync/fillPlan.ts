import { hotDays, isHall } from '../../domain/case/hotSet.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { FillOptions } from '../store/districtStore.ts';

const ENTRIES = 100;

/** The hot set of model.md 0.2: open cases, and ended ones for a while, whole. */
export function fillOptions(scope: Scope, now: EpochMs, upTo: number): FillOptions {
  return {
    endedSince: now - hotDays(scope) * DAY_MS,
    withEndedEvents: !isHall(scope),
    entries: ENTRIES,
    upTo,
  };
}
