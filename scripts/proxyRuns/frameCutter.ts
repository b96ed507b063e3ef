/**
 * Cuts the bytes of one direction of a WebSocket connection into what a fault can strike: the handshake as one piece,
 * then frame by frame (RFC 6455 section 5.2), each with its header. A connection that is no WebSocket stays in one
 * piece after another, as it comes.
 */
export type Piece = {
  readonly bytes: Buffer;
  /** A frame with a message in it: neither the handshake nor a ping, a pong or a close. */
  readonly isMessage: boolean;
};

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const FIRST_CONTROL = 8;

export class FrameCutter {
  #held = Buffer.alloc(0);
  #state: 'head' | 'frames' | 'plain' = 'head';

  cut(chunk: Buffer): readonly Piece[] {
    if (this.#state === 'plain') return [{ bytes: chunk, isMessage: false }];
    this.#held = Buffer.concat([this.#held, chunk]);
    const pieces: Piece[] = [];
    for (let piece = this.#next(); piece !== null; piece = this.#next()) pieces.push(piece);
    return pieces;
  }

  #next(): Piece | null {
    if (this.#held.length === 0) return null;
    if (this.#state === 'head') return this.#head();
    if (this.#state === 'plain') return this.#take(this.#held.length, false);
    const length = frameLength(this.#held);
    if (length === null || this.#held.length < length) return null;
    const opcode = (this.#held[0] ?? 0) & 0x0f;
    return this.#take(length, opcode < FIRST_CONTROL);
  }

  #head(): Piece | null {
    const end = this.#held.indexOf(END_OF_HEAD);
    if (end < 0) return null;
    const length = end + END_OF_HEAD.length;
    const text = this.#held.subarray(0, length).toString('latin1').toLowerCase();
    this.#state = text.includes('upgrade: websocket') ? 'frames' : 'plain';
    return this.#take(length, false);
  }

  #take(length: number, isMessage: boolean): Piece {
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return { bytes, isMessage };
  }
}

/** Header, mask and payload together; null while the header is not there. */
function frameLength(bytes: Buffer): number | null {
  if (bytes.length < 2) return null;
  const second = bytes[1] ?? 0;
  const mask = (second & 0x80) === 0 ? 0 : 4;
  const short = second & 0x7f;
  if (short < 126) return 2 + mask + short;
  if (short === 126) return bytes.length < 4 ? null : 4 + mask + bytes.readUInt16BE(2);
  return bytes.length < 10 ? null : 10 + mask + Number(bytes.readBigUInt64BE(2));
}
