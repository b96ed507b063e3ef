import type { Clock, EpochMs } from '../kernel/time.ts';
import { HEARTBEAT_MS, type ClientFrame, type ServerFrame } from '../protocol/sync/frames.ts';
import { nextWait } from './backoff.ts';
import { Dial, type LinePhase } from './dial.ts';
import type { Dice, LinkPort } from './syncPorts.ts';
import type { LineState } from './syncStatus.ts';

export const SILENCE_MS = HEARTBEAT_MS + 5_000;
/** Whoever was sent something and says nothing at all for this long is not there. */
export const UNHEARD_MS = 10_000;
export const REFUSED_WAIT_MS = 30_000;

export type LinePorts = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly link: LinkPort;
  readonly wake: () => void;
};

/** The line to the district: who refuses is asked again after a long wait, whoever is away ever more slowly. */
export class Line {
  readonly #ports: LinePorts;
  readonly #dial: Dial<ClientFrame, ServerFrame>;
  #wait: number | null = null;
  #shown: LineState = 'connecting';
  #since: EpochMs;
  #lastHeard: EpochMs | null = null;

  constructor(ports: LinePorts) {
    this.#ports = ports;
    this.#dial = new Dial(ports);
    this.#since = ports.clock.wall();
  }

  get phase(): LinePhase {
    return this.#dial.phase;
  }

  /** Changes with every connection: work begun on an earlier one is void. */
  get number(): number {
    return this.#dial.number;
  }

  get shown(): {
    readonly line: LineState;
    readonly since: EpochMs;
    readonly lastHeard: EpochMs | null;
  } {
    return { line: this.#shown, since: this.#since, lastHeard: this.#lastHeard };
  }

  send(frame: ClientFrame): void {
    this.#dial.send(frame);
  }

  /** The next frame that arrived, or null. Whoever is gone is hung up on here. */
  next(): ServerFrame | null {
    const heard = this.#dial.next();
    if (heard === 'over') this.hangUp(null);
    if (heard === 'over' || heard === null) return null;
    this.#lastHeard = this.#ports.clock.wall();
    return heard;
  }

  greeting(): void {
    this.#dial.greeting();
  }

  online(): void {
    this.#dial.online();
    this.#wait = null;
    this.#show('online');
  }

  refused(): void {
    this.#show('refused');
    this.hangUp(REFUSED_WAIT_MS);
  }

  nudge(): void {
    this.#dial.nudge();
    this.#wait = null;
  }

  /** How long nothing was heard, or since an answer is awaited, whichever is shorter. */
  silence(awaitedSince: number): number {
    return this.#ports.clock.mono() - Math.max(this.#dial.heardAt, awaitedSince);
  }

  /** Dials when it is time and hangs up what has fallen silent. `awaitedSince` null: no answer is due. */
  keep(awaitedSince: number | null): void {
    const isSilent = this.#dial.keep(
      (now) =>
        now - this.#dial.heardAt >= SILENCE_MS ||
        (awaitedSince !== null && this.silence(awaitedSince) >= UNHEARD_MS),
    );
    if (isSilent) this.hangUp(null);
  }

  /** Ends the connection. `wait` null: jittered back-off, growing while nothing succeeds. */
  hangUp(wait: number | null): void {
    if (wait === null) this.#wait = nextWait(this.#wait, this.#ports.dice);
    this.#dial.hangUp(wait ?? this.#wait ?? 0);
    if (this.#shown !== 'refused') this.#show(wait === 0 ? 'connecting' : 'cut');
  }

  #show(line: LineState): void {
    if (line === this.#shown) return;
    this.#shown = line;
    this.#since = this.#ports.clock.wall();
  }
}
