import { err, ok, type Result } from '../kernel/result.ts';
import { pick, type Rng } from '../kernel/rng.ts';
import { uuidV7, type RandomBytes } from '../kernel/ids.ts';
import type { CallId, SeatId } from '../domain/operation/identity.ts';
import type { TelephonyAdapter, TelephonyEvent, TelephonyRefusal, Timers } from './adapter.ts';
import { nextArrivalMs, patienceMs, talkMs } from './arrivals.ts';

/** Where a simulated call comes from: a number, and the line that it dials. */
export type SimulatedCaller = { readonly number: string | null; readonly line: string };

export type SimulatorOptions = {
  readonly timers: Timers;
  readonly rng: Rng;
  readonly random: RandomBytes;
  readonly zoneOffsetMs: number;
  /** 1 is the district's own day; 0 rings only by `ringNow`. */
  readonly factor: number;
  readonly callers: readonly SimulatedCaller[];
  /** Seats worked by nobody at a console: the simulator answers at them, so that a demo hall is alive. */
  readonly staffedSeats: readonly SeatId[];
};

type SimulatedCall = {
  state: 'ringing' | 'talking' | 'held';
  seat: SeatId | null;
  cancel: () => void;
};

/** Calls waiting or talking at once; more are not made, as a real trunk would be busy. */
const TRUNKS = 120;
const STAFF_ANSWER_MS = { least: 7_000, spread: 9_000 };

/**
 * Telephony without telephones: seeded callers ring by the hall's arrival curve, give up when nobody
 * answers, and hang up when they have said what they wanted. Same contract as the real adapters.
 */
export function createCallSimulator(options: SimulatorOptions): TelephonyAdapter & {
  readonly ringNow: (caller?: SimulatedCaller) => CallId | null;
} {
  const { timers, rng } = options;
  const listeners = new Set<(event: TelephonyEvent) => void>();
  const calls = new Map<CallId, SimulatedCall>();
  let running = false;
  let cancelArrival: () => void = () => undefined;

  function emit(event: TelephonyEvent): void {
    for (const listener of listeners) listener(event);
  }

  function finish(callId: CallId, event: TelephonyEvent): void {
    calls.get(callId)?.cancel();
    calls.delete(callId);
    emit(event);
  }

  function ringNow(caller = pick(rng, options.callers)): CallId | null {
    if (!running || calls.size >= TRUNKS) return null;
    const callId: CallId = uuidV7(timers.now(), options.random);
    const giveUp = timers.after(patienceMs(rng), () => {
      finish(callId, { type: 'abandoned', callId, at: timers.now() });
    });
    const staff = staffAnswer(callId);
    const cancel = (): void => {
      giveUp();
      staff();
    };
    calls.set(callId, { state: 'ringing', seat: null, cancel });
    emit({ type: 'ringing', callId, at: timers.now(), ...caller });
    return callId;
  }

  function staffAnswer(callId: CallId): () => void {
    if (options.staffedSeats.length === 0) return () => undefined;
    return timers.after(STAFF_ANSWER_MS.least + rng.next() * STAFF_ANSWER_MS.spread, () => {
      const busy = new Set([...calls.values()].map((call) => call.seat));
      const free = options.staffedSeats.filter((seat) => !busy.has(seat));
      if (free.length > 0) answer(callId, pick(rng, free));
    });
  }

  function answer(callId: CallId, seat: SeatId): Result<null, TelephonyRefusal> {
    const call = calls.get(callId);
    if (call === undefined) return err('call/gone');
    if (call.state !== 'ringing') return err('call/taken');
    call.cancel();
    call.state = 'talking';
    call.seat = seat;
    call.cancel = timers.after(talkMs(rng), () => {
      finish(callId, { type: 'ended', callId, at: timers.now(), by: 'caller', recording: null });
    });
    emit({ type: 'answered', callId, at: timers.now(), seat });
    return ok(null);
  }

  function hold(callId: CallId, on: boolean): Result<null, TelephonyRefusal> {
    const call = calls.get(callId);
    if (call === undefined || call.state === 'ringing') return err('call/gone');
    if (on !== (call.state === 'held')) {
      call.state = on ? 'held' : 'talking';
      emit({ type: on ? 'held' : 'resumed', callId, at: timers.now() });
    }
    return ok(null);
  }

  function end(callId: CallId): Result<null, TelephonyRefusal> {
    const call = calls.get(callId);
    if (call === undefined || call.state === 'ringing') return err('call/gone');
    finish(callId, { type: 'ended', callId, at: timers.now(), by: 'seat', recording: null });
    return ok(null);
  }

  function scheduleArrival(): void {
    if (options.factor <= 0) return;
    cancelArrival = timers.after(nextArrivalMs(rng, timers.now(), options), () => {
      if (options.callers.length > 0) ringNow();
      if (running) scheduleArrival();
    });
  }

  return {
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      if (running) return;
      running = true;
      scheduleArrival();
    },
    stop() {
      running = false;
      cancelArrival();
      for (const call of calls.values()) call.cancel();
      calls.clear();
      listeners.clear();
      return Promise.resolve();
    },
    answer,
    hold,
    end,
    ringNow,
  };
}
