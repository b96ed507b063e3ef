import { request as plainRequest, type IncomingMessage } from 'node:http';
import { bytesWithin } from '../../node/bytesWithin.ts';
import { AppError } from '../../protocol/errors.ts';
import { POLL_UP_TO, POLL_WAIT_MS, framesIn, linesOf } from '../../protocol/sync/poll.ts';
import type { FrameLink, FramePort, HeardEvent } from '../../sync/syncPorts.ts';
import { parsedFrame, type DistrictAddress } from './districtLink.ts';
import { doorUrl, trustedSocket } from './trustedSocket.ts';

/** An answer that is not there by then never comes. */
const ANSWER_MS = POLL_WAIT_MS + 10_000;
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
/** More than this waits for nothing: the line is no line. */
const UNSAID_MAX = 256;

/** A line over plain HTTP, at a door: one request that says, one that waits for what there is to hear. */
export function pollLink<Said, Heard>(
  address: () => DistrictAddress,
  door: string,
): FramePort<Said, Heard> {
  return { open: (onEvent) => new PolledLine<Said, Heard>({ address: address(), door }, onEvent) };
}

type Place = { readonly address: DistrictAddress; readonly door: string };

type Asked = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly query?: string;
  readonly body?: string;
};
type Answer = { readonly status: number; readonly upTo: number; readonly text: string };

class PolledLine<Said, Heard> implements FrameLink<Said> {
  readonly #place: Place;
  readonly #onEvent: (event: HeardEvent<Heard>) => void;
  readonly #over = new AbortController();
  #ticket = '';
  #unsaid: string[] = [];
  #said = 0;
  #isSaying = false;

  constructor(place: Place, onEvent: (event: HeardEvent<Heard>) => void) {
    this.#place = place;
    this.#onEvent = onEvent;
    this.#run().catch(() => this.#end());
  }

  send(frame: Said): void {
    if (this.#over.signal.aborted) return;
    this.#unsaid.push(JSON.stringify(frame));
    if (this.#unsaid.length > UNSAID_MAX) this.#end();
    else if (!this.#isSaying) void this.#say();
  }

  close(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    if (this.#ticket === '') return;
    // The district need not wait to miss it.
    this.#ask({ method: 'DELETE' }, AbortSignal.timeout(ANSWER_MS)).catch(() => undefined);
  }

  async #run(): Promise<void> {
    const opened = await this.#ask({ method: 'POST' });
    if (opened.status !== 201) throw gone();
    this.#ticket = opened.text;
    this.#tell({ type: 'open' });
    if (this.#unsaid.length > 0) void this.#say();
    for (let after = 0; !this.#over.signal.aborted;) after = await this.#hear(after);
  }

  /** What is there beyond these; how much has been heard then. */
  async #hear(after: number): Promise<number> {
    const { status, upTo, text } = await this.#twice({ method: 'GET', query: `?after=${after}` });
    if (status !== 200) throw gone();
    for (const one of framesIn(text)) {
      const frame = parsedFrame<Heard>(one);
      if (frame === null) throw gone();
      this.#tell({ type: 'frame', frame });
    }
    return upTo;
  }

  async #say(): Promise<void> {
    this.#isSaying = true;
    try {
      while (this.#unsaid.length > 0 && this.#ticket !== '') {
        const body = linesOf(this.#unsaid.splice(0));
        this.#said += 1;
        const { status } = await this.#twice({ method: 'POST', query: `?seq=${this.#said}`, body });
        if (status !== 204) throw gone();
      }
    } catch {
      // A district that is not there and one that answers something else are the same to a line.
      this.#end();
    } finally {
      this.#isSaying = false;
    }
  }

  /** Asked again once: an answer that is lost is given again, and a request that comes twice is heard once. */
  async #twice(asked: Asked): Promise<Answer> {
    try {
      return await this.#ask(asked);
    } catch (cause) {
      if (this.#over.signal.aborted) throw cause;
      return this.#ask(asked);
    }
  }

  async #ask({ method, query = '', body }: Asked, over = this.#over.signal): Promise<Answer> {
    const { address, door } = this.#place;
    const url = doorUrl(address, `${door}${query}`);
    const socket = await trustedSocket(url, address.fingerprint, over);
    return new Promise((resolve, reject) => {
      const sent = plainRequest(
        url.href.replace(/^https/, 'http'),
        {
          method,
          signal: over,
          timeout: ANSWER_MS,
          createConnection: () => socket,
          headers: {
            connection: 'close',
            'content-length': Buffer.byteLength(body ?? ''),
            ...(this.#ticket === '' ? {} : { authorization: `Bearer ${this.#ticket}` }),
          },
        },
        (response) => {
          const upTo = Number(response.headers[POLL_UP_TO] ?? 0);
          const status = response.statusCode ?? 0;
          textOf(response).then((text) => resolve({ status, upTo, text }), reject);
        },
      );
      sent.on('timeout', () => sent.destroy(gone()));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  #tell(event: HeardEvent<Heard>): void {
    if (!this.#over.signal.aborted) this.#onEvent(event);
  }

  #end(): void {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#onEvent({ type: 'closed' });
  }
}

const gone = (): AppError => new AppError('link/closed', { retry: 'backoff' });

async function textOf(response: IncomingMessage): Promise<string> {
  const body = await bytesWithin(response, ANSWER_BYTES_MAX);
  if (body === null) throw gone();
  return body.toString('utf8');
}
