import { describe, expect, it } from 'vitest';
import type { CaseRow } from '#core/protocol/console/rows.ts';
import type { BoardWindow } from '#core/protocol/console/views.ts';
import {
  covers,
  firstRows,
  goneRows,
  indexOfCase,
  isHeld,
  receive,
  release,
  rowAt,
  waitingCount,
} from './boardRows.ts';

const NOW = 1_790_000_000_000;

function caseRow(caseId: string): CaseRow {
  return {
    caseId,
    caseNo: `DC261121-${caseId}`,
    urgency: 'ordinary',
    title: `title ${caseId}`,
    placeText: '',
    street: null,
    stage: 'to_dispatch',
    holder: 'district',
    matter: null,
    leadUnit: null,
    leadName: null,
    clock: null,
    sync: 'confirmed',
    urged: 0,
    handOuts: 0,
    returns: 0,
    round: 1,
    createdAt: NOW,
    updatedAt: NOW,
    repeat: 0,
    callers: 1,
    mine: true,
  };
}

function boardWindow(ids: readonly string[]): BoardWindow {
  const counts = {
    mine: ids.length,
    toDispatch: 0,
    returned: 0,
    toSign: 0,
    inHand: 0,
    toCheck: 0,
    near: 0,
    pending: 0,
    closedToday: 0,
    all: ids.length,
  };
  return { total: ids.length, lanes: [], from: 0, rows: ids.map(caseRow), counts, asOf: NOW };
}

const abc = boardWindow(['a', 'b', 'c']);
const order = (window: BoardWindow): string => window.rows.map((row) => row.caseId).join('');

describe('rows under live change', () => {
  it('lets a new order in at once when nobody is at the list', () => {
    const rows = receive(firstRows(abc), boardWindow(['n', 'a', 'b', 'c']), false);
    expect(order(rows.shown)).toBe('nabc');
    expect([...rows.arrived]).toEqual(['n']);
    expect(rows.waiting).toBeNull();
  });

  it('keeps the order while a person is at the list and says how many wait', () => {
    const rows = receive(firstRows(abc), boardWindow(['n', 'm', 'a', 'b', 'c']), true);
    expect(order(rows.shown)).toBe('abc');
    expect(waitingCount(rows)).toBe(2);
    expect(order(release(rows).shown)).toBe('nmabc');
    expect(waitingCount(release(rows))).toBe(0);
  });

  it('changes the contents of a row in its place while held', () => {
    const next = boardWindow(['c', 'a', 'b']);
    const changed: BoardWindow = {
      ...next,
      rows: next.rows.map((row) => (row.caseId === 'b' ? { ...row, title: 'changed' } : row)),
      counts: { ...next.counts, mine: 9 },
    };
    const rows = receive(firstRows(abc), changed, true);
    expect(order(rows.shown)).toBe('abc');
    expect(rows.shown.rows[1]?.title).toBe('changed');
    expect(rows.shown.counts.mine).toBe(9);
    expect(waitingCount(rows)).toBe(1);
  });

  it('keeps the object of a row that did not change, so that it is not drawn again', () => {
    const rows = receive(firstRows(abc), boardWindow(['a', 'b', 'c']), false);
    expect(rows.shown.rows[0]).toBe(abc.rows[0]);
  });

  it('says which rows have left the list while it is held', () => {
    const rows = receive(firstRows(abc), boardWindow(['a', 'c']), true);
    expect(order(rows.shown)).toBe('abc');
    expect([...goneRows(rows)]).toEqual(['b']);
    expect(goneRows(release(rows)).size).toBe(0);
  });

  it('calls every row gone when nothing is left in the list', () => {
    expect([...goneRows(receive(firstRows(abc), boardWindow([]), true))]).toEqual(['a', 'b', 'c']);
  });

  it('drops what waited when the order came back by itself', () => {
    const held = receive(firstRows(abc), boardWindow(['b', 'a', 'c']), true);
    expect(held.waiting).not.toBeNull();
    expect(receive(held, boardWindow(['a', 'b', 'c']), true).waiting).toBeNull();
  });

  it('shows another place of the list at once, held or not', () => {
    const far = { ...boardWindow(['x', 'y']), from: 200 };
    expect(order(receive(firstRows(abc), far, true).shown)).toBe('xy');
  });

  describe('when the window asked for lies further on and shares rows with the one shown', () => {
    const long = { ...abc, total: 6 };
    const further = (ids: readonly string[]): BoardWindow => ({
      ...boardWindow(ids),
      from: 1,
      total: 6,
    });

    it('shows it and tints nothing, with the rows that stay drawn as they are', () => {
      const rows = receive(firstRows(long), further(['b', 'c', 'd', 'e']), true);
      expect(order(rows.shown)).toBe('bcde');
      expect(rows.arrived.size).toBe(0);
      expect(rows.shown.rows[0]).toBe(long.rows[1]);
    });

    it('keeps what is read where it is when the shared rows changed their order', () => {
      const rows = receive(firstRows(long), further(['n', 'c', 'd', 'e']), true);
      expect(order(rows.shown)).toBe('abc');
      expect(waitingCount(rows)).toBe(1);
      expect(order(release(rows).shown)).toBe('ncde');
      expect(release(rows).arrived.size).toBe(0);
      expect(order(receive(firstRows(long), further(['n', 'c', 'd', 'e']), false).shown)).toBe(
        'ncde',
      );
    });

    it('calls no row gone that the further window merely does not reach', () => {
      const rows = receive(firstRows(long), further(['n', 'c', 'd', 'e']), true);
      expect(goneRows(rows).has('a')).toBe(false);
    });
  });

  it('says whether it holds all that is seen of a list', () => {
    const window = { ...boardWindow(['a', 'b', 'c']), from: 10, total: 13 };
    expect(covers(window, { from: 10, count: 9 })).toBe(true);
    expect(covers(window, { from: 9, count: 2 })).toBe(false);
    expect(covers({ ...window, total: 20 }, { from: 11, count: 4 })).toBe(false);
  });

  it('tints nothing when the whole list is another one', () => {
    expect(receive(firstRows(abc), boardWindow(['x', 'y']), false).arrived.size).toBe(0);
  });

  it('holds for two seconds after a key and as long as a row has the focus', () => {
    expect(isHeld(false, 1_000, 2_999)).toBe(true);
    expect(isHeld(false, 1_000, 3_000)).toBe(false);
    expect(isHeld(true, 0, 9_999_999)).toBe(true);
  });

  it('finds a case by its index in the whole list and back', () => {
    const far = { ...boardWindow(['x', 'y']), from: 200 };
    expect(indexOfCase(far, 'y')).toBe(201);
    expect(indexOfCase(far, 'z')).toBe(-1);
    expect(rowAt(far, 201)?.caseId).toBe('y');
    expect(rowAt(far, 3)).toBeUndefined();
  });
});
