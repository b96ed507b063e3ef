import type { PersonId, SeatId } from '../../domain/operation/identity.ts';

export type Sitter = { readonly device: string; readonly person: PersonId };
type Held<Line> = Sitter & { readonly line: Line | null; readonly until: number };

/** Long enough for a console to be started again, short enough for a colleague to wait. */
export const KEPT_MS = 60_000;

/**
 * Which console has which seat: one console a seat, one seat a console. Nothing rings where no line is; a
 * console whose line broke finds its seat kept for a while.
 */
export class SeatHolders<Line extends object> {
  readonly #mono: () => number;
  readonly #held = new Map<SeatId, Held<Line>>();

  constructor(mono: () => number) {
    this.#mono = mono;
  }

  /** Who has the seat, unless it is this device or nobody. */
  other(seat: SeatId, device: string): Sitter | null {
    const held = this.#now(seat);
    return held === null || held.device === device ? null : held;
  }

  /** Who has the seat, here or over a broken line. */
  sitter(seat: SeatId): Sitter | null {
    return this.#now(seat);
  }

  /** Returns the line of whoever had it until now. */
  take(seat: SeatId, sitter: Sitter, line: Line): Line | null {
    const before = this.line(seat);
    for (const [other, { device }] of this.#held) {
      if (device === sitter.device && other !== seat) this.#held.delete(other);
    }
    this.#held.set(seat, { ...sitter, line, until: 0 });
    return before === line ? null : before;
  }

  /** Somebody sits down: what is kept for him at a console that is not there any more is nobody's. */
  moved(person: PersonId): void {
    for (const [seat, held] of this.#held) {
      if (held.person === person && held.line === null) this.#held.delete(seat);
    }
  }

  leave(seat: SeatId): void {
    this.#held.delete(seat);
  }

  free(device: string): void {
    for (const [seat, held] of this.#held) if (held.device === device) this.#held.delete(seat);
  }

  gone(line: Line): void {
    const until = this.#mono() + KEPT_MS;
    for (const [seat, held] of this.#held) {
      if (held.line === line) this.#held.set(seat, { ...held, line: null, until });
    }
  }

  /** The console that sits there now. */
  line(seat: SeatId): Line | null {
    return this.#held.get(seat)?.line ?? null;
  }

  lines(): (readonly [seat: SeatId, line: Line])[] {
    return [...this.#held].flatMap(([seat, { line }]) =>
      line === null ? [] : [[seat, line] as const],
    );
  }

  /** Seats that are not free, and for whom. */
  all(): { readonly seat: SeatId; readonly device: string }[] {
    return [...this.#held.keys()].flatMap((seat) => {
      const held = this.#now(seat);
      return held === null ? [] : [{ seat, device: held.device }];
    });
  }

  #now(seat: SeatId): Held<Line> | null {
    const held = this.#held.get(seat);
    if (held === undefined || (held.line === null && held.until <= this.#mono())) return null;
    return held;
  }
}
