import type { FrameLink, FramePort, HeardEvent } from './syncPorts.ts';

/** So many sockets in a row that came to nothing, and the other way is tried. */
export const DUMB_SOCKETS = 3;
/** How often a console on the other way looks whether a socket comes through by now. */
export const TRY_SOCKET_MS = 5 * 60_000;

export type Way = 'socket' | 'poll';

/** Every peer of ours says so when it turns somebody away. */
type Named = { readonly f: string };

export type FallbackPorts<Said, Heard> = {
  /** The way that is wanted. */
  readonly socket: FramePort<Said, Heard>;
  /** The same frames, where a network ends sockets. */
  readonly poll: FramePort<Said, Heard>;
  readonly mono: () => number;
  /** Which way is taken from now on. */
  readonly onWay?: (way: Way) => void;
};

/** A socket that is ended so soon is as good as none. */
export const SHORT_MS = 10_000;

/**
 * Dials the socket; after some that came to nothing, the same frames over HTTP. While a line is up that way, a
 * socket is tried beside it, at once and then now and then: as soon as one is greeted, the line moves. With neither
 * way to be had the two take turns, for a cut line looks like any of it.
 */
export function fallbackLink<Said, Heard extends Named>(
  ports: FallbackPorts<Said, Heard>,
): FramePort<Said, Heard> {
  const ways = new Ways(ports);
  return {
    open: (onEvent) =>
      ways.dumb < DUMB_SOCKETS ? ways.overSocket(onEvent) : new OverPoll(ways, onEvent),
  };
}

class Ways<Said, Heard extends Named> {
  readonly ports: FallbackPorts<Said, Heard>;
  dumb = 0;
  /** The last that came to nothing had been let in. */
  wasLetIn = false;

  constructor(ports: FallbackPorts<Said, Heard>) {
    this.ports = ports;
  }

  overSocket(onEvent: (event: HeardEvent<Heard>) => void): FrameLink<Said> {
    const { socket, mono, onWay } = this.ports;
    let heardAt: number | null = null;
    let isRefused = false;
    let isOver = false;
    const link = socket.open((event) => {
      if (event.type === 'frame') {
        if (heardAt === null) onWay?.('socket');
        heardAt ??= mono();
        isRefused ||= event.frame.f === 'refuse';
      }
      if (event.type === 'closed' && !isRefused && !isOver) {
        const isShort = heardAt === null || mono() - heardAt < SHORT_MS;
        this.dumb = isShort ? this.dumb + 1 : 0;
        this.wasLetIn = heardAt !== null;
      }
      isOver ||= event.type === 'closed';
      onEvent(event);
    });
    return {
      send(frame) {
        link.send(frame);
      },
      close: () => {
        // Nobody waits for it any longer: what swallows a greeting swallows the rest.
        if (heardAt === null && !isOver) {
          this.dumb += 1;
          this.wasLetIn = false;
        }
        isOver = true;
        link.close();
      },
    };
  }
}

class OverPoll<Said, Heard extends Named> implements FrameLink<Said> {
  readonly #ways: Ways<Said, Heard>;
  readonly #onEvent: (event: HeardEvent<Heard>) => void;
  readonly #link: FrameLink<Said>;
  #probe: FrameLink<Said> | null = null;
  #triedAt: number;
  #isHeard = false;
  #isOver = false;

  constructor(ways: Ways<Said, Heard>, onEvent: (event: HeardEvent<Heard>) => void) {
    this.#ways = ways;
    this.#onEvent = onEvent;
    // The district may have been away: as soon as it is heard here a socket is tried, unless those are ended later.
    this.#triedAt = ways.wasLetIn ? ways.ports.mono() : Number.NEGATIVE_INFINITY;
    this.#link = ways.ports.poll.open((event) => this.#hear(event));
  }

  send(frame: Said): void {
    this.#link.send(frame);
  }

  close(): void {
    this.#end();
    this.#link.close();
  }

  #hear(event: HeardEvent<Heard>): void {
    if (this.#isOver) return;
    if (event.type === 'frame') {
      if (!this.#isHeard) this.#ways.ports.onWay?.('poll');
      this.#isHeard = true;
      this.#look();
    } else if (event.type === 'closed') this.#end();
    this.#onEvent(event);
  }

  /** Whether a socket comes through by now. */
  #look(): void {
    const { socket, mono } = this.#ways.ports;
    if (mono() - this.#triedAt < TRY_SOCKET_MS) return;
    this.#triedAt = mono();
    this.#probe?.close();
    this.#probe = socket.open((event) => {
      if (event.type !== 'frame' || this.#isOver) return;
      this.#ways.dumb = 0;
      this.close();
      this.#onEvent({ type: 'closed' });
    });
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // It may be the line itself that is gone: sockets have their turns again.
    if (!this.#isHeard) this.#ways.dumb = 0;
    this.#probe?.close();
  }
}
