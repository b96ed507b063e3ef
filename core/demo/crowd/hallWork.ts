import type { CallId, SeatId } from '../../domain/operation/identity.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { Rng } from '../../kernel/rng.ts';
import { pick } from '../../kernel/rng.ts';
import type { ServerFrame } from '../../protocol/sync/frames.ts';
import { between } from '../history/sampling.ts';
import type { LightConsole } from './lightConsole.ts';

/** What the hall tells a seat, as far as the crowd looks at it. */
type SeatCalls = {
  readonly seat: SeatId;
  readonly calls: readonly {
    readonly callId: CallId;
    readonly state: string;
    readonly line: string;
    readonly number: string | null;
    readonly seat: SeatId | null;
  }[];
};

export type EndedTalk = {
  readonly seat: SeatId;
  readonly person: string;
  readonly callId: CallId;
  readonly number: string | null;
};

export type HallPorts = {
  readonly rng: Rng;
  readonly now: () => EpochMs;
  /** Who sits at a seat in the shift of this moment; null when nobody does. */
  readonly personAt: (seat: SeatId, at: EpochMs) => string | null;
  /** Somebody has hung up: what was said is written down. */
  readonly write: (talk: EndedTalk) => Promise<void>;
};

type Seat = {
  readonly id: SeatId;
  readonly console: LightConsole;
  person: string | null;
  toldAt: number | null;
  talk: EndedTalk | null;
  isWriting: boolean;
};

/** A visitor at a seat of his own has this long before a simulated colleague takes a call. */
const ANSWER_S = { least: 7, most: 13 };
const WRITING_S = { least: 8, most: 40 };

/** Simulated operators at seats of the hall: they take calls, talk until the caller hangs up, and write. */
export class HallWork {
  readonly #ports: HallPorts;
  readonly #seats = new Map<SeatId, Seat>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #ringing = new Set<CallId>();

  constructor(ports: HallPorts) {
    this.#ports = ports;
  }

  sit(id: SeatId, console: LightConsole): void {
    const empty = { person: null, toldAt: null, talk: null, isWriting: false };
    this.#seats.set(id, { id, console, ...empty });
  }

  /** Who came, who left, and who has to say it again on a new line. */
  turn(): void {
    for (const seat of this.#seats.values()) {
      const since = seat.console.onlineSince();
      const person = this.#ports.personAt(seat.id, this.#ports.now());
      const isBusy = seat.talk !== null || seat.isWriting;
      if (since === null || isBusy || (since === seat.toldAt && person === seat.person)) continue;
      seat.toldAt = since;
      seat.person = person;
      seat.console.tell({ seat: seat.id, state: person === null ? 'off' : 'idle', person });
    }
  }

  heard(id: SeatId, frame: ServerFrame): void {
    const seat = this.#seats.get(id);
    if (seat === undefined || frame.f !== 'calls') return;
    const { calls } = frame.calls as SeatCalls;
    const own = calls.find((call) => call.seat === id);
    if (own !== undefined && seat.person !== null) {
      const { callId, number } = own;
      seat.talk = { seat: id, person: seat.person, callId, number };
    } else if (seat.talk !== null) this.#hungUp(seat, seat.talk);
    for (const { callId, state } of calls) {
      if (state === 'ringing' && !this.#ringing.has(callId)) this.#rings(callId);
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #rings(callId: CallId): void {
    this.#ringing.add(callId);
    this.#after(ANSWER_S, callId, () => {
      this.#ringing.delete(callId);
      const free = [...this.#seats.values()].filter(
        ({ person, talk, isWriting, console }) =>
          person !== null && talk === null && !isWriting && console.onlineSince() !== null,
      );
      if (free.length === 0) return;
      const { id, console } = pick(this.#ports.rng, free);
      // Somebody else may have been quicker: then it rings here no more.
      console.ask({ f: 'callAct', act: 'claim', callId, seat: id }).catch(() => undefined);
    });
  }

  #hungUp(seat: Seat, talk: EndedTalk): void {
    seat.talk = null;
    seat.isWriting = true;
    this.#after(WRITING_S, `write ${seat.id}`, () => {
      void this.#ports
        .write(talk)
        .catch(() => undefined)
        .then(() => {
          seat.isWriting = false;
          seat.toldAt = null;
        });
    });
  }

  #after(
    span: { readonly least: number; readonly most: number },
    name: string,
    task: () => void,
  ): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(name);
        task();
      },
      between(this.#ports.rng, span.least, span.most) * SECOND_MS,
    );
    this.#timers.set(name, timer);
  }
}
