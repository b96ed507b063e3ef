import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { DistrictStore } from '../store/districtStore.ts';
import { LINES_KEPT_EVERY_MS } from './lineHistory.ts';
import type { LineHistory } from './lineHistory.ts';

/** A hall that comes back at once is one transaction a second, not one for each of its consoles. */
const TOGETHER_MS = 1_000;
/** Key in the store's meta of one replica's lines. */
const PREFIX = 'lines/';
/** Key of the time of the last writing: until then every line is known. */
const BEAT = 'lines-known-at';

type Ports = {
  readonly lines: LineHistory;
  readonly store: DistrictStore;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Writes down when lines came up and ended, so that a district that was killed still knows it: the first at
 * once, those of the following second together, and every few seconds what was heard since. What a kill
 * takes with it counts as connected, and is no longer than that.
 */
export class LineKeeper {
  readonly #ports: Ports;
  readonly #beat: NodeJS.Timeout;
  #next: NodeJS.Timeout | null = null;
  #isDue = false;
  #working: Promise<void> = Promise.resolve();

  private constructor(ports: Ports) {
    this.#ports = ports;
    ports.lines.onTurn = () => {
      this.#turn();
    };
    this.#beat = setInterval(() => void this.keep(), LINES_KEPT_EVERY_MS);
  }

  static async open(ports: Ports): Promise<LineKeeper> {
    const beatAt = Number((await ports.store.meta(BEAT)) ?? 0);
    for (const [key, text] of await ports.store.metasOf(PREFIX)) {
      ports.lines.remember(key.slice(PREFIX.length), text, beatAt);
    }
    return new LineKeeper(ports);
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    if (this.#next !== null) clearTimeout(this.#next);
    this.#ports.lines.onTurn = () => undefined;
    await this.keep();
  }

  keep(): Promise<void> {
    this.#working = this.#working.then(() => this.#write());
    return this.#working;
  }

  #turn(): void {
    this.#isDue = true;
    if (this.#next !== null) return;
    this.#isDue = false;
    // What else happens in this moment goes with it.
    setImmediate(() => void this.keep());
    this.#next = setTimeout(() => {
      this.#next = null;
      if (this.#isDue) this.#turn();
    }, TOGETHER_MS);
  }

  async #write(): Promise<void> {
    const { lines, store, clock, log } = this.#ports;
    const beat = [BEAT, String(clock.wall())] as const;
    const texts = lines.takeUnkept();
    if (texts.size === 0 && !lines.isAnyUp()) return;
    const rows = [...texts].map(([replica, text]) => [`${PREFIX}${replica}`, text] as const);
    try {
      await store.setMetas(new Map([...rows, beat]));
    } catch (cause) {
      lines.stillUnkept(texts.keys());
      log.write('warn', 'lines/not-kept', { why: String(cause) });
    }
  }
}
