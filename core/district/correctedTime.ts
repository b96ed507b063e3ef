import type { OpTimes } from '../domain/operation/operation.ts';
import { DATE_MAX_MS, DAY_MS } from '../kernel/time.ts';
import type { EpochMs } from '../kernel/time.ts';

/** The author's clocks when the batch was sent; with them the age of an act is exact within one boot. */
export type SentAt = { readonly wall: EpochMs; readonly mono: number; readonly boot: string };

export type CorrectionInput = {
  readonly receivedAt: EpochMs;
  /** Corrected time of the replica's operation before, or null. */
  readonly previousAt: EpochMs | null;
  readonly sentAt: SentAt | null;
  /** How many times faster than the machine business time runs: 1 but in drills. */
  readonly rate: number;
};

export type Corrected = { readonly at: EpochMs; readonly errMs: number };

/** What a message takes at most before somebody would call the line slow. */
const TRANSPORT_ERR_MS = 100;
/** A monotonic clock stands still while the machine sleeps: then it disagrees with the wall clock. */
const SLEEP_MS = 2_000;
const ERR_MAX_MS = 365 * DAY_MS;

/**
 * When it happened by the district's clock (sync.md 4.4). A wrong clock never blocks and never wins: the
 * result lies between the replica's operation before and the receipt, and says how far it may be off.
 */
export function correctedTime(t: OpTimes, input: CorrectionInput): Corrected {
  const guess = estimate(t, input);
  // Two clocks at the edge of all dates add up to none: nobody could show such a case again.
  const previousAt = Math.max(input.previousAt ?? -DATE_MAX_MS, -DATE_MAX_MS);
  const earliest = Math.min(previousAt, input.receivedAt);
  const at = Math.round(Math.min(Math.max(guess.at, earliest), input.receivedAt));
  const moved = Math.abs(guess.at - at);
  // What was moved was wrong by at least that much; the truth lies within the bounds all the same.
  const room = Math.max(0, input.receivedAt - (input.previousAt ?? -Infinity));
  // But an age that one clock counted is right: then it is the act before that is said to be later than it was.
  const off = guess.isCounted ? moved + guess.errMs : Math.min(moved, room);
  const errMs = Math.max(guess.errMs, off);
  return { at, errMs: Math.round(Math.min(errMs, ERR_MAX_MS)) };
}

type Guess = Corrected & { readonly isCounted: boolean };

function estimate(t: OpTimes, { receivedAt, sentAt, rate }: CorrectionInput): Guess {
  const said = { at: t.wall + t.off, errMs: t.err, isCounted: false };
  if (sentAt?.boot !== t.boot) return said;
  const age = (sentAt.mono - t.mono) * rate;
  const disagreement = Math.abs(sentAt.wall - t.wall - age);
  if (age < 0) return said;
  const slept = disagreement > SLEEP_MS ? disagreement : 0;
  return { at: receivedAt - age, errMs: TRANSPORT_ERR_MS * rate + slept, isCounted: true };
}
