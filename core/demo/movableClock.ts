import type { Clock, EpochMs } from '../kernel/time.ts';
import { systemClock } from '../node/systemClock.ts';

export type MovableClock = Clock & { readonly set: (now: EpochMs | null) => void };

/** The machine's clock, or a moment of the past while history is played. */
export function movableClock(): MovableClock {
  const real = systemClock();
  let fixed: EpochMs | null = null;
  return {
    wall: () => fixed ?? real.wall(),
    mono: () => real.mono(),
    set: (now) => {
      fixed = now;
    },
  };
}
