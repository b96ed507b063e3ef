/** A running limit as data: the shape it is drawn in and the share used. */
export type ClockState = {
  readonly level: 'inside' | 'near' | 'over' | 'paused';
  /** 0 to 1 and beyond. */
  readonly used: number;
  /** Time left, negative when over. */
  readonly leftMs: number;
};

/** Green below 80 % of the limit, yellow up to it, red past it; what is paused does not move. */
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
  if (used > 1) return { level: 'over', used, leftMs };
  return { level: used >= 0.8 ? 'near' : 'inside', used, leftMs };
}
