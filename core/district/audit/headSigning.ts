import { BoundedMap } from '../../kernel/bounded.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { ServerFrame } from '../../protocol/sync/frames.ts';
import type { TreeHead } from '../../protocol/sync/treeHead.ts';
import type { District } from '../openDistrict.ts';
import type { AskRefusal, Asks } from '../sync/asks.ts';
import type { SyncConnection } from '../sync/syncConnection.ts';

export const HEAD_EVERY_MS = HOUR_MS;
/** After a start there is something else to do; a log of many hours is caught up with from then on. */
const FIRST_MS = MINUTE_MS;
/** The server must end within some seconds: what is not signed by then is signed after the next start. */
const STOP_BUDGET_MS = 1_000;
const PROOFS_KEPT = 64;

type Consoles = {
  readonly asks: Asks;
  readonly broadcast: (frame: ServerFrame) => void;
};

export type SigningParts = {
  readonly district: Pick<District, 'audit' | 'core'>;
  readonly hub: Consoles;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Signs the log's head every hour and at the stop, tells every console of it, and answers how it follows from
 * the one that a console holds. What fails here stops nobody: the next hour tries again.
 */
export class HeadSigning {
  readonly #parts: SigningParts;
  readonly #dispose: (() => void)[] = [];
  readonly #proofs = new BoundedMap<string, Promise<string[]>>(PROOFS_KEPT);
  #newest: TreeHead | null = null;
  #working: Promise<void> = Promise.resolve();
  #isWanted = true;

  private constructor(parts: SigningParts) {
    this.#parts = parts;
  }

  static async open(parts: SigningParts): Promise<HeadSigning> {
    const signing = new HeadSigning(parts);
    signing.#newest = await parts.district.audit.heads.newest();
    signing.#begin();
    return signing;
  }

  /** A console that has just come is told of the newest head. */
  greet(connection: Pick<SyncConnection, 'send'>): void {
    if (this.#newest !== null) connection.send({ f: 'head', head: this.#newest });
  }

  /** Signs now, if there is anything new. */
  async sign(): Promise<void> {
    this.#working = this.#working.then(() => this.#make());
    await this.#working;
  }

  async close(): Promise<void> {
    for (const dispose of this.#dispose) dispose();
    const until = this.#parts.clock.mono() + STOP_BUDGET_MS;
    this.#isWanted = false;
    await this.#working;
    await this.#make(() => this.#parts.clock.mono() < until);
  }

  #begin(): void {
    const { hub, district } = this.#parts;
    const first = setTimeout(() => void this.sign(), FIRST_MS);
    const hourly = setInterval(() => void this.sign(), HEAD_EVERY_MS);
    this.#dispose.push(() => {
      clearTimeout(first);
      clearInterval(hourly);
    });
    this.#dispose.push(
      district.audit.heads.onHead((head) => {
        this.#newest = head;
        hub.broadcast({ f: 'head', head });
      }),
    );
    hub.asks.provideTo('audit.proof', (input) => this.#prove(input));
  }

  async #make(isWanted = (): boolean => this.#isWanted): Promise<void> {
    try {
      await this.#parts.district.audit.heads.make(isWanted);
    } catch (cause) {
      this.#parts.log.write('error', 'audit/not-signed', { why: String(cause) });
    }
  }

  /** Every console holds the same head and asks the same at the same moment: it is worked out once. */
  async #prove(
    input: Readonly<Record<string, unknown>>,
  ): Promise<ReturnType<typeof ok<unknown>> | ReturnType<typeof err<AskRefusal>>> {
    const { older, newer } = input;
    const newest = this.#newest?.size ?? 0;
    const isAsked = isSize(older) && isSize(newer) && older <= newer && newer <= newest;
    if (!isAsked) return err({ code: 'op/schema' });
    return ok({ proof: await this.#proof(older, newer) });
  }

  #proof(older: number, newer: number): Promise<string[]> {
    const key = `${older} ${newer}`;
    const known = this.#proofs.get(key);
    if (known !== undefined) return known;
    const made = this.#parts.district.audit.tree.consistency(older, newer);
    this.#proofs.set(key, made);
    made.catch(() => this.#proofs.delete(key));
    return made;
  }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
