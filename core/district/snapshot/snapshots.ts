import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../domain/operation/identity.ts';
import { HOUR_MS, MINUTE_MS } from '../../kernel/time.ts';
import type { Clock } from '../../kernel/time.ts';
import { deviceSigner, type DeviceKey } from '../../node/deviceKey.ts';
import type { Log } from '../../node/logFile.ts';
import { writeSynced } from '../../node/writeSynced.ts';
import {
  FILL_FROM,
  readFillManifest,
  textOfFill,
  type FillChunk,
  type FillManifest,
} from '../../protocol/sync/firstFill.ts';
import type { DistrictStore } from '../store/districtStore.ts';
import { makeSnapshot } from './makeSnapshot.ts';

export type SnapshotPorts = {
  readonly folder: string;
  readonly store: Pick<DistrictStore, 'fill'>;
  readonly clock: Pick<Clock, 'wall'>;
  readonly epoch: () => string;
  readonly head: (scope: Scope) => number;
  /** Number of the newest redaction that was written. */
  readonly redactedAt: () => Promise<number>;
  readonly key: DeviceKey;
  readonly log: Log;
  readonly chunkBytes?: number;
};

/** A new one is made when so much was decided since, or so much time went by, but not sooner than that. */
const RENEW_NUMBERS = 5_000;
const RENEW_MS = 30 * MINUTE_MS;
const RENEW_LEAST_MS = MINUTE_MS;
/** Whoever began with one may finish with it. */
const KEPT_MS = 2 * HOUR_MS;
const FAILED_MS = MINUTE_MS;

/** Snapshots of scopes in a folder of the district: made when a console asks for its first filling, used by all. */
export class Snapshots {
  readonly #ports: SnapshotPorts;
  readonly #sign: (text: string) => string;
  /** Of each scope, the newest first. */
  readonly #made = new Map<string, readonly FillManifest[]>();
  readonly #making = new Map<string, Promise<void>>();
  readonly #failedAt = new Map<string, number>();
  #tail: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #generation = 0;

  private constructor(ports: SnapshotPorts) {
    this.#ports = ports;
    this.#sign = deviceSigner(ports.key);
  }

  static async open(ports: SnapshotPorts): Promise<Snapshots> {
    const snapshots = new Snapshots(ports);
    await mkdir(ports.folder, { recursive: true, mode: 0o700 });
    const redactedAt = await ports.redactedAt();
    for (const name of await readdir(ports.folder)) {
      if (name.endsWith('.json')) await snapshots.#readOne(join(ports.folder, name), redactedAt);
    }
    await snapshots.#tidy();
    return snapshots;
  }

  /** The one of this number, or one that is new enough; `making`: asked again soon. */
  find(scope: Scope, seq?: number): FillManifest | 'making' | 'none' {
    const made = this.#made.get(scope) ?? [];
    if (seq !== undefined) return made.find((one) => one.seq === seq) ?? 'none';
    const head = this.#ports.head(scope);
    const now = this.#ports.clock.wall();
    const [newest] = made;
    if (newest !== undefined && isFresh(newest, head, now)) return newest;
    if (head <= FILL_FROM || this.#isClosed) return 'none';
    if (now - (this.#failedAt.get(scope) ?? -Infinity) < FAILED_MS) return 'none';
    this.#begin(scope);
    return 'making';
  }

  file({ sha256 }: Pick<FillChunk, 'sha256'>): string {
    return join(this.#ports.folder, `${sha256}.br`);
  }

  /** A case lost its words: what was made before holds them, and is made anew for who asks. */
  async drop(): Promise<void> {
    this.#generation += 1;
    this.#made.clear();
    const work = this.#tail.then(() => this.#tidy());
    this.#tail = work.catch(() => undefined);
    await work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#tail;
  }

  /** One after the other: a morning on which all streets begin costs the decider no more than one does. */
  #begin(scope: Scope): void {
    if (this.#making.has(scope)) return;
    const work = this.#tail
      .then(() => this.#make(scope))
      .catch((cause: unknown) => {
        this.#failedAt.set(scope, this.#ports.clock.wall());
        this.#ports.log.write('error', 'fill/failed', { scope, why: String(cause) });
      })
      .then(() => {
        this.#making.delete(scope);
      });
    this.#making.set(scope, work);
    this.#tail = work;
  }

  async #make(scope: Scope): Promise<void> {
    const { store, clock, epoch, head, log, chunkBytes } = this.#ports;
    const [seq, now, at] = [head(scope), clock.wall(), epoch()];
    const generation = this.#generation;
    const chunks: FillChunk[] = [];
    const of = { scope, seq, now, ...(chunkBytes === undefined ? {} : { chunkBytes }) };
    for await (const { content, ...chunk } of makeSnapshot(store, of)) {
      if (this.#isClosed) return;
      await writeSynced(this.file(chunk), content);
      chunks.push(chunk);
    }
    // Put back from a backup meanwhile: these are numbers of another history. Or a case lost its words.
    if (epoch() !== at || generation !== this.#generation) return;
    const cases = chunks.reduce((sum, one) => sum + one.cases, 0);
    const said = { epoch: at, scope, seq, at: now, cases, chunks };
    const key = this.#ports.key.publicKey;
    const manifest: FillManifest = { ...said, key, sig: this.#sign(textOfFill(said)) };
    const name = `${Buffer.from(scope).toString('hex')}-${seq}.json`;
    await writeSynced(join(this.#ports.folder, name), JSON.stringify(manifest));
    // Or just now: what was dropped is tidied away by whoever dropped it.
    if (generation !== this.#generation) return;
    this.#keep(manifest);
    log.write('info', 'fill/made', { scope, seq, cases, chunks: chunks.length });
    await this.#tidy();
  }

  #keep(manifest: FillManifest): void {
    const { scope, seq } = manifest;
    const others = (this.#made.get(scope) ?? []).filter((one) => one.seq !== seq);
    this.#made.set(
      scope,
      [manifest, ...others].sort((a, b) => b.seq - a.seq),
    );
  }

  /** Older than a redaction, it may hold words that are gone: whoever was killed in between did not drop it. */
  async #readOne(file: string, redactedAt: number): Promise<void> {
    const { epoch, head } = this.#ports;
    const manifest = readFillManifest(jsonOf(await readFile(file, 'utf8')));
    const isOurs = manifest?.epoch === epoch() && manifest.seq <= head(manifest.scope as Scope);
    if (isOurs && manifest.seq >= redactedAt) this.#keep(manifest);
    else await rm(file, { force: true });
  }

  /** Of each scope the newest, and what somebody may still be fetching. */
  async #tidy(): Promise<void> {
    const old = this.#ports.clock.wall() - KEPT_MS;
    for (const [scope, made] of this.#made) {
      const kept = made.filter((one, i) => i === 0 || one.at > old);
      this.#made.set(scope, kept);
    }
    const names = new Set<string>();
    for (const { scope, seq, chunks } of [...this.#made.values()].flat()) {
      names.add(`${Buffer.from(scope).toString('hex')}-${seq}.json`);
      for (const { sha256 } of chunks) names.add(`${sha256}.br`);
    }
    for (const name of await readdir(this.#ports.folder)) {
      if (!names.has(name)) await rm(join(this.#ports.folder, name), { force: true });
    }
  }
}

function isFresh({ seq, at }: FillManifest, head: number, now: number): boolean {
  const age = Math.abs(now - at);
  if (age < RENEW_LEAST_MS) return true;
  return head - seq < RENEW_NUMBERS && age < RENEW_MS;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half written by hand or by a disk: no manifest of ours, and made anew.
    return null;
  }
}
