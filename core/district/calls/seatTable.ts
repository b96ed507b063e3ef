import type { PersonId, SeatId } from '../../domain/operation/identity.ts';
import { SHIFT_GAP_MS } from '../../domain/record/shiftGap.ts';
import type { EpochMs } from '../../kernel/time.ts';

export type SeatState = 'idle' | 'ringing' | 'talking' | 'after_call' | 'break' | 'off';
/** What a person at the seat says; ringing and talking are seen, not said. */
export type SaidState = 'idle' | 'after_call' | 'break' | 'off';

export type SeatShift = {
  readonly answered: number;
  readonly within15: number;
  readonly talkMs: number;
  readonly answeredAtOnce: number;
};

type Seat = { said: SaidState; person: PersonId | null; since: EpochMs; shift: SeatShift };

const NO_SHIFT: SeatShift = { answered: 0, within15: 0, talkMs: 0, answeredAtOnce: 0 };

/** Who sits where and in which state, as the consoles say it. A seat without a console is off. */
export class SeatTable {
  readonly #seats = new Map<SeatId, Seat>();
  /** What who has left had done in this seat: it goes on if he comes back to it within his shift. */
  readonly #left = new Map<string, { readonly shift: SeatShift; readonly at: EpochMs }>();

  say(
    seat: SeatId,
    news: { readonly state: SaidState; readonly person: PersonId | null; readonly at: EpochMs },
  ): void {
    const before = this.#seats.get(seat);
    const isSame = before !== undefined && before.person === news.person;
    const shift = isSame ? before.shift : this.#handOver(seat, news);
    this.#seats.set(seat, { said: news.state, person: news.person, since: news.at, shift });
  }

  #handOver(
    seat: SeatId,
    news: { readonly person: PersonId | null; readonly at: EpochMs },
  ): SeatShift {
    for (const [key, { at }] of this.#left)
      if (news.at - at >= SHIFT_GAP_MS) this.#left.delete(key);
    const before = this.#seats.get(seat);
    if (before !== undefined && before.person !== null) {
      this.#left.set(`${seat}/${before.person}`, { shift: before.shift, at: news.at });
    }
    return this.#left.get(`${seat}/${news.person ?? ''}`)?.shift ?? NO_SHIFT;
  }

  said(seat: SeatId): SaidState {
    return this.#seats.get(seat)?.said ?? 'off';
  }

  /** A call ended here: whoever sits here writes down what it was before the next one. */
  afterCall(seat: SeatId, at: EpochMs): void {
    const found = this.#seats.get(seat);
    if (found?.said === 'idle') this.#seats.set(seat, { ...found, said: 'after_call', since: at });
  }

  count(seat: SeatId, add: Partial<SeatShift>): void {
    const found = this.#seats.get(seat);
    if (found === undefined) return;
    const { answered, within15, talkMs, answeredAtOnce } = found.shift;
    found.shift = {
      answered: answered + (add.answered ?? 0),
      within15: within15 + (add.within15 ?? 0),
      talkMs: talkMs + (add.talkMs ?? 0),
      answeredAtOnce: answeredAtOnce + (add.answeredAtOnce ?? 0),
    };
  }

  shift(seat: SeatId): SeatShift {
    return this.#seats.get(seat)?.shift ?? NO_SHIFT;
  }
}
