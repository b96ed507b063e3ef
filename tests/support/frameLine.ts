import { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';

export type Frame<F extends ServerFrame['f']> = Extract<ServerFrame, { readonly f: F }>;

export type Carried = {
  readonly send: (text: string) => void;
  /** Reads nothing while it is held. */
  readonly hold: (on: boolean) => void;
  readonly close: () => void;
};
type Heard = { readonly text: (text: string) => void; readonly ended: () => void };

/** What carries the texts of a line, dialled at once. */
export type Carrier = (
  port: number,
  heard: Heard,
  dialled: { readonly path: string; readonly headers: Record<string, string> },
) => Carried;

export const overSocket: Carrier = (port, heard, { path, headers }) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  socket.on('message', (data: Buffer) => {
    heard.text(data.toString('utf8'));
  });
  socket.on('close', heard.ended);
  socket.on('error', heard.ended);
  return {
    send: (text) => socket.send(text),
    hold: (on) => (on ? socket.pause() : socket.resume()),
    close: () => socket.terminate(),
  };
};

export type Dialled = {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly carrier?: Carrier;
};

/** A console's end of the line, without an engine: frames by hand. */
export class Line {
  readonly #carried: Carried;
  readonly frames: ServerFrame[] = [];
  readonly #waiting = new Set<() => void>();
  isClosed = false;

  constructor(port: number, dialled: Dialled = {}) {
    const { path = '/sync', headers = {}, carrier = overSocket } = dialled;
    const wakeAll = (): void => {
      for (const wake of this.#waiting) wake();
    };
    const heard: Heard = {
      text: (text) => {
        this.frames.push(JSON.parse(text) as ServerFrame);
        wakeAll();
      },
      ended: () => {
        this.isClosed = true;
        wakeAll();
      },
    };
    this.#carried = carrier(port, heard, { path, headers });
  }

  send(frame: ClientFrame | Record<string, unknown>): void {
    this.say(JSON.stringify(frame));
  }

  /** Any text, a frame or none. */
  say(text: string): void {
    this.#carried.send(text);
  }

  hold(on: boolean): void {
    this.#carried.hold(on);
  }

  async until(claim: () => boolean): Promise<void> {
    const end = Date.now() + 4_000;
    while (!claim()) {
      if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(this.frames)}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
        setTimeout(wake, 50);
      });
    }
  }

  async next<F extends ServerFrame['f']>(f: F): Promise<Frame<F>> {
    const isIt = (frame: ServerFrame): frame is Frame<F> => frame.f === f;
    await this.until(() => this.frames.some(isIt));
    const found = this.frames.find(isIt);
    if (found === undefined) throw new Error('gone');
    this.frames.splice(this.frames.indexOf(found), 1);
    return found;
  }

  close(): void {
    this.#carried.close();
  }
}
