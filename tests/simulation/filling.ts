import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSnapshot } from '#core/district/snapshot/makeSnapshot.ts';
import type { DistrictStore } from '#core/district/store/districtStore.ts';
import { fillOptions } from '#core/district/sync/fillPlan.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import { FillFolder } from '#core/host/sync/fillFolder.ts';
import { FirstFill } from '#core/host/sync/firstFill.ts';
import { createDeviceKey, deviceSigner } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import {
  FILL_FROM,
  readFillManifest,
  textOfFill,
  type FillChunk,
  type FillManifest,
} from '#core/protocol/sync/firstFill.ts';
import { must } from '#core/kernel/assert.ts';
import type { SimConsole } from './simConsole.ts';
import { Crash } from './simFiles.ts';

/** So small that a history makes several, and people act between one and the next. */
const CHUNK_BYTES = 6_000;

type Source = {
  readonly store: Pick<DistrictStore, 'fill'>;
  readonly scope: Scope;
  readonly epoch: string;
  readonly now: number;
  readonly head: () => number;
};

/** A snapshot of a scope (docs/adr/0027), made by the real code piece by piece while the history goes on. */
export class SimSnapshot {
  readonly #from: Source;
  readonly #chunks: FillChunk[] = [];
  readonly #bytes = new Map<string, Buffer>();
  #pieces: ReturnType<typeof makeSnapshot> | null = null;
  #seq: number;
  /** Planted only: rows as they were when it began. */
  #frozen: readonly string[] | null = null;

  constructor(from: Source) {
    this.#from = from;
    this.#seq = from.head();
  }

  /** The planted one names its number when it is done, not when it began. */
  async freeze(): Promise<void> {
    const { store, scope, now } = this.#from;
    const rows: string[] = [];
    for (let from = 0; from < this.#seq;) {
      const page = await store.fill(scope, from, fillOptions(scope, now, this.#seq));
      rows.push(...page.entries);
      from = page.to;
    }
    this.#frozen = rows;
  }

  /** The next piece; false when there is none. As at the real door nothing is made of a short feed. */
  async goOn(): Promise<boolean> {
    const { scope, now } = this.#from;
    if (this.#seq <= FILL_FROM) return false;
    this.#pieces ??= makeSnapshot(this.#store(), {
      scope,
      now,
      seq: this.#seq,
      chunkBytes: CHUNK_BYTES,
    });
    const { value, done } = await this.#pieces.next();
    if (done === true) return false;
    const { content, ...chunk } = value;
    this.#chunks.push(chunk);
    this.#bytes.set(chunk.sha256, content);
    return true;
  }

  #store(): Source['store'] {
    const rows = this.#frozen;
    if (rows === null) return this.#from.store;
    this.#seq = this.#from.head();
    const seq = this.#seq;
    return { fill: () => Promise.resolve({ to: seq, head: seq, entries: rows }) };
  }

  /**
   * A console without rows takes it in as the real one does, to its end or until the process dies of a write. False: it
   * is told in pages, for its scope has too little to tell.
   */
  async fill(console: SimConsole): Promise<boolean> {
    const { epoch, scope } = this.#from;
    const { files } = console;
    if (this.#chunks.length === 0) return false;
    await files.reset(epoch);
    const folder = await mkdtemp(join(tmpdir(), 'shaotai-sim-fill-'));
    const manifest = this.#manifest();
    const crashes: Crash[] = [];
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const fill: FirstFill = new FirstFill({
      scope,
      folder: new FillFolder(join(folder, 'fill')),
      replica: () => ({
        cursors: () => files.cursors(),
        applyFilled: async (page, of) => {
          if (files.epoch() !== of || (files.cursors()[scope] ?? 0) !== page.from) return null;
          try {
            return await files.applyPage(page);
          } catch (cause) {
            if (cause instanceof Crash) crashes.push(cause);
            end();
            throw cause;
          }
        },
      }),
      ask: () => {
        const value = { state: 'ready', manifest, ticket: 't' };
        return Promise.resolve({ ok: true, value });
      },
      fetch: ({ sha256 }) => Promise.resolve(this.#bytes.get(sha256) ?? null),
      keys: () => Promise.resolve([manifest.key]),
      log: silentLog,
      onChange: () => {
        if (!fill.isFilling(scope)) end();
      },
    });
    try {
      await fill.open();
      fill.greeted({ epoch, heads: { [scope]: this.#seq } });
      await over;
      await fill.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    for (const crash of crashes) throw crash;
    return (files.cursors()[scope] ?? 0) >= this.#seq;
  }

  #manifest(): FillManifest {
    const { epoch, scope, now } = this.#from;
    const cases = this.#chunks.reduce((sum, one) => sum + one.cases, 0);
    const said = { epoch, scope, seq: this.#seq, at: now, cases, chunks: this.#chunks };
    const key = createDeviceKey();
    const sig = deviceSigner(key)(textOfFill(said));
    return must(readFillManifest({ ...said, key: key.publicKey, sig }), 'a manifest that is read');
  }
}
