import { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';

export type Frame<F extends ServerFrame['f']> = Extract<ServerFrame, { readonly f: F }>;

/** A console's end of the line, without an engine: frames by hand. */
export class Line {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  readonly #waiting = new Set<() => void>();
  isClosed = false;

  constructor(port: number, path = '/sync', headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    this.socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString('utf8')) as ServerFrame);
      for (const wake of this.#waiting) wake();
    });
    const ended = (): void => {
      this.isClosed = true;
      for (const wake of this.#waiting) wake();
    };
    this.socket.on('close', ended);
    this.socket.on('error', ended);
  }

  send(frame: ClientFrame | Record<string, unknown>): void {
    this.socket.send(JSON.stringify(frame));
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
    this.socket.terminate();
  }
}
