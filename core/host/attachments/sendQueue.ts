import type { AttachmentBook, AttachmentRow } from './attachmentBook.ts';
import { sendFile, type TransferPorts } from './transfer.ts';

export type SendPorts = {
  readonly book: AttachmentBook;
  readonly mono: () => number;
  readonly isOnline: () => boolean;
  /** An act of the case names the file: until then nobody would take it. */
  readonly isAttached: (row: AttachmentRow) => Promise<boolean>;
  readonly transfer: TransferPorts;
  readonly onSent: (sha256: string) => Promise<void>;
  /** A turn failed at this console's own disk; what waits is looked at again by the next one. */
  readonly onFailure: (cause: unknown) => void;
};

const LOOK_MS = 1_000;
const AGAIN_FIRST_MS = 2_000;
const AGAIN_MOST_MS = 5 * 60_000;

type Pause = { readonly tries: number; readonly until: number };

/**
 * Brings what was attached here to the district, one file at a time, the oldest first. What waits is what
 * the book says, so a start goes on where the last one ended; a file that fails lets the others pass.
 */
export class SendQueue {
  readonly #ports: SendPorts;
  readonly #pauses = new Map<string, Pause>();
  #lookedAt = -Infinity;
  #run: Promise<void> | null = null;
  #isStopped = false;

  constructor(ports: SendPorts) {
    this.#ports = ports;
  }

  tick(): void {
    const now = this.#ports.mono();
    if (this.#isStopped || this.#run !== null || now - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = now;
    const waiting = this.#ports.book.all().filter((row) => row.state === 'own');
    if (waiting.length === 0 || !this.#ports.isOnline()) return;
    this.#run = this.#sendAll([...waiting].sort((a, b) => a.keptAt - b.keptAt))
      .catch((cause: unknown) => {
        this.#ports.onFailure(cause);
      })
      .finally(() => {
        this.#run = null;
      });
  }

  stop(): void {
    this.#isStopped = true;
  }

  async settled(): Promise<void> {
    await this.#run;
  }

  async #sendAll(waiting: readonly AttachmentRow[]): Promise<void> {
    for (const row of waiting) {
      const pause = this.#pauses.get(row.sha256);
      if (this.#isStopped || !this.#ports.isOnline()) return;
      if (pause !== undefined && pause.until > this.#ports.mono()) continue;
      if (!(await this.#ports.isAttached(row))) continue;
      if (await this.#send(row)) {
        this.#pauses.delete(row.sha256);
        await this.#ports.onSent(row.sha256);
      } else {
        const tries = (pause?.tries ?? 0) + 1;
        const wait = Math.min(AGAIN_FIRST_MS * 2 ** (tries - 1), AGAIN_MOST_MS);
        this.#pauses.set(row.sha256, { tries, until: this.#ports.mono() + wait });
      }
    }
  }

  async #send(row: AttachmentRow): Promise<boolean> {
    try {
      return (await sendFile(row, this.#ports.transfer)) === 'done';
    } catch {
      // The line went in the middle: what arrived is there, the rest follows.
      return false;
    }
  }
}
