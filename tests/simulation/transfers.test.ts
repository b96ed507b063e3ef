import { expect, it } from 'vitest';
import { EAST, WEST } from '#core/domain/case/caseBuilders.ts';
import type { FeedEntry } from '#core/protocol/sync/frames.ts';
import { runHistory } from './runHistory.ts';
import type { DistrictBooks } from './simDistrict.ts';
import { feedsOfMoves } from './transfers.ts';

it('I-03, I-10, I-11, I-18: cases move while people of both sides are cut off with acts on them', async () => {
  const result = await runHistory({ seed: 'moved', replicas: 8, acts: 60, transfers: true });
  expect(result.violations).toEqual([]);
  expect(result.isSettled).toBe(true);
  expect(result.transfers.moved).toBeGreaterThan(20);
  expect(result.transfers.met).toBeGreaterThan(10);
});

it('I-10: the book of moves misses neither who is not told nor who is told for nothing', () => {
  const made = { caseId: 'c', casePatch: { holder: EAST }, ver: 1, serverSeq: 1 };
  const casePatch = { holder: WEST, members: { [EAST]: null, [WEST]: true } };
  const moved = { caseId: 'c', casePatch, ver: 2, serverSeq: 2 };
  const entries = [{ decision: made }, { decision: moved }];
  const books = { entries } as unknown as DistrictBooks;
  const leave: FeedEntry = { type: 'leave', seq: 2, caseId: 'c', stub: {}, to: WEST };
  const enter: FeedEntry = {
    type: 'enter',
    seq: 2,
    caseId: 'c',
    doc: {},
    stateHash: '0'.repeat(64),
    events: [],
  };
  const told = new Map([
    [EAST, [leave]],
    [WEST, [enter]],
  ]);
  expect(feedsOfMoves(books, told)).toEqual([]);
  expect(feedsOfMoves(books, new Map([...told, [EAST, []]]))).toEqual([
    `I-10 not told: leave ${EAST} 2 c`,
  ]);
  expect(feedsOfMoves(books, new Map([...told, [WEST, [{ ...enter, seq: 3 }]]]))).toEqual([
    `I-10 not told: enter ${WEST} 2 c`,
    `I-10 told for nothing: enter ${WEST} 3 c`,
  ]);
});
