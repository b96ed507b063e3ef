import type { AnyOperation } from '../domain/operation/operation.ts';
import type { OutboxPort } from './syncPorts.ts';

/** How long an author may not know yet that his deferred act was decided again. */
const ASK_AGAIN_MS = 60_000;

/**
 * Acts that stand deferred are sent again now and then, a batch at a time and round and round: the answer is
 * what was decided of them last. Nothing else tells whoever is no member of the case.
 */
export class AskAgain {
  readonly #outbox: Pick<OutboxPort, 'deferred' | 'read'>;
  #askedAt: number | null = null;
  #upTo = 0;

  constructor(outbox: Pick<OutboxPort, 'deferred' | 'read'>) {
    this.#outbox = outbox;
  }

  /** A new line: ask at once, from the oldest on. */
  greeted(): void {
    this.#askedAt = null;
    this.#upTo = 0;
  }

  /** What to send again now; empty when nothing is due. */
  async due(
    now: number,
    most: Parameters<OutboxPort['read']>[1],
  ): Promise<readonly AnyOperation[]> {
    if (this.#askedAt !== null && now - this.#askedAt < ASK_AGAIN_MS) return [];
    this.#askedAt = now;
    const deferred = await this.#outbox.deferred();
    const first = deferred.find((rseq) => rseq > this.#upTo) ?? deferred[0];
    const last = deferred.at(-1);
    if (first === undefined || last === undefined) return [];
    const ops = (await this.#outbox.read(first, most)).filter(({ rseq }) => rseq <= last);
    this.#upTo = ops.at(-1)?.rseq ?? last;
    return ops;
  }
}
