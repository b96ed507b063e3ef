import type { OpTimes } from '../domain/operation/operation.ts';
import { DAY_MS, type Clock } from '../kernel/time.ts';

/** Crystal drift that a sample's error grows by: 100 parts in a million. */
const DRIFT = 1e-4;
const KEPT = 8;
/** Beyond this the wall clock was set, or the machine slept: earlier samples say nothing any more. */
const JUMP_MS = 2_000;
/** Before the first exchange nothing is known. */
const UNKNOWN_ERR_MS = 365 * DAY_MS;

type Sample = {
  readonly off: number;
  readonly half: number;
  readonly mono: number;
  readonly wall: number;
};

/**
 * The distance between this machine's wall clock and the district's, with a bound on its error. A wrong
 * clock never blocks anything (I-17): it only widens `err`, and the district corrects.
 */
export type ClockOffset = {
  /** An answered exchange: `server` was read between the two local readings. */
  readonly heard: (sent: { readonly wall: number; readonly mono: number }, server: number) => void;
  readonly offset: () => { readonly off: number; readonly err: number };
  readonly stamp: () => OpTimes;
  /** This moment on the clocks that stamps are made of: tells the age of an act within one boot. */
  readonly now: () => Pick<OpTimes, 'wall' | 'mono' | 'boot'>;
};

export function createClockOffset(
  clock: Clock,
  options: { readonly boot: string; readonly wallRate?: number },
): ClockOffset {
  const rate = options.wallRate ?? 1;
  let samples: Sample[] = [];
  const jumped = (sample: Sample): number =>
    Math.abs(clock.wall() - sample.wall - (clock.mono() - sample.mono) * rate);
  const best = (): Sample | undefined => {
    const age = (s: Sample): number => s.half + (clock.mono() - s.mono) * rate * DRIFT;
    return samples.reduce<Sample | undefined>(
      (least, s) => (least === undefined || age(s) < age(least) ? s : least),
      undefined,
    );
  };
  const offset = (): { off: number; err: number } => {
    const sample = best();
    if (sample === undefined) return { off: 0, err: UNKNOWN_ERR_MS };
    const drift = (clock.mono() - sample.mono) * rate * DRIFT;
    const jump = jumped(sample);
    const err = sample.half + drift + (jump > JUMP_MS ? jump : 0);
    return { off: sample.off, err: Math.ceil(err) };
  };
  return {
    heard(sent, server) {
      const wall = clock.wall();
      const mono = clock.mono();
      const round = (mono - sent.mono) * rate;
      if (round < 0) return;
      const sample = { off: Math.round(server - (wall - round / 2)), half: round / 2, mono, wall };
      samples = [...samples.filter((s) => jumped(s) <= JUMP_MS), sample].slice(-KEPT);
    },
    offset,
    now: () => ({ wall: clock.wall(), mono: clock.mono(), boot: options.boot }),
    stamp: () => ({ wall: clock.wall(), mono: clock.mono(), boot: options.boot, ...offset() }),
  };
}
