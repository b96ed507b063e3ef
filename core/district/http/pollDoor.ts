import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bytesWithin } from '../../node/bytesWithin.ts';
import { HEARTBEAT_MS } from '../../protocol/sync/frames.ts';
import { POLL_UP_TO, POLL_WAIT_MS, framesIn, linesOf } from '../../protocol/sync/poll.ts';
import type { CarriedLine, FrameSocket } from '../sync/frameSocket.ts';
import { PollLine } from '../sync/pollLine.ts';
import { bearerOf } from './bearer.ts';

const BODY_MAX = 2 * 1024 * 1024;
/** Who has not said who it is by then, or asks no more, is gone. */
const GREETED_WITHIN_MS = 10_000;
const UNASKED_MS = 2 * HEARTBEAT_MS;
/** A line that ended may still be asked why. */
const OVER_KEPT_MS = 10_000;
const LOOK_MS = 2_500;
/** More strangers than this are nobody's consoles. */
const STRANGERS_MAX = 256;

type Kept = {
  readonly line: PollLine;
  readonly carried: CarriedLine;
  readonly openedAt: number;
  heardAt: number;
  asking: number;
};

type Said = { readonly request: IncomingMessage; readonly url: URL };

export type PollPorts = {
  /** Whoever is at this end of a line. */
  readonly accept: (socket: FrameSocket) => CarriedLine;
  readonly mono: () => number;
  readonly waitMs?: number;
};

/** The lines of consoles that no WebSocket reaches; proof, rights and bounds are those of any line. */
export class PollDoor {
  readonly #ports: PollPorts;
  readonly #kept = new Map<string, Kept>();
  readonly #looking: NodeJS.Timeout;

  constructor(ports: PollPorts) {
    this.#ports = ports;
    this.#looking = setInterval(() => this.#look(), LOOK_MS);
  }

  async request(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    // A page of whoever it is speaks for nobody's console.
    if (request.headers.origin !== undefined) return end(response, 403);
    const ticket = bearerOf(request);
    if (ticket === '' && request.method === 'POST') return this.#open(response);
    const kept = this.#kept.get(ticket);
    if (kept === undefined) return end(response, 410);
    kept.heardAt = this.#ports.mono();
    if (request.method === 'GET') await this.#tell(kept, response, numberIn(url, 'after'));
    else if (request.method === 'POST') await this.#hear(kept, { request, url }, response);
    else if (request.method === 'DELETE') this.#end(ticket, kept, response);
    else end(response, 405);
  }

  close(): void {
    clearInterval(this.#looking);
    for (const { carried: line } of this.#kept.values()) line.gone();
    this.#kept.clear();
  }

  #open(response: ServerResponse): void {
    const strangers = [...this.#kept.values()].filter((one) => one.carried.isStranger());
    if (strangers.length >= STRANGERS_MAX) return end(response, 503);
    const line = new PollLine();
    const now = this.#ports.mono();
    const ticket = randomBytes(24).toString('base64url');
    const one = this.#ports.accept(line);
    // As a socket tells its own end.
    line.onOver = () => setImmediate(one.gone);
    const kept = { line, carried: one, openedAt: now, heardAt: now, asking: 0 };
    this.#kept.set(ticket, kept);
    response.writeHead(201, HEADERS).end(ticket);
  }

  async #tell(kept: Kept, response: ServerResponse, after: number): Promise<void> {
    kept.asking += 1;
    try {
      const taken = await kept.line.take(after, this.#ports.waitMs ?? POLL_WAIT_MS);
      if (taken.isOver && taken.frames.length === 0) return end(response, 410);
      response.writeHead(200, { ...HEADERS, [POLL_UP_TO]: taken.upTo }).end(linesOf(taken.frames));
    } finally {
      kept.asking -= 1;
      kept.heardAt = this.#ports.mono();
    }
  }

  async #hear(kept: Kept, { request, url }: Said, response: ServerResponse): Promise<void> {
    const body = await bytesWithin(request, BODY_MAX);
    if (body === null) {
      kept.carried.gone();
      return end(response, 413);
    }
    if (kept.line.isOver) return end(response, 410);
    const heard = kept.line.hears(numberIn(url, 'seq'));
    if (heard === 'gap') return end(response, 409);
    if (heard === 'fresh')
      for (const text of framesIn(body.toString('utf8'))) kept.carried.hear(text);
    end(response, 204);
  }

  #end(ticket: string, kept: Kept, response: ServerResponse): void {
    this.#kept.delete(ticket);
    kept.carried.gone();
    end(response, 204);
  }

  #look(): void {
    const now = this.#ports.mono();
    for (const [ticket, kept] of this.#kept) {
      const unheard = now - kept.heardAt;
      const isLate = kept.carried.isStranger() && now - kept.openedAt >= GREETED_WITHIN_MS;
      if (isLate || (kept.asking === 0 && unheard >= UNASKED_MS)) kept.carried.gone();
      if (kept.line.isOver && unheard >= OVER_KEPT_MS) this.#kept.delete(ticket);
    }
  }
}

const HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, HEADERS).end();
}

function numberIn(url: URL, name: string): number {
  const value = Number(url.searchParams.get(name) ?? Number.NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
