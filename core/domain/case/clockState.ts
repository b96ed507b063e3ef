import type { EpochMs } from '../../kernel/time.ts';
import type { CaseClock } from './caseDoc.ts';

export type ClockColour = 'green' | 'yellow' | 'red';

type Limited = Pick<CaseClock, 'startedAt' | 'dueAt' | 'paused'>;
type Running = Limited & Pick<CaseClock, 'endedAt'>;

/**
 * Green below 80 % of the limit, yellow from there to its end, red beyond. Computed when looked at, never
 * stored (I-13); an ended clock keeps the colour in which it ended.
 */
export function clockState(clock: Running, now: EpochMs): ClockColour {
  const at = clock.endedAt ?? now;
  if (at > clock.dueAt) return 'red';
  return at < nearFrom(clock) ? 'green' : 'yellow';
}

/**
 * The first millisecond at which 80 % of the limit are used; time of a suspension is not used. In fifths: 0.8
 * is no binary number.
 */
export function nearFrom({ startedAt, dueAt, paused = [] }: Limited): EpochMs {
  const stopped = paused.reduce((sum, { from, to }) => sum + to - from, 0);
  let near = startedAt + Math.ceil(((dueAt - startedAt - stopped) * 4) / 5);
  for (const { from, to } of paused) if (near > from) near += to - from;
  return near;
}
