import { beforeEach, expect, it } from 'vitest';
import type { ExchangePage } from '../protocol/sync/exchange.ts';
import { decisionsDelivered, outboxOf } from './outboxState.ts';
import { Takings, type BroughtAnswer, type Taken } from './takings.ts';

const STREET = 'street:110101001';
let cursor = 0;
let applied: { readonly from: number; readonly to: number; readonly seqs: readonly number[] }[];
let recorded: number[];
let takings: Takings;
const outbox = outboxOf({ last: 5, watermark: 1, decidedAbove: [] });
let state = outbox;

beforeEach(() => {
  cursor = 10;
  applied = [];
  recorded = [];
  state = outbox;
  takings = new Takings({
    outbox: {
      identity: () => ({ device: 'd', replica: 'r', incarnation: 2 }),
      record: (decisions) => {
        recorded.push(...decisions.map(({ rseq }) => rseq));
        return Promise.resolve();
      },
    },
    replica: { epoch: () => 'e', cursors: () => ({ [STREET]: cursor }) },
    pulling: {
      page: ({ from, to, entries }) => {
        applied.push({ from, to, seqs: entries.map(({ seq }) => seq) });
        cursor = to;
        return Promise.resolve([]);
      },
      settle: () => Promise.resolve([]),
    },
    fetch: () => undefined,
    delivered: (rseqs) => (state = decisionsDelivered(state, 0, rseqs)),
  });
});

const page = (from: number, to: number): ExchangePage => ({
  scope: STREET,
  from,
  to,
  head: to,
  entries: Array.from({ length: to - from }, (_, i) => ({
    type: 'leave',
    seq: from + i + 1,
    caseId: 'c',
    stub: null,
    to: 'district',
  })),
});
const decision = (rseq: number) => ({ rseq }) as BroughtAnswer['decisions'][number];

async function take(over: Partial<BroughtAnswer>) {
  const answer = { replica: 'r', incarnation: 2, epoch: 'e', decisions: [], pages: [], ...over };
  const taking: Promise<Taken> = takings.add(answer);
  await takings.turn();
  return { taken: await taking, state };
}

it('I-08: the watermark moves over the decisions that a stick delivers, and over nothing beyond a hole', async () => {
  const { taken, state } = await take({ decisions: [decision(2), decision(3), decision(5)] });
  expect(taken).toEqual({ ok: true, decisions: 3, entries: 0 });
  expect(recorded).toEqual([2, 3, 5]);
  expect([state.watermark, state.sentTo]).toEqual([3, 3]);
});

it('I-09: goes on exactly at the cursor; what is here already is left out, and twice is once', async () => {
  const pages = [page(8, 12), page(12, 14)];
  expect((await take({ pages })).taken).toMatchObject({ ok: true, entries: 4 });
  expect(applied).toEqual([
    { from: 10, to: 12, seqs: [11, 12] },
    { from: 12, to: 14, seqs: [13, 14] },
  ]);
  expect((await take({ pages })).taken).toMatchObject({ ok: true, entries: 0 });
  expect(applied).toHaveLength(2);
});

it('I-09: refuses what begins beyond the cursor, and all that came with it', async () => {
  for (const pages of [[page(11, 12)], [page(10, 12), page(13, 14)]]) {
    const { taken, state } = await take({ pages, decisions: [decision(2)] });
    expect(taken).toEqual({ ok: false, why: 'gap' });
    expect(state).toBe(outbox);
  }
  expect([applied, recorded]).toEqual([[], []]);
});

it('refuses the answer to another console, to an earlier life of this one and of another history', async () => {
  expect((await take({ replica: 'x' })).taken).toMatchObject({ why: 'other-console' });
  expect((await take({ incarnation: 1 })).taken).toMatchObject({ why: 'other-console' });
  expect((await take({ epoch: 'f' })).taken).toMatchObject({ why: 'other-history' });
});
