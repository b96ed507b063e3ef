import { describe, expect, it } from 'vitest';
import {
  batchSent,
  committedTo,
  decisionsDelivered,
  gapReported,
  greeted,
  nextToSend,
  outboxOf,
  unanswered,
} from './outboxState.ts';

const fresh = outboxOf({ last: 0, watermark: 0, decidedAbove: [] });
const waiting = (last: number): typeof fresh => committedTo(fresh, last);

describe('what is sent', () => {
  it('goes out in order, at most so many batches at once', () => {
    let state = waiting(10);
    state = batchSent(state, 4, 0);
    state = batchSent(state, 8, 0);
    expect(nextToSend(state, 2)).toBeNull();
    expect(nextToSend(state, 3)).toBe(9);
    expect(nextToSend(batchSent(state, 10, 0), 4)).toBeNull();
  });

  it('is sent again from the watermark on a new connection', () => {
    const state = batchSent(batchSent(waiting(6), 3, 0), 6, 0);
    const half = decisionsDelivered(state, 1, [1, 2, 3]);
    expect(greeted(half, 6)).toMatchObject({ kind: 'go-on', state: { sentTo: 3, inFlight: [] } });
  });

  it('is sent again when no answer comes, and from a gap when one is told', () => {
    const state = batchSent(waiting(5), 5, 100);
    expect(unanswered(state, 99)).toBe(state);
    expect(nextToSend(unanswered(state, 100), 4)).toBe(1);
    expect(nextToSend(gapReported(state, 3), 4)).toBe(3);
  });
});

describe('the watermark (I-08)', () => {
  it('moves over delivered decisions only, never over a hole', () => {
    const state = batchSent(waiting(5), 5, 0);
    const holed = decisionsDelivered(state, 1, [1, 3, 4]);
    expect(holed.watermark).toBe(1);
    expect(nextToSend(holed, 4)).toBe(2);
    expect(decisionsDelivered(holed, 2, [2]).watermark).toBe(4);
  });

  it('does not believe what the server says it has', () => {
    const greeting = greeted(batchSent(waiting(5), 5, 0), 5);
    expect(greeting).toMatchObject({ kind: 'go-on', state: { watermark: 0, sentTo: 0 } });
  });

  it('falls back when the district knows less than it once delivered', () => {
    const done = decisionsDelivered(batchSent(waiting(5), 5, 0), 1, [1, 2, 3, 4, 5]);
    expect(greeted(done, 2)).toMatchObject({
      kind: 'behind',
      have: 2,
      state: { watermark: 2, sentTo: 2 },
    });
  });

  it('forgets decisions beyond a hole that the district forgot', () => {
    const holed = decisionsDelivered(batchSent(waiting(9), 9, 0), 1, [1, 2, 6, 9]);
    const greeting = greeted(holed, 7);
    expect(greeting).toMatchObject({ kind: 'behind', have: 7, state: { watermark: 2, sentTo: 2 } });
    if (greeting.kind !== 'behind') return;
    expect([...greeting.state.decidedAbove]).toEqual([6]);
  });

  it('sees a fork when the district knows more than was ever made here', () => {
    expect(greeted(waiting(5), 6)).toEqual({ kind: 'fork' });
  });

  it('ignores decisions about numbers that were never given', () => {
    expect(decisionsDelivered(waiting(2), 1, [7]).decidedAbove.size).toBe(0);
  });
});
