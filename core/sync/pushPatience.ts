import { BATCHES_IN_FLIGHT } from '../protocol/sync/frames.ts';
import { unanswered, type OutboxState } from './outboxState.ts';
import { Patience } from './patience.ts';

const ANSWER_MS = 20_000;

/** How long decisions are waited for, and how much is under way meanwhile. */
export class PushPatience {
  readonly #patience = new Patience(ANSWER_MS);

  /** One batch, until it is known how long an answer takes: no heap of copies before it. */
  get inFlight(): number {
    return this.#patience.isTried ? 1 : BATCHES_IN_FLIGHT;
  }

  /** With what has waited for too long to be sent again. */
  again(outbox: OutboxState, now: number): OutboxState {
    const left = unanswered(outbox, now - this.#patience.ms);
    if (left !== outbox) this.#patience.ranOut();
    return left;
  }

  answered({ inFlight }: OutboxState, batch: number, now: number): void {
    const sent = inFlight.find(({ id }) => id === batch);
    if (sent !== undefined) this.#patience.answered(now - sent.sentAt);
  }

  /** Another line. */
  anew(): void {
    this.#patience.anew();
  }
}
