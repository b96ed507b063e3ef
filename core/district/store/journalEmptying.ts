import type { Log } from '../../node/logFile.ts';
import type { District } from '../openDistrict.ts';
import { redactionsIn } from './forgotten.ts';

type Parts = {
  readonly district: {
    readonly store: Pick<District['store'], 'emptyJournal'>;
    readonly onCommit: District['onCommit'];
  };
  readonly log: Log;
  /** After the last redaction of some; moved by tests alone. */
  readonly afterMs?: number;
};

const AFTER_MS = 5_000;

/**
 * Words that a redaction has taken out stand in the journal of the district's file until it is written over: it is
 * emptied some seconds after the last of several, and at a start, for whoever was killed in between. Again when
 * somebody was reading an older state.
 */
export class JournalEmptying {
  readonly #parts: Parts;
  readonly #stop: () => void;
  #timer: NodeJS.Timeout | null = null;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#later();
    this.#stop = parts.district.onCommit((entries) => {
      if (redactionsIn({ entries }).length > 0) this.#later();
    });
  }

  /** Whoever closes the file after that empties the journal, too. */
  async close(): Promise<void> {
    this.#stop();
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#work;
  }

  #later(): void {
    if (this.#isClosed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(() => this.#empty());
    }, this.#parts.afterMs ?? AFTER_MS).unref();
  }

  async #empty(): Promise<void> {
    if (this.#isClosed) return;
    try {
      if (!(await this.#parts.district.store.emptyJournal())) this.#later();
    } catch (cause) {
      this.#parts.log.write('error', 'journal/failed', { why: String(cause) });
    }
  }
}
