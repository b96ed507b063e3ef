import type { CallId, SeatId } from '../../domain/operation/identity.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { TelephonyEvent } from '../../telephony/adapter.ts';

export type LiveCall = {
  readonly callId: CallId;
  readonly line: string;
  readonly number: string | null;
  readonly rangAt: EpochMs;
  readonly state: 'ringing' | 'answered' | 'held';
  readonly seat: SeatId | null;
  readonly answeredAt: EpochMs | null;
};

export type EndedCall = LiveCall & {
  readonly endedAt: EpochMs;
  readonly outcome: 'answered' | 'abandoned' | 'transferred';
  readonly recording: string | null;
};

const BAR_MS = 5 * MINUTE_MS;
const BARS = 12;
/** So far back rings are counted. */
export const RINGS_MS = BAR_MS * BARS;

/** The calls of this moment, from the adapter's events alone. Pure but for what it holds. */
export class CallBook {
  readonly #calls = new Map<CallId, LiveCall>();
  #rings: EpochMs[] = [];

  /** The call that ended by this event, or null. Events of calls that nobody announced change nothing. */
  hear(event: TelephonyEvent): EndedCall | null {
    if (event.type === 'ringing') {
      const { callId, line, number, at } = event;
      const call = {
        callId,
        line,
        number,
        rangAt: at,
        state: 'ringing',
        seat: null,
        answeredAt: null,
      } as const;
      this.#calls.set(callId, call);
      this.#rings.push(at);
      this.#rings = this.#rings.filter((rang) => rang > at - RINGS_MS);
      return null;
    }
    const call = this.#calls.get(event.callId);
    if (call === undefined) return null;
    if (event.type === 'answered') {
      const { seat, at } = event;
      this.#calls.set(call.callId, { ...call, state: 'answered', seat, answeredAt: at });
    } else if (event.type === 'held') this.#calls.set(call.callId, { ...call, state: 'held' });
    else if (event.type === 'resumed') this.#calls.set(call.callId, { ...call, state: 'answered' });
    else {
      this.#calls.delete(call.callId);
      return endedCall(call, event);
    }
    return null;
  }

  /** Rings of before this program began, as the log tells of them. */
  remember(rings: readonly EpochMs[]): void {
    this.#rings = [...rings, ...this.#rings];
  }

  get(callId: CallId): LiveCall | null {
    return this.#calls.get(callId) ?? null;
  }

  /** Oldest first. */
  ringing(): LiveCall[] {
    return [...this.#calls.values()].filter((call) => call.state === 'ringing');
  }

  /** Seats that talk now. */
  busy(): ReadonlyMap<SeatId, LiveCall> {
    const busy = new Map<SeatId, LiveCall>();
    for (const call of this.#calls.values()) if (call.seat !== null) busy.set(call.seat, call);
    return busy;
  }

  /** Rings of the last hour in bars of five minutes, oldest first. */
  lastHour(now: EpochMs): number[] {
    const bars = Array<number>(BARS).fill(0);
    for (const at of this.#rings) {
      const bar = BARS - 1 - Math.floor((now - at) / BAR_MS);
      if (bar >= 0 && bar < BARS) bars[bar] = (bars[bar] ?? 0) + 1;
    }
    return bars;
  }
}

function endedCall(
  call: LiveCall,
  event: Extract<TelephonyEvent, { readonly type: 'ended' | 'abandoned' }>,
): EndedCall {
  if (event.type === 'abandoned') {
    return { ...call, endedAt: event.at, outcome: 'abandoned', recording: null };
  }
  const outcome = event.by === 'transfer' ? 'transferred' : 'answered';
  return { ...call, endedAt: event.at, outcome, recording: event.recording };
}
