import { kindSpecs } from '../domain/operation/kindSpec.ts';
import type { OpKind } from '../domain/operation/args.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { Json } from '../kernel/mergePatch.ts';
import type { Clock, EpochMs } from '../kernel/time.ts';
import { BATCH_BYTES_MAX, BATCH_OPS_MAX } from '../protocol/sync/frames.ts';
import {
  STREET_BEAT_MS,
  STREET_NONCE,
  type StreetClientFrame,
  type StreetDecision,
  type StreetServerFrame,
} from '../protocol/sync/street.ts';
import { PROTOCOLS, type Protocols } from '../protocol/sync/versions.ts';
import type { ClockOffset } from './clockOffset.ts';
import { Dial } from './dial.ts';
import { refusalOf } from './greeting.ts';
import { REFUSED_WAIT_MS } from './line.ts';
import { createRequests, type Answer, type Requests } from './requests.ts';
import type { Dice, FramePort, HeardEvent, OutboxPort, SignerPort } from './syncPorts.ts';
import type { SyncStatus } from './syncStatus.ts';

/*
 * The line to the station of the street, beside the one to the district (docs/adr/0022). An act that the district
 * has not answered is handed to the station, which shows it to the other consoles and brings it. The outbox's marks
 * know nothing of that: they move by the district's decisions alone (I-08).
 */
export type StreetEvent = HeardEvent<StreetServerFrame>;

/** Dials the station. */
export interface StreetLinkPort extends FramePort<StreetClientFrame, StreetServerFrame> {
  /** Where it dials, as a person would write it. */
  readonly address: string;
}

export type StreetPorts = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly link: StreetLinkPort;
  readonly outbox: Pick<OutboxPort, 'identity' | 'read'>;
  readonly signer: SignerPort;
  readonly offset: Pick<ClockOffset, 'now'>;
  /** Of the line to the district. */
  readonly status: () => SyncStatus;
  readonly wake: () => void;
  readonly heard: StreetNews;
  /** Moved by tests alone: another release of this program. */
  readonly protocols?: Protocols;
};

export type StreetNews = {
  /** Undecided acts of other consoles; with `isAll` there are no others. */
  readonly acts: (ops: readonly AnyOperation[], isAll: boolean) => Promise<void>;
  /** How many of them had been said here. */
  readonly decided: (decisions: readonly StreetDecision[]) => Promise<number>;
  /** The station reaches the district again: so will whoever goes through it. */
  readonly lineUp: () => void;
  /** The station came or went. */
  readonly changed: () => void;
};

/** What is known of the station, all of it heard from itself. */
export type StreetReport = {
  readonly address: string;
  readonly isOpen: boolean;
  /** It reaches the district. */
  readonly isUp: boolean;
  /** Why it turned this console away, if it did. */
  readonly refusedWith: string | null;
  /** Since when it is there, or gone. */
  readonly since: EpochMs;
  /** Own acts that it keeps and the district has not answered. */
  readonly handed: number;
  /** Own acts that were decided because it brought them, since the program started. */
  readonly brought: number;
};

/** A district that has not answered an act for so long may be far away. */
const UNANSWERED_MS = 1_000;
const SILENCE_MS = 3 * STREET_BEAT_MS;
const RETRY_MS = 1_000;
/** A stick of megabytes is sealed, or held against all that a street said. */
const ANSWER_MS = 30_000;
const BATCH_MAX = { ops: BATCH_OPS_MAX, bytes: BATCH_BYTES_MAX };

export class StreetLine {
  readonly #ports: StreetPorts;
  readonly #dial: Dial<StreetClientFrame, StreetServerFrame>;
  readonly #requests: Requests;
  #isStopped = false;
  #refusedWith: string | null = null;
  #greetedAs = 0;
  #sentTo = 0;
  #isAwaited = false;
  #isUp = false;
  #since: EpochMs;
  #brought = 0;
  /** Acts up to here were made while the district seemed to be there, or in the moment in which it went. */
  #madeOnline: number;
  #wasOnline = false;
  #waiting: { readonly watermark: number; readonly since: number } | null = null;
  #running: Promise<void> | null = null;

  constructor(ports: StreetPorts) {
    this.#ports = ports;
    this.#dial = new Dial(ports);
    this.#requests = createRequests(() => ports.clock.mono(), ANSWER_MS);
    this.#madeOnline = ports.status().last;
    this.#since = ports.clock.wall();
  }

  get isOpen(): boolean {
    return this.#dial.phase === 'online';
  }

  report(): StreetReport {
    const handed = Math.max(0, this.#sentTo - this.#ports.status().watermark);
    return {
      address: this.#ports.link.address,
      isOpen: this.isOpen,
      isUp: this.#isUp,
      refusedWith: this.#refusedWith,
      since: this.#since,
      handed,
      brought: this.#brought,
    };
  }

  /**
   * Asks the station itself, by one of `STICK_ASKS`. Throws `link/closed` when it is gone meanwhile, `link/timeout` when
   * it says nothing, as one of an earlier release.
   */
  ask(name: string, input: Readonly<Record<string, string>>): Promise<Answer> {
    const asked = this.#requests.ask({ f: 'ask', name, input }, (frame) => {
      if (frame.f === 'ask') this.#dial.send({ ...frame, input });
    });
    if (!this.isOpen) this.#requests.abandon();
    return asked;
  }

  /** Hangs up and dials at once. */
  again(): void {
    this.#hangUp(0);
    this.#ports.wake();
  }

  /** One turn at a time; a call during one is answered by its end. */
  tick(): Promise<void> {
    this.#running ??= this.#turn().finally(() => (this.#running = null));
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#hangUp();
    await this.#running;
  }

  async #turn(): Promise<void> {
    const status = this.#ports.status();
    const isOnline = status.line === 'online';
    if (isOnline || this.#wasOnline) this.#madeOnline = status.last;
    this.#wasOnline = isOnline;
    for (let frame = this.#dial.next(); frame !== null; frame = this.#dial.next()) {
      if (frame === 'over') this.#hangUp();
      else await this.#receive(frame);
    }
    const isAnother = this.#greetedAs !== this.#ports.outbox.identity().incarnation;
    const isOver = this.#dial.keep((now) => isAnother || now - this.#dial.heardAt >= SILENCE_MS);
    if (isOver) this.#hangUp();
    this.#requests.expire();
    if (this.isOpen) await this.#handOver();
    // The station is gone and the district is read to the end: what it does not tell is only its author's.
    else if (status.line === 'online' && status.behind === 0)
      await this.#ports.heard.acts([], true);
  }

  #hangUp(wait = RETRY_MS * (1 + this.#ports.dice.next())): void {
    const wasOpen = this.isOpen;
    this.#requests.abandon();
    this.#dial.hangUp(this.#isStopped ? Number.POSITIVE_INFINITY : wait);
    this.#isUp = false;
    this.#isAwaited = false;
    if (wasOpen) this.#changed();
  }

  async #receive(frame: StreetServerFrame): Promise<void> {
    switch (frame.f) {
      case 'challenge':
        this.#greet(frame.nonce);
        break;
      case 'welcome':
        this.#dial.online();
        this.#refusedWith = null;
        this.#sentTo = frame.kept;
        this.#changed();
        break;
      case 'kept':
        this.#isAwaited = false;
        this.#sentTo = Math.max(this.#sentTo, frame.upTo);
        this.#ports.heard.changed();
        break;
      case 'acts':
        await this.#ports.heard.acts(frame.ops as readonly AnyOperation[], frame.isAll);
        break;
      case 'decided':
        this.#brought += await this.#ports.heard.decided(frame.decisions);
        this.#ports.heard.changed();
        break;
      case 'answer':
        this.#requests.answered(frame.id, { ok: frame.ok, value: frame.value as Json });
        break;
      case 'line':
        this.#line(frame.isUp);
        break;
      case 'refuse':
        this.#refused(frame);
    }
  }

  #refused(frame: Extract<StreetServerFrame, { readonly f: 'refuse' }>): void {
    this.#refusedWith = refusalOf(frame);
    // One that has just been enrolled is known in a moment; an upgrade takes longer.
    this.#hangUp(frame.code === 'sync/version' ? REFUSED_WAIT_MS : undefined);
    this.#ports.heard.changed();
  }

  #line(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    if (isUp) this.#ports.heard.lineUp();
    this.#ports.heard.changed();
  }

  #changed(): void {
    this.#since = this.#ports.clock.wall();
    this.#ports.heard.changed();
  }

  #greet(nonce: string): void {
    // Whoever asks for a proof of something else is no station.
    if (!nonce.startsWith(STREET_NONCE)) return this.#hangUp();
    const { outbox, signer, protocols = PROTOCOLS } = this.#ports;
    const identity = outbox.identity();
    this.#dial.greeting();
    this.#greetedAs = identity.incarnation;
    this.#dial.send({ f: 'hello', ...protocols, ...identity, proof: signer.sign(nonce) });
  }

  async #handOver(): Promise<void> {
    if (this.#isAwaited || !this.#isDue()) return;
    const { number } = this.#dial;
    const { watermark } = this.#ports.status();
    const ops = await this.#ports.outbox.read(Math.max(this.#sentTo, watermark) + 1, BATCH_MAX);
    const last = ops.at(-1);
    if (last === undefined || number !== this.#dial.number) return;
    this.#isAwaited = true;
    this.#dial.send({
      f: 'acts',
      ops: ops.map((op) => ({ ...op })),
      sig: this.#ports.signer.sign(last.hash),
      sentAt: this.#ports.offset.now(),
      isHeld: ops.some((op) => needsAuthor(op, op.rseq <= this.#madeOnline)),
    });
  }

  /** Acts are waiting, and the district is away or slow to answer. */
  #isDue(): boolean {
    const { line, last, watermark } = this.#ports.status();
    if (watermark >= last) {
      this.#waiting = null;
      return false;
    }
    const now = this.#ports.clock.mono();
    if (this.#waiting?.watermark !== watermark) this.#waiting = { watermark, since: now };
    return line !== 'online' || now - this.#waiting.since >= UNANSWERED_MS;
  }
}

/** Whether the district decides them alone is told by their cases (`classOf`). */
const PERHAPS: ReadonlySet<OpKind> = new Set([
  'judge',
  'case.close',
  'case.merge',
  'undo',
  'case.supervise',
  'supervise.end',
]);

/**
 * What only the district decides counts only on the line on which its author is logged in. Nobody is offered it
 * while cut off; of a kind of which that depends on the case, what was made then is the holder's own.
 */
export function needsAuthor({ kind }: AnyOperation, isMadeOnline: boolean): boolean {
  const known: Partial<typeof kindSpecs> = kindSpecs;
  // What only a later program knows may well be of that kind.
  const cls = known[kind]?.cls ?? 'X';
  return cls === 'X' || (isMadeOnline && PERHAPS.has(kind));
}
