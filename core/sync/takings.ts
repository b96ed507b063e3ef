import type { ExchangeAnswer, ExchangePage } from '../protocol/sync/exchange.ts';
import type { Pulling } from './pulling.ts';
import type { OutboxPort, ReplicaPort } from './syncPorts.ts';

/** What a district said without a line. */
export type BroughtAnswer = Pick<
  ExchangeAnswer,
  'replica' | 'incarnation' | 'epoch' | 'decisions' | 'pages'
>;

/**
 * - `other-console`: the answer to somebody else, or to an earlier life of this one.
 * - `other-history`: the district was put back since, or this console was.
 * - `gap`: something lies between what is here and what it tells; nothing of it was used.
 */
export type Taken =
  | { readonly ok: true; readonly decisions: number; readonly entries: number }
  | { readonly ok: false; readonly why: 'other-console' | 'other-history' | 'gap' };

type Ports = {
  readonly outbox: Pick<OutboxPort, 'identity' | 'record'>;
  readonly replica: Pick<ReplicaPort, 'epoch' | 'cursors'>;
  readonly pulling: Pick<Pulling, 'page' | 'settle'>;
  readonly fetch: (caseId: string) => void;
  /** The outbox's own: acts are committed while an answer is written down. */
  readonly delivered: (rseqs: readonly number[]) => void;
};

type Asked = {
  readonly answer: BroughtAnswer;
  readonly done: (taken: Taken) => void;
  readonly failed: (cause: unknown) => void;
};

/** Answers that came on a stick: taken in between two steps of the engine, as if the line had told them. */
export class Takings {
  readonly #ports: Ports;
  readonly #asked: Asked[] = [];

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  add(answer: BroughtAnswer): Promise<Taken> {
    return new Promise((done, failed) => this.#asked.push({ answer, done, failed }));
  }

  /** Takes in what was brought. */
  async turn(): Promise<void> {
    for (let one = this.#asked.shift(); one !== undefined; one = this.#asked.shift()) {
      try {
        await this.#take(one);
      } catch (cause) {
        one.failed(cause);
      }
    }
  }

  async #take({ answer, done }: Asked): Promise<void> {
    const why = this.#refusal(answer);
    if (why !== null) return done({ ok: false, why });
    const { decisions } = answer;
    await this.#ports.outbox.record(decisions);
    this.#ports.delivered(decisions.map(({ rseq }) => rseq));
    await this.#settled();
    let entries = 0;
    for (const page of answer.pages) entries += await this.#page(page);
    done({ ok: true, decisions: decisions.length, entries });
  }

  #refusal({ replica, incarnation, epoch, pages }: BroughtAnswer) {
    const own = this.#ports.outbox.identity();
    if (replica !== own.replica || incarnation !== own.incarnation) return 'other-console';
    if (epoch !== this.#ports.replica.epoch()) return 'other-history';
    const reached = new Map(Object.entries(this.#ports.replica.cursors()));
    for (const { scope, from, to } of pages) {
      const cursor = reached.get(scope) ?? 0;
      if (from > cursor || to < from) return 'gap';
      reached.set(scope, Math.max(cursor, to));
    }
    return null;
  }

  /** What is known of it already stays away: it begins exactly at the cursor then (I-09). */
  async #page(page: ExchangePage): Promise<number> {
    const cursor = this.#ports.replica.cursors()[page.scope] ?? 0;
    if (page.to <= cursor) return 0;
    const entries = page.entries.filter(({ seq }) => seq > cursor);
    const broken = await this.#ports.pulling.page({ f: 'page', ...page, from: cursor, entries });
    for (const caseId of broken) this.#ports.fetch(caseId);
    await this.#settled();
    return entries.length;
  }

  /** Nothing waits for more from the line, or for a page that no stick brings: the cursor stands where it was read to. */
  async #settled(): Promise<void> {
    for (const caseId of await this.#ports.pulling.settle('all')) this.#ports.fetch(caseId);
  }
}
