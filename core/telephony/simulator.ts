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
export class CallSimulator implements TelephonyAdapter {
  readonly #options: SimulatorOptions;
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  readonly #calls = new Map<CallId, SimulatedCall>();
  #isRunning = false;
  #cancelArrival: () => void = () => undefined;

  constructor(options: SimulatorOptions) {
    this.#options = options;
  }

  onEvent(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#scheduleArrival();
  }

  stop(): Promise<void> {
    this.#isRunning = false;
    this.#cancelArrival();
    for (const call of this.#calls.values()) call.cancel();
    this.#calls.clear();
    this.#listeners.clear();
    return Promise.resolve();
  }

  /** Null when it does not run or every trunk is taken. */
  ringNow(caller = pick(this.#options.rng, this.#options.callers)): CallId | null {
    const { timers, rng, random } = this.#options;
    if (!this.#isRunning || this.#calls.size >= TRUNKS) return null;
    const callId: CallId = uuidV7(timers.now(), random);
    const giveUp = timers.after(patienceMs(rng), () => {
      this.#finish(callId, { type: 'abandoned', callId, at: timers.now() });
    });
    const staff = this.#staffAnswer(callId);
    const cancel = (): void => {
      giveUp();
      staff();
    };
    this.#calls.set(callId, { state: 'ringing', seat: null, cancel });
    this.#emit({ type: 'ringing', callId, at: timers.now(), ...caller });
    return callId;
  }

  answer(callId: CallId, seat: SeatId): Result<null, TelephonyRefusal> {
    const { timers, rng } = this.#options;
    const call = this.#calls.get(callId);
    if (call === undefined) return err('call/gone');
    if (call.state !== 'ringing') return err('call/taken');
    call.cancel();
    call.state = 'talking';
    call.seat = seat;
    call.cancel = timers.after(talkMs(rng), () => {
      this.#end(callId, 'caller');
    });
    this.#emit({ type: 'answered', callId, at: timers.now(), seat });
    return ok(null);
  }

  hold(callId: CallId, on: boolean): Result<null, TelephonyRefusal> {
    const call = this.#calls.get(callId);
    if (call === undefined || call.state === 'ringing') return err('call/gone');
    if (on !== (call.state === 'held')) {
      call.state = on ? 'held' : 'talking';
      this.#emit({ type: on ? 'held' : 'resumed', callId, at: this.#options.timers.now() });
    }
    return ok(null);
  }

  end(callId: CallId): Result<null, TelephonyRefusal> {
    const call = this.#calls.get(callId);
    if (call === undefined || call.state === 'ringing') return err('call/gone');
    this.#end(callId, 'seat');
    return ok(null);
  }

  #end(callId: CallId, by: 'caller' | 'seat'): void {
    const at = this.#options.timers.now();
    this.#finish(callId, { type: 'ended', callId, at, by, recording: null });
  }

  #emit(event: TelephonyEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #finish(callId: CallId, event: TelephonyEvent): void {
    this.#calls.get(callId)?.cancel();
    this.#calls.delete(callId);
    this.#emit(event);
  }

  #staffAnswer(callId: CallId): () => void {
    const { timers, rng, staffedSeats } = this.#options;
    if (staffedSeats.length === 0) return () => undefined;
    return timers.after(STAFF_ANSWER_MS.least + rng.next() * STAFF_ANSWER_MS.spread, () => {
      const busy = new Set([...this.#calls.values()].map((call) => call.seat));
      const free = staffedSeats.filter((seat) => !busy.has(seat));
      if (free.length > 0) this.answer(callId, pick(rng, free));
    });
  }

  #scheduleArrival(): void {
    const { timers, rng, factor, callers } = this.#options;
    if (factor <= 0) return;
    this.#cancelArrival = timers.after(nextArrivalMs(rng, timers.now(), this.#options), () => {
      if (callers.length > 0) this.ringNow();
      if (this.#isRunning) this.#scheduleArrival();
    });
  }
}
