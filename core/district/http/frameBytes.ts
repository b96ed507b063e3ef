import { BoundedMap } from '../../kernel/bounded.ts';

/** Shorter frames are told to one console, or cost nothing. */
const LONG = 2_048;
const KEPT = 16;

/**
 * Frames as they go into sockets. A page that a whole hall asks for is one text: it is turned into bytes once, and
 * not for each console.
 */
export class FrameBytes {
  readonly #made = new BoundedMap<string, Buffer>(KEPT);

  of(text: string): string | Buffer {
    if (text.length < LONG) return text;
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const bytes = Buffer.from(text, 'utf8');
    this.#made.set(text, bytes);
    return bytes;
  }
}
