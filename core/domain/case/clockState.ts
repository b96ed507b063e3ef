import type { EpochMs } from '../../kernel/time.ts';
import type { CaseClock } from './caseDoc.ts';

export type ClockColour = 'green' | 'yellow' | 'red';

type Running = Pick<CaseClock, 'startedAt' | 'dueAt' | 'endedAt'>;

/**
 * Green below 80 % of the limit, yellow from there to its end, red beyond. Computed when looked at, never
 * stored (I-13); an ended clock keeps the colour in which it ended.
 */
export function clockState(clock: Running, now: EpochMs): ClockColour {
  const at = clock.endedAt ?? now;
  if (at > clock.dueAt) return 'red';
  return at < nearFrom(clock) ? 'green' : 'yellow';
}

/** The first millisecond at which 80 % of the limit are used. In fifths: 0.8 is no binary number. */
export function nearFrom(clock: Pick<CaseClock, 'startedAt' | 'dueAt'>): EpochMs {
  return clock.startedAt + Math.ceil(((clock.dueAt - clock.startedAt) * 4) / 5);
}
