import type { AnyOperation } from '../domain/operation/operation.ts';
import type { OutboxPort } from './syncPorts.ts';

/** How long an author may not know yet that his deferred act was decided again. */
const ASK_AGAIN_MS = 60_000;

/**
 * Acts that stand deferred are sent again now and then: the answer is what was decided of them last. Nothing
 * else tells whoever is no member of the case. Each minute has a round over all of them, batch after batch, the
 * next one when the last was answered; after an answer that was lost, the round goes on a minute later.
 */
export class AskAgain {
  readonly #outbox: Pick<OutboxPort, 'deferred' | 'read'>;
  #askedAt: number | null = null;
  /** How far the round has come; null between two rounds. */
  #upTo: number | null = null;
  #isAnswered = false;

  constructor(outbox: Pick<OutboxPort, 'deferred' | 'read'>) {
    this.#outbox = outbox;
  }

  /** A new line: ask at once, from the oldest on. */
  greeted(): void {
    this.#askedAt = null;
    this.#upTo = null;
    this.#isAnswered = false;
  }

  /** What was sent again is answered: the next of this round may go. */
  answered(): void {
    this.#isAnswered = this.#upTo !== null;
  }

  /** What to send again now; empty when nothing is due. */
  async due(
    now: number,
    most: Parameters<OutboxPort['read']>[1],
  ): Promise<readonly AnyOperation[]> {
    const isWaited = this.#askedAt === null || now - this.#askedAt >= ASK_AGAIN_MS;
    if (!isWaited && !this.#isAnswered) return [];
    this.#isAnswered = false;
    const deferred = await this.#outbox.deferred();
    const first = this.#next(deferred, isWaited);
    const last = deferred.at(-1);
    if (isWaited || first !== null) this.#askedAt = now;
    this.#upTo = null;
    if (first === null || last === undefined) return [];
    const ops = (await this.#outbox.read(first, most)).filter(({ rseq }) => rseq <= last);
    this.#upTo = ops.at(-1)?.rseq ?? last;
    return ops;
  }

  /** After the last comes the first only when another round may begin. */
  #next(deferred: readonly number[], isRoundDue: boolean): number | null {
    const upTo = this.#upTo ?? 0;
    const next = deferred.find((rseq) => rseq > upTo);
    return next ?? (isRoundDue ? deferred[0] : null) ?? null;
  }
}
