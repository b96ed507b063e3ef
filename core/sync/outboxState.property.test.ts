import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  batchSent,
  committedTo,
  decisionsDelivered,
  gapReported,
  greeted,
  nextToSend,
  outboxOf,
  takenBack,
  unanswered,
  type OutboxState,
} from './outboxState.ts';

const IN_FLIGHT_MAX = 4;

/** What may happen to an outbox, in any order: lines that end, batches that are lost, answers that come twice. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('commit' as const), more: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('send' as const), ops: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('arrive' as const), which: fc.nat(9), isAnswered: fc.boolean() }),
  fc.record({ kind: fc.constant('answerAgain' as const), which: fc.nat(30) }),
  fc.record({ kind: fc.constant('reconnect' as const) }),
  fc.record({ kind: fc.constant('later' as const) }),
  fc.record({ kind: fc.constant('silence' as const) }),
  fc.record({ kind: fc.constant('restore' as const), lost: fc.nat(8) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Sent = { readonly batch: number; readonly from: number; readonly to: number };

/** A district that decides what follows gaplessly, and a console that hears of some of it. */
class Model {
  state: OutboxState = outboxOf({ last: 0, watermark: 0, decidedAbove: [] });
  readonly sent: Sent[] = [];
  readonly heard = new Set<number>();
  decided = 0;

  take(one: Step): void {
    switch (one.kind) {
      case 'commit':
        this.state = committedTo(this.state, this.state.last + one.more);
        break;
      case 'send':
        this.#send(one.ops);
        break;
      case 'arrive':
        this.#arrive(this.sent[one.which % this.sent.length], one.isAnswered);
        break;
      case 'answerAgain':
        this.#answer(this.sent[one.which % this.sent.length]);
        break;
      case 'reconnect':
        this.#reconnect();
        break;
      case 'later':
        this.state = takenBack(this.state);
        break;
      case 'silence':
        this.state = unanswered(this.state, Number.POSITIVE_INFINITY);
        break;
      case 'restore':
        this.decided = Math.max(0, this.decided - one.lost);
        for (const rseq of this.heard) if (rseq > this.decided) this.heard.delete(rseq);
        this.#reconnect();
    }
  }

  /** Every frame arrives from now on. */
  settle(): void {
    this.#reconnect();
    for (let i = 0; i < 500 && this.state.watermark < this.state.last; i += 1) {
      this.#send(6);
      this.#arrive(this.sent.at(-1), true);
    }
  }

  #send(ops: number): void {
    const from = nextToSend(this.state, IN_FLIGHT_MAX);
    if (from === null) return;
    const to = Math.min(this.state.last, from + ops - 1);
    this.sent.push({ batch: this.state.nextId, from, to });
    this.state = batchSent(this.state, to, 0);
  }

  #arrive(sent: Sent | undefined, isAnswered: boolean): void {
    if (sent === undefined) return;
    if (sent.from > this.decided + 1) this.state = gapReported(this.state, this.decided + 1);
    else {
      this.decided = Math.max(this.decided, sent.to);
      if (isAnswered) this.#answer(sent);
    }
  }

  #answer(sent: Sent | undefined): void {
    if (sent === undefined || sent.to > this.decided) return;
    const rseqs = Array.from({ length: sent.to - sent.from + 1 }, (_, i) => sent.from + i);
    for (const rseq of rseqs) this.heard.add(rseq);
    this.state = decisionsDelivered(this.state, sent.batch, rseqs);
  }

  #reconnect(): void {
    const greeting = greeted(this.state, this.decided);
    if (greeting.kind === 'fork') throw new Error('a console never lacks what the district has');
    this.state = greeting.state;
    // What was on its way ends with the line.
    this.sent.length = 0;
  }
}

it('I-08: the mark covers only what was heard of, whatever is lost, late or told twice, and all is told in the end', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const model = new Model();
      for (const one of steps) {
        model.take(one);
        const { last, watermark, sentTo, inFlight, decidedAbove } = model.state;
        for (let rseq = 1; rseq <= watermark; rseq += 1) expect(model.heard.has(rseq)).toBe(true);
        for (const rseq of decidedAbove) expect(model.heard.has(rseq)).toBe(true);
        expect(decidedAbove.has(watermark + 1)).toBe(false);
        expect(sentTo).toBeLessThanOrEqual(last);
        expect(inFlight.length).toBeLessThanOrEqual(IN_FLIGHT_MAX);
      }
      model.settle();
      expect(model.state.watermark).toBe(model.state.last);
      expect(model.state.inFlight).toEqual([]);
      expect(nextToSend(model.state, IN_FLIGHT_MAX)).toBeNull();
    }),
    { numRuns: 500, seed: 1 },
  );
});
