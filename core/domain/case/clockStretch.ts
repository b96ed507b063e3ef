import type { EpochMs } from '../../kernel/time.ts';
import type { CaseClock, ClockPause } from './caseDoc.ts';
import { type CaseWork, put } from './caseWork.ts';
import { limitIn, stretchedClock } from './clocks.ts';

/** What an extension and a suspension move: the unit's limit and the case's. */
const STRETCHED = ['handle', 'total'] as const;

/** Once more the limit, or, where a grant lapses, once less. */
export function extendLimits(work: CaseWork, by: 1 | -1): void {
  stretch(work, (clock) => ({ ...clock, extended: Math.max(0, (clock.extended ?? 0) + by) }));
}

type Suspension = {
  readonly id: string;
  readonly until: EpochMs;
  readonly nextCheck: EpochMs;
};

export function suspendLimits(work: CaseWork, { id, until, nextCheck }: Suspension): void {
  const from = work.at;
  put(work, { suspended: { from, until, nextCheck, ask: id } });
  stretch(work, (clock) =>
    clock.endedAt === undefined
      ? { ...clock, paused: [...(clock.paused ?? []), { from, to: until }] }
      : clock,
  );
}

/** Work was done before the suspension ended: from then on the clocks run again. */
export function endSuspension(work: CaseWork): void {
  const { suspended } = work.doc;
  if (suspended === undefined) return;
  put(work, { suspended: null });
  if (suspended.until > work.at)
    stretch(work, (clock) => ({ ...clock, paused: cut(clock, work.at) }));
}

/** The grant of that moment lapsed: the clocks are as if nobody had stopped them. */
export function forgetSuspension(work: CaseWork, since: EpochMs): void {
  endSuspension(work);
  stretch(work, (clock) => ({ ...clock, paused: cut(clock, since) }));
}

function cut({ paused = [] }: CaseClock, at: EpochMs): readonly ClockPause[] {
  const ended = paused.map(({ from, to }) => ({ from, to: Math.min(to, at) }));
  return ended.filter(({ from, to }) => to > from);
}

function stretch(work: CaseWork, change: (clock: CaseClock) => CaseClock): void {
  for (const name of STRETCHED) {
    const clock = work.doc.clocks[name];
    const limit = clock === undefined ? null : limitIn(clock);
    if (clock === undefined || limit === null) continue;
    const { endedAt } = clock;
    const patch = stretchedClock(work.facts.reference, limit, change(clock));
    put(work, { clocks: { [name]: { ...patch, endedAt: endedAt ?? null } } });
  }
}
