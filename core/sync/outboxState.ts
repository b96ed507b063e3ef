import { assert } from '../kernel/assert.ts';
import type { OutboxMarks } from './syncPorts.ts';

/*
 *   1 ........ watermark ......... sentTo ......... last
 *   decided, delivered | in flight or lost | not sent yet
 *
 * - rseq is gapless: `last` grows by one with every committed act.
 * - The watermark moves only over operations whose decision was DELIVERED (I-08). What the server says it
 *   has is no proof: the message with the decisions may be the one that was lost.
 * - A connection that ends forgets what was in flight; the next one sends again from the watermark. The
 *   server answers a known rseq with the stored outcome.
 */
export type Batch = { readonly id: number; readonly to: number; readonly sentAt: number };

export type OutboxState = {
  readonly last: number;
  readonly watermark: number;
  readonly decidedAbove: ReadonlySet<number>;
  readonly sentTo: number;
  readonly inFlight: readonly Batch[];
  readonly nextId: number;
};

export function outboxOf(marks: OutboxMarks): OutboxState {
  assert(marks.watermark <= marks.last, 'nothing is decided that was not committed');
  return {
    last: marks.last,
    watermark: marks.watermark,
    decidedAbove: new Set(marks.decidedAbove),
    sentTo: marks.watermark,
    inFlight: [],
    nextId: 1,
  };
}

export function committedTo(state: OutboxState, last: number): OutboxState {
  return last <= state.last ? state : { ...state, last };
}

export type Greeting =
  | { readonly kind: 'go-on'; readonly state: OutboxState }
  /** The district knows less than it once delivered: it was restored. Send again from `have`. */
  | { readonly kind: 'behind'; readonly state: OutboxState; readonly have: number }
  /** The district knows operations of ours that we never made: a cloned or restored disk. */
  | { readonly kind: 'fork' };

/** A new connection: `have` is the highest gapless rseq that the district has decided. */
export function greeted(state: OutboxState, have: number): Greeting {
  if (have > state.last) return { kind: 'fork' };
  const fresh = { ...state, inFlight: [], sentTo: state.watermark };
  // Decisions beyond a hole count, too: what it forgot of them must be sent and decided again.
  const delivered = Math.max(state.watermark, ...state.decidedAbove);
  if (have >= delivered) return { kind: 'go-on', state: fresh };
  const watermark = Math.min(have, state.watermark);
  const decidedAbove = new Set([...state.decidedAbove].filter((rseq) => rseq <= have));
  return { kind: 'behind', have, state: { ...fresh, watermark, sentTo: watermark, decidedAbove } };
}

/** First rseq of the next batch, or null when all is sent or enough is in flight. */
export function nextToSend(state: OutboxState, inFlightMax: number): number | null {
  if (state.inFlight.length >= inFlightMax || state.sentTo >= state.last) return null;
  return state.sentTo + 1;
}

export function batchSent(state: OutboxState, to: number, now: number): OutboxState {
  assert(to > state.sentTo && to <= state.last, 'a batch carries committed operations in order');
  return {
    ...state,
    sentTo: to,
    nextId: state.nextId + 1,
    inFlight: [...state.inFlight, { id: state.nextId, to, sentAt: now }],
  };
}

/** Decisions arrived. Whatever of the batch was not among them is sent again. */
export function decisionsDelivered(
  state: OutboxState,
  batch: number,
  rseqs: readonly number[],
): OutboxState {
  const decidedAbove = new Set(state.decidedAbove);
  for (const rseq of rseqs) {
    if (rseq > state.watermark && rseq <= state.last) decidedAbove.add(rseq);
  }
  let watermark = state.watermark;
  while (decidedAbove.delete(watermark + 1)) watermark += 1;
  const inFlight = state.inFlight.filter((one) => one.id !== batch && one.to > watermark);
  const sentTo = inFlight.length === 0 ? watermark : Math.max(state.sentTo, watermark);
  return { ...state, decidedAbove, watermark, inFlight, sentTo };
}

/** The server saw a gap: it lacks everything from `rseq` on. */
export function gapReported(state: OutboxState, rseq: number): OutboxState {
  return { ...state, inFlight: [], sentTo: Math.max(0, Math.min(rseq - 1, state.sentTo)) };
}

/** The district takes nothing now: whatever is not decided is sent again, later. */
export function takenBack(state: OutboxState): OutboxState {
  return { ...state, inFlight: [], sentTo: state.watermark };
}

/** Batches without an answer for too long are sent again on the same connection. */
export function unanswered(state: OutboxState, before: number): OutboxState {
  if (!state.inFlight.some((batch) => batch.sentAt <= before)) return state;
  return { ...state, inFlight: [], sentTo: state.watermark };
}
