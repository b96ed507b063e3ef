import type { FrameSocket } from './frameSocket.ts';

/** One answer holds so much, and one frame at least. */
const ANSWER_BYTES = 2 * 1024 * 1024;

export type Taken = {
  readonly frames: readonly string[];
  /** How many were told up to the last of these. */
  readonly upTo: number;
  readonly isOver: boolean;
};

const TAKEN_BACK = { text: '', bytes: 0 };

function isRefusal(text: string): boolean {
  return text.startsWith('{"f":"refuse"');
}

/**
 * A line whose console comes and asks what there is. What was answered is kept until the next question says that it
 * arrived, so an answer that is lost is given again.
 */
export class PollLine implements FrameSocket {
  #frames: { readonly text: string; readonly bytes: number }[] = [];
  /** Arrived, and no more here. */
  #gone = 0;
  #bytes = 0;
  #isOver = false;
  #wake: () => void = () => undefined;
  #said = 0;
  onOver: () => void = () => undefined;

  get isOver(): boolean {
    return this.#isOver;
  }

  send(text: string): void {
    if (this.#isOver) return;
    const bytes = Buffer.byteLength(text);
    this.#frames.push({ text, bytes });
    this.#bytes += bytes;
    this.#wake();
  }

  /** Over at once: of what was told before, only why it ended may still be fetched (I-25). */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // Each keeps its place, for the next question counts them.
    this.#frames = this.#frames.map((one) => (isRefusal(one.text) ? one : TAKEN_BACK));
    this.#bytes = this.#frames.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#wake();
    this.onOver();
  }

  buffered(): number {
    return this.#bytes;
  }

  /** Whether a request of this number is to be heard: one that comes again was heard before. */
  hears(seq: number): 'fresh' | 'again' | 'gap' {
    if (seq <= this.#said) return 'again';
    if (seq > this.#said + 1) return 'gap';
    this.#said = seq;
    return 'fresh';
  }

  /** Frames beyond `after`, as soon as there are some; none when it takes too long, or another asks. */
  async take(after: number, waitMs: number): Promise<Taken> {
    this.#wake();
    this.#arrived(after);
    if (this.#frames.length === 0 && !this.#isOver) await this.#next(waitMs);
    let count = 0;
    let bytes = 0;
    for (const one of this.#frames) {
      bytes += one.bytes;
      if (count > 0 && bytes > ANSWER_BYTES) break;
      count += 1;
    }
    const frames = this.#frames.slice(0, count).flatMap(({ text }) => (text === '' ? [] : [text]));
    return { frames, upTo: this.#gone + count, isOver: this.#isOver };
  }

  #arrived(upTo: number): void {
    const arrived = this.#frames.splice(0, Math.max(0, upTo - this.#gone));
    this.#gone += arrived.length;
    for (const { bytes } of arrived) this.#bytes -= bytes;
  }

  #next(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(bound);
        this.#wake = () => undefined;
        resolve();
      };
      const bound = setTimeout(done, waitMs);
      this.#wake = done;
    });
  }
}
