import type { EpochMs } from '../../kernel/time.ts';
import type { CaseClock } from './caseDoc.ts';

export type ClockColour = 'green' | 'yellow' | 'red';

/** From here on a limit is near. */
export const NEAR_SHARE = 0.8;

type Running = Pick<CaseClock, 'startedAt' | 'dueAt' | 'endedAt'>;

/**
 * Green below 80 % of the limit, yellow from there to its end, red beyond. Computed when looked at, never
 * stored; an ended clock keeps the colour in which it ended.
 */
export function clockState(clock: Running, now: EpochMs): ClockColour {
  const at = clock.endedAt ?? now;
  if (at > clock.dueAt) return 'red';
  return at < nearFrom(clock) ? 'green' : 'yellow';
}

export function nearFrom(clock: Pick<CaseClock, 'startedAt' | 'dueAt'>): EpochMs {
  return clock.startedAt + (clock.dueAt - clock.startedAt) * NEAR_SHARE;
}
