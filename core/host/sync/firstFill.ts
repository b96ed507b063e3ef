import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { deviceVerifier } from '../../node/deviceKey.ts';
import type { Log } from '../../node/logFile.ts';
import {
  FILL_FROM,
  readFillAnswer,
  readFillLine,
  readFillManifest,
  textOfFill,
  type FillChunk,
  type FillManifest,
} from '../../protocol/sync/firstFill.ts';
import { hasCases } from '../../domain/case/hotSet.ts';
import type { AskByName } from '../../sync/syncPorts.ts';
import type { ReplicaStore } from '../store/replicaStore.ts';
import { linesOf, type FillFolder } from './fillFolder.ts';

export type FirstFillPorts = {
  /** The feed of cases that this console stands in. */
  readonly scope: string;
  readonly folder: FillFolder;
  readonly replica: () => Pick<ReplicaStore, 'cursors' | 'applyFilled'>;
  readonly ask: AskByName;
  /** The bytes of a chunk; null when the door gives none for this ticket. */
  readonly fetch: (chunk: FillChunk, ticket: string, signal: AbortSignal) => Promise<Buffer | null>;
  /** Keys by which the district is known here; none when it has signed nothing yet. */
  readonly keys: () => Promise<readonly string[]>;
  readonly log: Log;
  /** Something came, or nothing more will. */
  readonly onChange: () => void;
};

/** How far the first filling is. */
export type FillReport = { readonly done: number; readonly of: number };

type End = 'done' | 'pages' | 'again';
type Opened = { readonly manifest: FillManifest; readonly ticket: string };

const ASK_AGAIN_MS = 500;
const TRY_AGAIN_MS = 3_000;
/** So often in a row nothing came over a line that is up: by pages, then. A lost line is known as one sooner. */
const TRIES_MAX = 10;

/**
 * A console without rows takes in what its scope holds from a snapshot in chunks, each checked by its hash and applied
 * by pages with their cursor (I-09); a line that breaks or a kill goes on where it was. Whenever that cannot be had it
 * is told in pages as before: the cursor says from where.
 */
export class FirstFill {
  readonly #ports: FirstFillPorts;
  #begun: FillManifest | null = null;
  #isFilling = false;
  #work: Promise<void> = Promise.resolve();
  #line = new AbortController();
  #isStopped = false;
  #done = 0;
  #of = 0;

  constructor(ports: FirstFillPorts) {
    this.#ports = ports;
  }

  async open(): Promise<void> {
    this.#begun = await this.#ports.folder.manifest();
  }

  isFilling(scope: string): boolean {
    return this.#isFilling && scope === this.#ports.scope;
  }

  report(): FillReport | null {
    return this.#isFilling && this.#of > 0 ? { done: this.#done, of: this.#of } : null;
  }

  /** The district says where it stands; from here until it is done no page of the scope is asked for. */
  greeted(welcome: {
    readonly epoch: string;
    readonly heads: Readonly<Record<string, number>>;
  }): void {
    const { scope } = this.#ports;
    const head = welcome.heads[scope] ?? 0;
    if (!this.#goesOn(welcome.epoch)) this.#begun = null;
    this.#line.abort();
    this.#line = new AbortController();
    const isEmpty = this.#cursor() === 0 && head > FILL_FROM && hasCases(scope);
    this.#isFilling = isEmpty || this.#begun !== null;
    if (!this.#isFilling || this.#isStopped) return;
    const { signal } = this.#line;
    this.#work = this.#work.then(() => this.#run(welcome.epoch, signal));
  }

  /** What is under way when the line is cut arrives nowhere; the next greeting goes on. */
  lineCut(): void {
    this.#line.abort();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#line.abort();
    await this.#work;
  }

  #goesOn(epoch: string): boolean {
    const { epoch: begunIn, scope, seq } = this.#begun ?? { epoch: '', scope: '', seq: 0 };
    const at = this.#cursor();
    return begunIn === epoch && scope === this.#ports.scope && at > 0 && at < seq;
  }

  #cursor(): number {
    return this.#ports.replica().cursors()[this.#ports.scope] ?? 0;
  }

  async #run(epoch: string, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted && this.#isFilling;) {
      const before = this.#cursor();
      const end = await this.#once(epoch, signal).catch((cause: unknown) => {
        this.#ports.log.write('warn', 'fill/interrupted', { why: String(cause) });
        return 'again' as const;
      });
      // Greeted anew meanwhile: another run is on its way.
      if (isOver(signal)) return;
      tries = this.#cursor() > before ? 0 : tries + 1;
      if (end === 'again' && tries < TRIES_MAX) await pause(TRY_AGAIN_MS, signal);
      else await this.#over(end);
    }
  }

  /** The rest is told in pages; with `done` there is none. */
  async #over(end: End): Promise<void> {
    this.#isFilling = false;
    this.#begun = null;
    this.#ports.log.write('info', 'fill/over', { end, cursor: this.#cursor(), cases: this.#done });
    await this.#ports.folder.clear().catch(() => undefined);
    this.#ports.onChange();
  }

  async #once(epoch: string, signal: AbortSignal): Promise<End> {
    const opened = await this.#opened(epoch, signal);
    if (opened === null) return 'pages';
    const { manifest, ticket } = opened;
    if (this.#begun?.seq !== manifest.seq) await this.#ports.folder.begin(manifest);
    this.#begun = manifest;
    const rest = manifest.chunks.filter(({ to }) => to > this.#cursor());
    this.#of = manifest.cases;
    this.#done = manifest.cases - rest.reduce((sum, one) => sum + one.cases, 0);
    this.#ports.onChange();
    // One is fetched while the one before it is written.
    let next = this.#bytes(rest[0], ticket, signal);
    for (const [i, chunk] of rest.entries()) {
      const bytes = await next;
      if (signal.aborted || bytes === null) return 'again';
      next = this.#bytes(rest[i + 1], ticket, signal);
      // Whatever becomes of this one, the other is not left alone.
      next.catch(() => undefined);
      const end = await this.#apply(chunk, bytes, { epoch, signal });
      if (end !== 'done') return end;
      await this.#ports.folder.drop(chunk);
    }
    return this.#cursor() >= manifest.seq ? 'done' : 'again';
  }

  /** The filling that was begun with, or a new one; null when there is none to be had, or not from our district. */
  async #opened(epoch: string, signal: AbortSignal): Promise<Opened | null> {
    const { scope, ask } = this.#ports;
    const seq = this.#begun?.seq;
    const input = { scope, ...(seq === undefined ? {} : { seq }) };
    while (!signal.aborted) {
      const { ok, value } = await ask('fill.open', input);
      const answer = ok ? readFillAnswer(value) : null;
      if (answer === null || answer.state === 'none') return null;
      if (answer.state === 'ready') return this.#taken(answer, epoch);
      await pause(ASK_AGAIN_MS, signal);
    }
    return null;
  }

  async #taken(
    answer: { readonly manifest: unknown; readonly ticket: string },
    epoch: string,
  ): Promise<Opened | null> {
    const manifest = readFillManifest(answer.manifest);
    if (manifest?.epoch !== epoch || !(await this.#isOurs(manifest))) return null;
    // Between two snapshots a case may have left: what was begun with one is not gone on with another (I-18).
    if (this.#cursor() > 0 && manifest.seq !== this.#begun?.seq) return null;
    return { manifest, ticket: answer.ticket };
  }

  async #isOurs(manifest: FillManifest): Promise<boolean> {
    const { keys, log, scope } = this.#ports;
    const known = await keys();
    const isKnown = known.length === 0 || known.includes(manifest.key);
    const verify = deviceVerifier(manifest.key);
    const isRight =
      isKnown && manifest.scope === scope && verify?.(textOfFill(manifest), manifest.sig) === true;
    if (!isRight) log.write('warn', 'fill/unsigned', { seq: manifest.seq });
    return isRight;
  }

  /** From the folder when it came before, else over the line. */
  async #bytes(
    chunk: FillChunk | undefined,
    ticket: string,
    signal: AbortSignal,
  ): Promise<Buffer | null> {
    if (chunk === undefined) return null;
    const { folder, fetch } = this.#ports;
    const here = await folder.read(chunk);
    if (here !== null) return here;
    const bytes = await fetch(chunk, ticket, signal);
    return bytes !== null && (await folder.keep(chunk, bytes)) ? bytes : null;
  }

  async #apply(
    chunk: FillChunk,
    bytes: Buffer,
    on: { readonly epoch: string; readonly signal: AbortSignal },
  ): Promise<End> {
    const { scope, replica, onChange } = this.#ports;
    for (const line of await linesOf(bytes)) {
      const page = readFillLine(line);
      if (page === null || page.to > chunk.to) return 'pages';
      if (on.signal.aborted) return 'again';
      const cases = page.entries.filter(({ type }) => type === 'enter').length;
      if (page.to > this.#cursor()) {
        const applied = await replica().applyFilled({ scope, ...page }, on.epoch);
        if (applied === null) return 'again';
      }
      this.#done += cases;
      onChange();
      await turn();
    }
    return 'done';
  }
}

/** Asked again after an await: the compiler remembers what it was before. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
