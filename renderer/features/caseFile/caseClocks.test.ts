import { describe, expect, it } from 'vitest';
import type { CaseClock } from '#core/domain/case/caseDoc.ts';
import type { Whistle } from '#core/domain/case/whistleDoc.ts';
import { clockCells as cellsAt } from './caseClocks.ts';
import { outerMark, outerStage } from './outerStage.ts';

const running: CaseClock = { startedAt: 1_000, dueAt: 9_000, limitText: '2 h' };
const ended: CaseClock = { ...running, endedAt: 4_000 };

const clockCells = (doc: Parameters<typeof cellsAt>[0]) => cellsAt(doc, 5_000);

describe('clocks of the case file', () => {
  it('shows running clocks before ended ones, in their own order', () => {
    const cells = clockCells({
      clocks: {
        total: running,
        dispatch: ended,
        sign: ended,
        handle: running,
        firstContact: ended,
      },
      round: 1,
    });
    expect(cells.map((cell) => cell.name)).toEqual(['firstContact', 'handle', 'total']);
  });

  it('leaves out the running clock that runs out last, never the one that runs out first', () => {
    const till = (dueAt: number): CaseClock => ({ ...running, dueAt });
    const clocks = {
      sign: till(99_000),
      firstContact: till(8_000),
      handle: till(9_000),
      total: till(7_000),
    };
    const cells = clockCells({ clocks, round: 1 });
    expect(cells.map((cell) => cell.name)).toEqual(['firstContact', 'handle', 'total']);
  });

  it('shows the limits of a whistle, and whether its units had come by the end of them', () => {
    const units = { u1: { calledAt: 1_000, respondedAt: 4_000 } };
    const whistle = { id: 'w1', round: 1, openedAt: 1_000, units };
    const [come, finish] = clockCells({
      clocks: { whistleRespond: ended, whistleFinish: ended, total: running },
      whistles: { w1: whistle as unknown as Whistle },
      round: 1,
    });
    expect(come).toMatchObject({ name: 'whistleRespond', ended: { isDone: true } });
    expect(finish).toMatchObject({ name: 'whistleFinish', ended: { isDone: false } });
  });

  it('says how long an ended one took and whether it was late', () => {
    const [cell] = clockCells({ clocks: { sign: { ...ended, endedAt: 9_500 } }, round: 1 });
    expect(cell?.ended).toEqual({ tookMs: 8_500, isLate: true, isDone: false });
    expect(cell?.running).toBeNull();
  });

  it('calls no contact done that nobody made, though the handling ended its clock', () => {
    const doc = { clocks: { firstContact: { ...ended, endedAt: 1_000 } }, round: 1 };
    expect(clockCells(doc)[0]?.ended?.isDone).toBe(false);
    expect(clockCells({ ...doc, firstContactAt: 1_000 })[0]?.ended?.isDone).toBe(true);
  });

  it('shows one that a suspension stops as standing still while it lasts, and running after it', () => {
    const doc = {
      clocks: { total: { ...running, paused: [{ from: 4_000, to: 6_000 }] } },
      round: 1,
    };
    const since = [3_999, 4_000, 5_999, 6_000].map(
      (now) => cellsAt(doc, now)[0]?.running?.pausedSince,
    );
    expect(since).toEqual([null, 4_000, 4_000, null]);
  });

  it('has none where none has begun', () => {
    expect(clockCells({ clocks: {}, round: 1 })).toEqual([]);
  });
});

describe('outer stages', () => {
  it('follow the model: filed while it waits for dispatch, feedback until it is closed', () => {
    expect(outerStage('to_dispatch')).toBe(1);
    expect(outerStage('handled')).toBe(4);
    expect(outerStage('to_close')).toBe(4);
    expect(outerStage('refused')).toBe(5);
  });
  it('mark the dispatch for a case that waits for it: the filing is done', () => {
    const marks = [0, 1, 2, 3].map((at) => outerMark('to_dispatch', at));
    expect(marks).toEqual(['done', 'done', 'at', 'open']);
  });
  it('are done before, at, and open after the present one', () => {
    expect([0, 1, 2, 3].map((at) => outerMark('dispatched', at))).toEqual([
      'done',
      'done',
      'at',
      'open',
    ]);
  });
});
