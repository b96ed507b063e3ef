import type { Result } from '../kernel/result.ts';
import type { EpochMs } from '../kernel/time.ts';
import type { CallId, SeatId } from '../domain/operation/identity.ts';

/**
 * The contract that every telephony body fulfils: the simulator today, a SIP proxy or a vendor's CTI
 * tomorrow. One ordered stream of events out, a few commands in; tests/contract/telephonyContract.ts is
 * the suite that an adapter must pass.
 *
 *   ringing ──claimed──answered──(held──resumed)*──ended
 *      └────────────────abandoned
 *
 * A call appears once with `ringing` and ends once with `ended` or `abandoned`. Only the adapter numbers
 * calls. It never decides who may answer: the hall does, and tells it with `answer`.
 */
export type TelephonyEvent =
  | {
      readonly type: 'ringing';
      readonly callId: CallId;
      readonly at: EpochMs;
      /** The number that was dialled. */
      readonly line: string;
      /** The caller's number as the network shows it, or null when withheld. */
      readonly number: string | null;
    }
  | {
      readonly type: 'answered';
      readonly callId: CallId;
      readonly at: EpochMs;
      readonly seat: SeatId;
    }
  | { readonly type: 'held'; readonly callId: CallId; readonly at: EpochMs }
  | { readonly type: 'resumed'; readonly callId: CallId; readonly at: EpochMs }
  | {
      readonly type: 'ended';
      readonly callId: CallId;
      readonly at: EpochMs;
      readonly by: 'caller' | 'seat' | 'transfer';
      readonly recording: string | null;
    }
  | { readonly type: 'abandoned'; readonly callId: CallId; readonly at: EpochMs };

export type TelephonyRefusal = 'call/gone' | 'call/taken';

export interface TelephonyAdapter {
  /** Returns a function that stops listening. Events of one call arrive in order. */
  onEvent(listener: (event: TelephonyEvent) => void): () => void;
  start(): void;
  /** No event follows once it has resolved. */
  stop(): Promise<void>;
  /** First answer wins: a second seat gets `call/taken`. */
  answer(callId: CallId, seat: SeatId): Result<null, TelephonyRefusal>;
  hold(callId: CallId, on: boolean): Result<null, TelephonyRefusal>;
  end(callId: CallId): Result<null, TelephonyRefusal>;
}

/** Timers as a port, so that a simulated shift runs as fast as its test wants. */
export interface Timers {
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void;
  now(): EpochMs;
}
