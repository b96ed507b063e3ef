import { createServer, connect, type Socket } from 'node:net';
import type { Rng } from '#core/kernel/rng.ts';
import { FrameCutter, type Piece } from './frameCutter.ts';

/**
 * What may be wrong with a line. `blackHole`: nothing arrives, nothing ends. `halfOpen`: what the console says arrives,
 * no answer does. `slow`: 64 kbit/s each way. `losing`: 5 % of the messages vanish. `doubling`: 10 % come twice.
 * `ending`: connections end, over and over.
 */
export const FAULTS = ['blackHole', 'halfOpen', 'slow', 'losing', 'doubling', 'ending'] as const;
export type LineFault = (typeof FAULTS)[number];

export type FaultyLine = {
  readonly port: number;
  /** Null: as it should be. What a fault held back of an open connection arrives then, or ends with it. */
  readonly set: (fault: LineFault | null) => void;
  readonly close: () => Promise<void>;
};

const SLOW_BYTES_A_MS = 8;
const LOST = 0.05;
const DOUBLED = 0.1;
const ENDS_EVERY_MS = 300;

/** A relay on loopback before a district, of which one fault at a time can be asked. */
export async function openFaultyLine(targetPort: number, rng: Rng): Promise<FaultyLine> {
  const sockets = new Set<Socket>();
  const ways = new Set<Way>();
  let fault: LineFault | null = null;
  let ending: NodeJS.Timeout | null = null;

  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const pair = [
      new Way(near, far, { isAnswer: false, rng, fault: () => fault }),
      new Way(far, near, { isAnswer: true, rng, fault: () => fault }),
    ];
    for (const way of pair) ways.add(way);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
        for (const way of pair) {
          way.end();
          ways.delete(way);
        }
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set(next) {
      fault = next;
      if (ending !== null) clearInterval(ending);
      ending = next === 'ending' ? setInterval(endAll, ENDS_EVERY_MS) : null;
      for (const way of ways) way.pump();
    },
    close() {
      if (ending !== null) clearInterval(ending);
      endAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

type WayOptions = {
  /** From the district to the console. */
  readonly isAnswer: boolean;
  readonly rng: Rng;
  readonly fault: () => LineFault | null;
};

/** One direction of a connection: pieces wait here until the line lets them through. */
class Way {
  readonly #to: Socket;
  readonly #options: WayOptions;
  readonly #cutter = new FrameCutter();
  #waiting: Piece[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(from: Socket, to: Socket, options: WayOptions) {
    this.#to = to;
    this.#options = options;
    from.on('data', (chunk: Buffer) => {
      this.#waiting.push(...this.#cutter.cut(chunk));
      this.pump();
    });
  }

  pump(): void {
    if (this.#timer !== null) return;
    while (this.#waiting.length > 0 && !this.#isHeld()) {
      const [piece] = this.#waiting.splice(0, 1);
      if (piece === undefined) return;
      this.#pass(piece);
      if (this.#options.fault() !== 'slow') continue;
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.pump();
      }, piece.bytes.length / SLOW_BYTES_A_MS);
      return;
    }
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #isHeld(): boolean {
    const fault = this.#options.fault();
    return fault === 'blackHole' || (fault === 'halfOpen' && this.#options.isAnswer);
  }

  #pass({ bytes, isMessage }: Piece): void {
    const { rng, fault } = this.#options;
    if (isMessage && fault() === 'losing' && rng.next() < LOST) return;
    if (this.#to.destroyed) return;
    this.#to.write(bytes);
    if (isMessage && fault() === 'doubling' && rng.next() < DOUBLED) this.#to.write(bytes);
  }
}
