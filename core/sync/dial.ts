import { boundedQueue } from '../kernel/bounded.ts';
import type { Clock } from '../kernel/time.ts';
import type { FrameLink, FramePort, HeardEvent } from './syncPorts.ts';

/*
 *   closed --(wait over)--> dialling --challenge--> greeting --welcome--> online --(silence)--> closed
 *
 * One connection at a time, whoever is at the other end. A half-open one is found by its silence, not by an error.
 * Nothing is done in callbacks: what arrives is queued (bounded), and the shell is woken.
 */
export type LinePhase = 'closed' | 'dialling' | 'greeting' | 'online';

/** Whoever has not let one in by then will not. */
const HANDSHAKE_MS = 5_000;
const EVENTS_MAX = 4_096;

export type DialPorts<Said, Heard> = {
  readonly clock: Pick<Clock, 'mono'>;
  readonly link: FramePort<Said, Heard>;
  readonly wake: () => void;
};

export class Dial<Said, Heard> {
  readonly #ports: DialPorts<Said, Heard>;
  readonly #events = boundedQueue<HeardEvent<Heard>>(EVENTS_MAX);
  #link: FrameLink<Said> | null = null;
  #hasOverflowed = false;
  #number = 0;
  #phase: LinePhase = 'closed';
  #dialledAt = 0;
  #heardAt = 0;
  #retryAt = 0;

  constructor(ports: DialPorts<Said, Heard>) {
    this.#ports = ports;
  }

  get phase(): LinePhase {
    return this.#phase;
  }

  /** Changes with every connection: work begun on an earlier one is void. */
  get number(): number {
    return this.#number;
  }

  /** By the monotonic clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  send(frame: Said): void {
    this.#link?.send(frame);
  }

  /** The next frame that arrived, or null; `over` when the peer is gone: it is to be hung up on. */
  next(): Heard | 'over' | null {
    if (this.#hasOverflowed) return 'over';
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      if (event.type === 'closed') return 'over';
      if (event.type !== 'frame') continue;
      this.#heardAt = this.#ports.clock.mono();
      return event.frame;
    }
    return null;
  }

  greeting(): void {
    this.#phase = 'greeting';
  }

  online(): void {
    this.#phase = 'online';
  }

  /** Dials when it is time. True when whoever was dialled does not let one in, or `isSilent` says so of an open line. */
  keep(isSilent: (now: number) => boolean): boolean {
    const now = this.#ports.clock.mono();
    if (this.#phase === 'online') return isSilent(now);
    if (this.#phase !== 'closed') return now - this.#dialledAt >= HANDSHAKE_MS;
    if (now >= this.#retryAt) this.#open(now);
    return false;
  }

  /** Do not wait for the next try. */
  nudge(): void {
    this.#retryAt = 0;
  }

  hangUp(wait: number): void {
    this.#number += 1;
    this.#hasOverflowed = false;
    this.#link?.close();
    this.#link = null;
    this.#phase = 'closed';
    this.#events.drain();
    this.#retryAt = this.#ports.clock.mono() + wait;
  }

  #open(now: number): void {
    this.#number += 1;
    const number = this.#number;
    this.#phase = 'dialling';
    this.#dialledAt = now;
    this.#link = this.#ports.link.open((event) => {
      if (number !== this.#number) return;
      // A peer that floods is as good as gone: the connection ends and nothing half-read is used.
      if (!this.#events.push(event)) this.#hasOverflowed = true;
      this.#ports.wake();
    });
  }
}
