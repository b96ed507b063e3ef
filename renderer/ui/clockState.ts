import { clockState } from '#core/domain/case/clockState.ts';

/** A running limit as data: the shape it is drawn in and the share used. */
export type ClockState = {
  readonly level: 'inside' | 'near' | 'over' | 'paused';
  /** 0 to 1 and beyond. */
  readonly used: number;
  /** Time left, negative when over. */
  readonly leftMs: number;
};

const LEVELS = { green: 'inside', yellow: 'near', red: 'over' } as const;

/** The core's rule, as what a screen draws; what is paused does not move. */
export function clockStateAt(
  now: number,
  clock: {
    readonly startedAt: number;
    readonly dueAt: number;
    readonly pausedSince: number | null;
  },
): ClockState {
  const at = clock.pausedSince ?? now;
  const whole = Math.max(1, clock.dueAt - clock.startedAt);
  const used = Math.max(0, (at - clock.startedAt) / whole);
  const leftMs = clock.dueAt - at;
  if (clock.pausedSince !== null) return { level: 'paused', used, leftMs };
  return { level: LEVELS[clockState(clock, at)], used, leftMs };
}
