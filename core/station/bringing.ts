import type { Clock } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import { AppError } from '../protocol/errors.ts';
import type {
  BroughtActs,
  BroughtAnswer,
  StreetActs,
  StreetDecision,
  StreetDevice,
} from '../protocol/sync/street.ts';
import { chainOf } from '../sync/relayLog.ts';
import type { RelayBatch } from '../sync/relayLog.ts';
import type { RelayStore } from './relayStore.ts';
import type { Upstream } from './upstream.ts';

export type BringingPorts = {
  readonly store: Pick<RelayStore, 'log' | 'drop' | 'emptyJournal' | 'setDevices'>;
  readonly upstream: Pick<Upstream, 'isUp' | 'bring' | 'devices'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onDecided: (decisions: readonly StreetDecision[]) => void;
  /** All that can be brought is decided: consoles may come through. */
  readonly onDrained: () => void;
  readonly onDevices: (devices: readonly StreetDevice[]) => void;
};

const DEVICES_MS = 60_000;
/** However often a stranger knocks. */
const DEVICES_AGAIN_MS = 2_000;

type Got = {
  readonly sentAt: NonNullable<StreetActs['sentAt']>;
  readonly wall: number;
  readonly mono: number;
};

/**
 * Brings what is kept to the district, in the station's order, one batch at a time: the next one goes when this
 * one is decided and on disk there. What fails is brought again with the next beat.
 */
export class Bringing {
  readonly #ports: BringingPorts;
  /** The author's clocks of what came in this run: they tell how old an act is. */
  readonly #got = new Map<number, Got>();
  #work: Promise<void> | null = null;
  #isAsked = false;
  #isDrained = false;
  /** Let go of since the journal was emptied. */
  #isSomeGone = false;
  #isStopped = false;
  #devicesAt = Number.NEGATIVE_INFINITY;

  constructor(ports: BringingPorts) {
    this.#ports = ports;
  }

  /** The district is there, and nothing stands before whoever comes now. */
  get isThrough(): boolean {
    return this.#ports.upstream.isUp && this.#isDrained;
  }

  kept(batch: RelayBatch, sentAt: StreetActs['sentAt']): void {
    const { clock } = this.#ports;
    if (sentAt !== undefined) {
      this.#got.set(batch.viaSeq, { sentAt, wall: clock.wall(), mono: clock.mono() });
    }
    this.wake();
  }

  /** Somebody is here whom the district has not named yet. */
  askDevices(): void {
    if (this.#ports.clock.mono() - this.#devicesAt < DEVICES_AGAIN_MS) return;
    this.#devicesAt = Number.NEGATIVE_INFINITY;
    this.wake();
  }

  wake(): void {
    const { upstream } = this.#ports;
    if (!upstream.isUp) this.#isDrained = false;
    this.#isAsked = true;
    if (this.#isStopped || !upstream.isUp) return;
    this.#work ??= this.#turns().finally(() => (this.#work = null));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }

  async #turns(): Promise<void> {
    try {
      while (this.#isAsked && !this.#isStopped) {
        this.#isAsked = false;
        await this.#turn();
      }
    } catch (cause) {
      const refused = cause instanceof AppError ? cause.details : {};
      this.#ports.log.write('warn', 'station/not-brought', { why: String(cause), ...refused });
    }
  }

  async #turn(): Promise<void> {
    await this.#learnDevices();
    const { store } = this.#ports;
    const waiting = new Set<string>();
    for (let batch = store.log.next(waiting); batch !== null; batch = store.log.next(waiting)) {
      if (this.#isStopped) return;
      const answer = await this.#ports.upstream.bring(this.#brought(batch));
      if (answer.kind === 'later') waiting.add(chainOf(batch));
      else await this.#over(batch, answer);
    }
    if (this.#isSomeGone) await store.emptyJournal();
    this.#isSomeGone = false;
    if (this.#isDrained) return;
    this.#isDrained = this.#ports.upstream.isUp;
    if (this.#isDrained) this.#ports.onDrained();
  }

  async #over(
    batch: RelayBatch,
    answer: Exclude<BroughtAnswer, { readonly kind: 'later' }>,
  ): Promise<void> {
    await this.#ports.store.drop(batch.viaSeq);
    this.#isSomeGone = true;
    this.#got.delete(batch.viaSeq);
    if (answer.kind === 'decided') {
      this.#ports.onDecided(answer.decisions);
      return;
    }
    const { device, replica } = batch;
    this.#ports.log.write('error', 'station/batch-refused', { code: answer.code, device, replica });
    // Nobody goes on showing what the district will never take from there.
    const none = { ver: null, outcome: 'refused-recorded' };
    this.#ports.onDecided(batch.ops.map(({ opId }) => ({ opId, ...none })));
  }

  #brought(batch: RelayBatch): BroughtActs {
    const { device, replica, incarnation, ops, sig, isHeld, viaSeq } = batch;
    const acts = { device, replica, incarnation, isHeld, sig, ops: ops.map((op) => ({ ...op })) };
    const got = this.#got.get(viaSeq);
    if (got === undefined) return acts;
    const { clock } = this.#ports;
    // As if the author sent it now: by as much as it lay here, his clocks have gone on.
    const wall = got.sentAt.wall + clock.wall() - got.wall;
    const mono = got.sentAt.mono + clock.mono() - got.mono;
    return { ...acts, sentAt: { wall, mono, boot: got.sentAt.boot } };
  }

  async #learnDevices(): Promise<void> {
    const { clock, upstream, store, onDevices } = this.#ports;
    if (clock.mono() - this.#devicesAt < DEVICES_MS) return;
    const devices = await upstream.devices();
    await store.setDevices(devices);
    this.#devicesAt = clock.mono();
    onDevices(devices);
  }
}
