import type { Clock } from '../kernel/time.ts';
import { nextWait } from './backoff.ts';
import type { Dice } from './syncPorts.ts';

/**
 * The line is up and the district takes no acts: its disk is full, or locked. They wait here, each time
 * longer, while what was decided still comes.
 */
export class HeldBack {
  readonly #clock: Clock;
  readonly #dice: Dice;
  #now: { readonly code: string; readonly wait: number; readonly until: number } | null = null;

  constructor({ clock, dice }: { readonly clock: Clock; readonly dice: Dice }) {
    this.#clock = clock;
    this.#dice = dice;
  }

  /** Why, until something is decided again. */
  get code(): string | null {
    return this.#now?.code ?? null;
  }

  get isWaiting(): boolean {
    return this.#now !== null && this.#clock.mono() < this.#now.until;
  }

  /** The district said so. Several batches of one moment are answered alike and count once. */
  later(code: string): void {
    if (this.isWaiting) return;
    const wait = nextWait(this.#now?.wait ?? null, this.#dice);
    this.#now = { code, wait, until: this.#clock.mono() + wait };
  }

  over(): void {
    this.#now = null;
  }
}
