/** Beyond this a line is asked again whatever it is like: a message may be lost on it after all. */
const MOST_MS = 10 * 60_000;
/** An answer that takes so many times as long as the last one is late. */
const LATE = 3;

/**
 * How long an answer is waited for before what was sent is sent again over the same line. On a slow line it is not
 * lost but on its way, behind what was sent before it, and each copy makes the way longer: whoever has waited in
 * vain waits twice as long the next time, until an answer to something that was sent once has shown how long one
 * takes.
 */
export class Patience {
  readonly #leastMs: number;
  #ms: number;
  #isTried = false;

  constructor(leastMs: number) {
    this.#leastMs = leastMs;
    this.#ms = leastMs;
  }

  get ms(): number {
    return this.#ms;
  }

  /** Something was sent again, and nothing was answered since that was sent once. */
  get isTried(): boolean {
    return this.#isTried;
  }

  ranOut(): void {
    this.#isTried = true;
    this.#ms = Math.min(2 * this.#ms, MOST_MS);
  }

  /** Of what was sent once: which of two copies an answer is to, nobody knows. */
  answered(tookMs: number): void {
    this.#isTried = false;
    this.#ms = Math.min(Math.max(this.#leastMs, LATE * tookMs), MOST_MS);
  }

  /** Another line. */
  anew(): void {
    this.#isTried = false;
    this.#ms = this.#leastMs;
  }
}
