import { randomBytes } from 'node:crypto';
import { MINUTE_MS } from '../../kernel/time.ts';

/** What one ticket is good for: one file, one way. */
export type FileTicket = {
  readonly sha256: string;
  readonly way: 'send' | 'fetch';
  /** Length of the whole file. */
  readonly bytes: number;
};

const GOOD_MS = 30 * MINUTE_MS;
const TICKETS_MAX = 2_000;

/**
 * Given over the line on which a device has proven who it is, shown at the door for files: the door itself
 * asks nobody's name. A ticket ends by itself, and the oldest makes room.
 */
export class FileTickets {
  readonly #mono: () => number;
  readonly #tickets = new Map<string, FileTicket & { readonly until: number }>();

  constructor(mono: () => number) {
    this.#mono = mono;
  }

  give(ticket: FileTicket): string {
    const name = randomBytes(24).toString('base64url');
    this.#tickets.set(name, { ...ticket, until: this.#mono() + GOOD_MS });
    const [oldest] = this.#tickets.keys();
    if (this.#tickets.size > TICKETS_MAX && oldest !== undefined) this.#tickets.delete(oldest);
    return name;
  }

  look(name: string): FileTicket | null {
    const found = this.#tickets.get(name);
    return found === undefined || found.until < this.#mono() ? null : found;
  }
}
