import type { CallId, SeatId } from '../../domain/operation/identity.ts';
import { isHallSeat } from '../../domain/permission/hallSeat.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { Sealing } from '../../node/sealing.ts';
import type { CallRow } from '../../protocol/console/rows.ts';
import type { ServerFrame } from '../../protocol/sync/frames.ts';
import type { TelephonyAdapter, TelephonyEvent } from '../../telephony/adapter.ts';
import type { District } from '../openDistrict.ts';
import type { SyncConnection, HallFrame } from '../sync/syncConnection.ts';
import type { SyncHub } from '../sync/syncHub.ts';
import { CallBook, RINGS_MS } from './callBook.ts';
import type { EndedCall, LiveCall } from './callBook.ts';
import { CallLog } from './callLog.ts';
import { SeatDesk } from './seatDesk.ts';
import { SeatHolders } from './seatHolders.ts';
import { SeatTable } from './seatTable.ts';
import type { SeatState } from './seatTable.ts';

export type CallHubOptions = {
  readonly district: District;
  readonly hub: SyncHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly sealing: Sealing;
  readonly telephony: TelephonyAdapter | null;
  /** Seats that a simulated hall works at while no console does. */
  readonly staffedSeats: readonly SeatId[];
};

export type SeatNow = { readonly seat: SeatId; readonly state: SeatState };

const QUICK_MS = 15 * SECOND_MS;
/** Calls shown as ringing at one seat at once. */
const RINGING_SHOWN = 3;
const SEATS_MS = 1_000;

/**
 * The hall: calls ring at every idle seat, the first claim wins, and a call that ends becomes a `call.log`
 * through the same decider as everything else. Calls in progress are not operations and are not stored.
 */
export class CallHub {
  readonly #options: CallHubOptions;
  readonly #book = new CallBook();
  readonly #seats = new SeatTable();
  readonly #desk: SeatDesk;
  readonly #log: CallLog;
  readonly #holders: SeatHolders<SyncConnection>;
  readonly #passed = new Map<CallId, Set<SeatId>>();
  readonly #listeners = new Set<() => void>();
  readonly #dispose: (() => void)[] = [];
  readonly #hotline: ReadonlySet<SeatId>;
  #seatsText = '';
  #isDue = false;

  constructor(options: CallHubOptions) {
    this.#options = options;
    const { hub, district, telephony } = options;
    this.#holders = new SeatHolders(() => options.clock.mono());
    this.#desk = new SeatDesk(options, this.#holders, this.#seats);
    this.#log = new CallLog(options);
    const { seats } = district.profile.catalogue;
    this.#hotline = new Set(seats.filter(isHallSeat).map((seat) => seat.id));
    this.#dispose.push(
      hub.onHall({
        ready: (connection) => {
          this.#desk.greeted(connection);
          connection.send(this.#seatsFrame());
        },
        frame: (frame, from) => {
          this.#frame(frame, from);
        },
        gone: (connection) => {
          this.#gone(connection);
        },
      }),
    );
    this.#dispose.push(
      district.onCommit((entries) => {
        for (const { op, decision } of entries) {
          const isAnswer = op.kind === 'case.create' && op.args.next === 'answer';
          // Which seat an act names is its author's word: it counts where he sits.
          const isHere = this.#holders.sitter(op.seat)?.person === op.actor;
          if (isAnswer && isHere && decision.outcome === 'applied') {
            this.#seats.count(op.seat, { answeredAtOnce: 1 });
            this.#changed();
          }
        }
      }),
    );
    // I-25: what rings at his seat is taken off the screen, too.
    this.#dispose.push(district.logins.onEnded(() => this.#changed()));
    const timer = setInterval(() => {
      this.#tellSeats();
      void this.#log.write();
    }, SEATS_MS);
    this.#dispose.push(() => {
      clearInterval(timer);
    });
    void this.#rememberRings();
    if (telephony !== null) {
      this.#dispose.push(telephony.onEvent((event) => this.#heard(event)));
      telephony.start();
    }
  }

  /** The last hour is the hall's, not this program's: what rang before it began stands in the log of calls. */
  async #rememberRings(): Promise<void> {
    const { district, clock, log } = this.#options;
    const now = clock.wall();
    try {
      const calls = await district.store.recentCalls(now - RINGS_MS);
      this.#book.remember(calls.map((call) => call.rangAt).filter((at) => at < now));
      this.#changed();
    } catch (cause) {
      log.write('warn', 'calls/not-remembered', { cause: String(cause) });
    }
  }

  /** Every seat of the hall with its state, in order. */
  seatsNow(): SeatNow[] {
    const busy = this.#book.busy();
    const isRinging = this.#book.ringing().length > 0;
    return [...this.#hotline].map((seat) => ({
      seat,
      state: this.#stateOf(seat, busy, isRinging),
    }));
  }

  queue(): { readonly waiting: number; readonly longestMs: number } {
    const ringing = this.#book.ringing();
    const now = this.#options.clock.wall();
    const longestMs = Math.max(0, ...ringing.map((call) => now - call.rangAt));
    return { waiting: ringing.length, longestMs };
  }

  /** Seats that the simulated hall may answer at: no console sits there. */
  freeStaff(): SeatId[] {
    return this.#options.staffedSeats.filter((seat) => this.#holders.line(seat) === null);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    for (const dispose of this.#dispose) dispose();
    await this.#options.telephony?.stop();
    await this.#log.write();
  }

  #stateOf(seat: SeatId, busy: ReadonlyMap<SeatId, LiveCall>, isRinging: boolean): SeatState {
    if (busy.has(seat)) return 'talking';
    if (this.#holders.line(seat) === null) {
      return this.#options.staffedSeats.includes(seat) ? 'idle' : 'off';
    }
    if (!this.#desk.takesCalls(seat)) return 'off';
    const said = this.#seats.said(seat);
    // Desks outside the hall have a phone, too, but the hotline does not ring there.
    return said === 'idle' && isRinging && this.#hotline.has(seat) ? 'ringing' : said;
  }

  #heard(event: TelephonyEvent): void {
    const ended = this.#book.hear(event);
    if (event.type === 'answered') this.#answered(event);
    if (ended !== null) {
      this.#passed.delete(ended.callId);
      this.#ended(ended);
    }
    this.#changed();
  }

  #answered({ callId, seat, at }: Extract<TelephonyEvent, { readonly type: 'answered' }>): void {
    const call = this.#book.get(callId);
    if (call === null) return;
    const within15 = at - call.rangAt <= QUICK_MS ? 1 : 0;
    this.#seats.count(seat, { answered: 1, within15 });
  }

  #ended(call: EndedCall): void {
    const { seat, answeredAt, endedAt } = call;
    if (seat !== null) {
      this.#seats.count(seat, { talkMs: endedAt - (answeredAt ?? endedAt) });
      this.#seats.afterCall(seat, endedAt);
    }
    this.#log.add(call);
  }

  #frame(frame: HallFrame, from: SyncConnection): void {
    if (frame.f === 'callAct') {
      const refusal = this.#act(frame, from);
      const value = refusal === null ? {} : { code: refusal };
      from.send({ f: 'answer', id: frame.id, ok: refusal === null, value });
    } else if (frame.f === 'sit') {
      const isBusy = this.#book.busy().has(frame.seat);
      const refusal = this.#desk.ask(frame, from, isBusy);
      from.send({ f: 'answer', id: frame.id, ok: refusal === null, value: refusal ?? {} });
    } else this.#desk.hear(frame, from);
    this.#changed();
  }

  #act(
    { act, callId, seat }: Extract<HallFrame, { readonly f: 'callAct' }>,
    from: SyncConnection,
  ): string | null {
    const { telephony } = this.#options;
    const call = this.#book.get(callId);
    if (telephony === null || call === null) return 'call/gone';
    if (!this.#desk.isSitter(seat, from)) return 'session/needed';
    if (act === 'claim') {
      if (!this.#hotline.has(seat)) return 'call/gone';
      if (!this.#desk.takesCalls(seat)) return 'session/seat-for-calls';
      if (this.#seats.said(seat) === 'off') return 'session/needed';
      return refusalOf(telephony.answer(callId, seat));
    }
    if (act === 'pass') {
      const passed = this.#passed.get(callId) ?? new Set();
      passed.add(seat);
      this.#passed.set(callId, passed);
      return null;
    }
    if (call.seat !== seat) return 'call/taken';
    if (act === 'end') return refusalOf(telephony.end(callId));
    return refusalOf(telephony.hold(callId, act === 'hold'));
  }

  #gone(connection: SyncConnection): void {
    this.#holders.gone(connection);
    this.#changed();
  }

  /** Everything that changed in one moment is told once. */
  #changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#tellCalls();
      for (const listener of this.#listeners) listener();
    });
  }

  #tellCalls(): void {
    const seats = this.seatsNow();
    const busy = this.#book.busy();
    const ringing = this.#book.ringing();
    const { waiting, longestMs } = this.queue();
    const common = {
      queue: waiting,
      longestWaitMs: longestMs,
      idleSeats: seats.filter(({ state }) => state === 'idle' || state === 'ringing').length,
      seatsTotal: seats.length,
      lastHour: this.#book.lastHour(this.#options.clock.wall()),
    };
    for (const [seat, connection] of this.#holders.lines()) {
      const own = busy.get(seat);
      const seatState = this.#stateOf(seat, busy, ringing.length > 0);
      const shown = seatState === 'ringing' ? this.#ringingFor(seat, ringing) : [];
      const calls = [...(own === undefined ? [] : [own]), ...shown].map((call) => this.#row(call));
      const { talkMs, ...counts } = this.#seats.shift(seat);
      const meanTalkMs = counts.answered === 0 ? 0 : Math.round(talkMs / counts.answered);
      const shift = { ...counts, meanTalkMs };
      connection.send({ f: 'calls', calls: { ...common, seat, seatState, calls, shift } });
    }
  }

  #ringingFor(seat: SeatId, ringing: readonly LiveCall[]): readonly LiveCall[] {
    const own = ringing.filter((call) => this.#passed.get(call.callId)?.has(seat) !== true);
    return own.slice(0, RINGING_SHOWN);
  }

  #row(call: LiveCall): CallRow {
    const { lines } = this.#options.district.profile.catalogue;
    const line = lines.find((one) => one.id === call.line || one.number === call.line);
    return {
      callId: call.callId,
      line: call.line,
      lineName: line?.name.zh ?? call.line,
      greeting: line?.greeting.zh ?? '',
      state: call.state,
      number: call.number,
      seat: call.seat,
      rangAt: call.rangAt,
      answeredAt: call.answeredAt,
      endedAt: null,
      callerName: null,
      callerKind: null,
      callsThisMonth: 0,
      callsThisYear: 0,
      history: [],
    };
  }

  /**
   * The matrix goes out at most once a second, and only when it changed. A right that ended changes it, too,
   * and no event of the hall tells of that: what rings there is told anew (I-25).
   */
  #tellSeats(): void {
    const frame = this.#seatsFrame();
    const text = JSON.stringify([frame.seats, frame.sat]);
    if (text === this.#seatsText) return;
    this.#seatsText = text;
    this.#options.hub.broadcast(frame);
    this.#changed();
  }

  #seatsFrame(): Extract<ServerFrame, { readonly f: 'seats' }> {
    const at = this.#options.clock.wall();
    return { f: 'seats', seats: this.seatsNow(), sat: this.#holders.all(), at };
  }
}

function refusalOf(
  result: { readonly ok: true } | { readonly ok: false; readonly error: string },
): string | null {
  return result.ok ? null : result.error;
}
