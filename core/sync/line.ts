import { boundedQueue } from '../kernel/bounded.ts';
import type { Clock, EpochMs } from '../kernel/time.ts';
import { HEARTBEAT_MS, type ClientFrame, type ServerFrame } from '../protocol/sync/frames.ts';
import { nextWait } from './backoff.ts';
import type { Dice, LinkEvent, LinkPort, SyncLink } from './syncPorts.ts';
import type { LineState } from './syncStatus.ts';

/*
 *   closed --(wait over)--> dialling --challenge--> greeting --welcome--> online --(silence)--> closed
 *                                                       \--refuse--> closed, long wait
 *
 * One connection at a time. A half-open one is found by its silence, not by an error. Nothing is done in
 * callbacks: what arrives is queued (bounded), and the shell is woken.
 */
export type LinePhase = 'closed' | 'dialling' | 'greeting' | 'online';

export const SILENCE_MS = HEARTBEAT_MS + 5_000;
/** Whoever was sent something and says nothing at all for this long is not there. */
export const UNHEARD_MS = 10_000;
const HANDSHAKE_MS = 5_000;
export const REFUSED_WAIT_MS = 30_000;
const EVENTS_MAX = 4_096;

export type LinePorts = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly link: LinkPort;
  readonly wake: () => void;
};

export class Line {
  readonly #ports: LinePorts;
  readonly #events = boundedQueue<LinkEvent>(EVENTS_MAX);
  #link: SyncLink | null = null;
  #number = 0;
  #hasOverflowed = false;
  #phase: LinePhase = 'closed';
  #phaseMono = 0;
  #heardMono = 0;
  #retryAt = 0;
  #wait: number | null = null;
  #shown: LineState = 'connecting';
  #since: EpochMs;
  #lastHeard: EpochMs | null = null;

  constructor(ports: LinePorts) {
    this.#ports = ports;
    this.#since = ports.clock.wall();
  }

  get phase(): LinePhase {
    return this.#phase;
  }

  /** Changes with every connection: work begun on an earlier one is void. */
  get number(): number {
    return this.#number;
  }

  get shown(): {
    readonly line: LineState;
    readonly since: EpochMs;
    readonly lastHeard: EpochMs | null;
  } {
    return { line: this.#shown, since: this.#since, lastHeard: this.#lastHeard };
  }

  send(frame: ClientFrame): void {
    this.#link?.send(frame);
  }

  /** The next frame that arrived, or null. A `closed` event ends the connection here. */
  next(): ServerFrame | null {
    if (this.#hasOverflowed) this.hangUp(null);
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      if (event.type === 'closed') this.hangUp(null);
      if (event.type !== 'frame') continue;
      this.#heardMono = this.#ports.clock.mono();
      this.#lastHeard = this.#ports.clock.wall();
      return event.frame;
    }
    return null;
  }

  greeting(): void {
    this.#phase = 'greeting';
  }

  online(): void {
    this.#phase = 'online';
    this.#wait = null;
    this.#show('online');
  }

  refused(): void {
    this.#show('refused');
    this.hangUp(REFUSED_WAIT_MS);
  }

  nudge(): void {
    this.#retryAt = 0;
    this.#wait = null;
  }

  /** How long nothing was heard, or since an answer is awaited, whichever is shorter. */
  silence(awaitedSince: number): number {
    return this.#ports.clock.mono() - Math.max(this.#heardMono, awaitedSince);
  }

  /** Dials when it is time and hangs up what has fallen silent. `awaitedSince` null: no answer is due. */
  keep(awaitedSince: number | null): void {
    const now = this.#ports.clock.mono();
    if (this.#phase === 'closed') {
      if (now >= this.#retryAt) this.#dial(now);
      return;
    }
    const isSilent =
      this.#phase === 'online'
        ? now - this.#heardMono >= SILENCE_MS ||
          (awaitedSince !== null && this.silence(awaitedSince) >= UNHEARD_MS)
        : now - this.#phaseMono >= HANDSHAKE_MS;
    if (isSilent) this.hangUp(null);
  }

  /** Ends the connection. `wait` null: jittered back-off, growing while nothing succeeds. */
  hangUp(wait: number | null): void {
    this.#number += 1;
    this.#hasOverflowed = false;
    this.#link?.close();
    this.#link = null;
    this.#phase = 'closed';
    this.#events.drain();
    if (wait === null) this.#wait = nextWait(this.#wait, this.#ports.dice);
    this.#retryAt = this.#ports.clock.mono() + (wait ?? this.#wait ?? 0);
    if (this.#shown !== 'refused') this.#show(wait === 0 ? 'connecting' : 'cut');
  }

  #dial(now: number): void {
    this.#number += 1;
    const number = this.#number;
    this.#phase = 'dialling';
    this.#phaseMono = now;
    this.#link = this.#ports.link.open((event) => {
      if (number !== this.#number) return;
      // A peer that floods is as good as gone: the connection ends and nothing half-read is used.
      if (!this.#events.push(event)) this.#hasOverflowed = true;
      this.#ports.wake();
    });
  }

  #show(line: LineState): void {
    if (line === this.#shown) return;
    this.#shown = line;
    this.#since = this.#ports.clock.wall();
  }
}
