import { describe, expect, it } from 'vitest';
import { indexAt, layOut, scrollToShow, topOf, visibleSpan, windowFor } from './boardLayout.ts';

const sizes = { rowHeight: 28, headHeight: 24 };
const grouped = layOut(
  {
    total: 50_000,
    lanes: [
      { lane: 'now', count: 3 },
      { lane: 'returned', count: 0 },
      { lane: 'toDispatch', count: 12 },
      { lane: 'inHand', count: 49_985 },
    ],
  },
  sizes,
);

describe('layout of the board', () => {
  it('puts a head above each group that has rows and none above an empty one', () => {
    expect(grouped.groups.map((group) => group.lane)).toEqual(['now', 'toDispatch', 'inHand']);
    expect(topOf(grouped, 0)).toBe(24);
    expect(topOf(grouped, 2)).toBe(24 + 2 * 28);
    expect(topOf(grouped, 3)).toBe(24 + 3 * 28 + 24);
    expect(grouped.height).toBe(3 * 24 + 50_000 * 28);
  });

  it('finds the row at a height again for every row near a border of groups', () => {
    for (const index of [0, 1, 2, 3, 4, 14, 15, 16, 27_000, 49_999]) {
      expect(indexAt(grouped, topOf(grouped, index))).toBe(index);
      expect(indexAt(grouped, topOf(grouped, index) + 27)).toBe(index);
    }
  });

  it('takes a head for the first row below it and a height beyond the end for the last row', () => {
    expect(indexAt(grouped, 0)).toBe(0);
    expect(indexAt(grouped, topOf(grouped, 2) + 28 + 3)).toBe(3);
    expect(indexAt(grouped, grouped.height + 900)).toBe(49_999);
  });

  it('draws no heads when the counts do not add up', () => {
    const plain = layOut({ total: 7, lanes: [{ lane: 'now', count: 3 }] }, sizes);
    expect(plain.groups).toEqual([{ lane: null, first: 0, count: 7, top: 0 }]);
    expect(topOf(plain, 6)).toBe(6 * 28);
  });

  it('has nothing to draw in an empty list', () => {
    const empty = layOut({ total: 0, lanes: [] }, sizes);
    expect(visibleSpan(empty, { top: 0, height: 900 })).toEqual({ from: 0, count: 0 });
    expect(empty.height).toBe(0);
  });

  it('draws what is seen and a few rows around it', () => {
    const span = visibleSpan(grouped, { top: topOf(grouped, 1_000), height: 280 }, 4);
    expect(span.from).toBe(996);
    expect(span.from + span.count - 1).toBe(1_014);
  });
});

describe('window to ask for', () => {
  it('keeps the window while it covers what is seen and a page on both sides', () => {
    const asked = { from: 100, count: 200 };
    expect(windowFor({ from: 150, count: 40 }, asked, { size: 200, total: 50_000 })).toBe(asked);
  });

  it('moves before the next page would find no rows', () => {
    const asked = { from: 100, count: 200 };
    expect(windowFor({ from: 240, count: 40 }, asked, { size: 200, total: 50_000 })).toEqual({
      from: 160,
      count: 200,
    });
    expect(windowFor({ from: 120, count: 40 }, asked, { size: 200, total: 50_000 }).from).toBe(40);
  });

  it('asks for nothing beyond the ends of the list', () => {
    const asked = { from: 0, count: 200 };
    expect(windowFor({ from: 0, count: 40 }, asked, { size: 200, total: 50_000 })).toBe(asked);
    expect(windowFor({ from: 80, count: 40 }, asked, { size: 200, total: 120 })).toBe(asked);
  });

  it('moves around what is seen when it no longer does, never below the start', () => {
    expect(
      windowFor({ from: 400, count: 40 }, { from: 0, count: 120 }, { size: 120, total: 50_000 }),
    ).toEqual({
      from: 360,
      count: 120,
    });
    expect(
      windowFor({ from: 3, count: 40 }, { from: 300, count: 120 }, { size: 120, total: 50_000 })
        .from,
    ).toBe(0);
  });
});

describe('showing a row', () => {
  it('does not move when the row is in view', () => {
    expect(scrollToShow(grouped, 5, { top: 60, height: 600 })).toBe(60);
  });
  it('shows the head with the first row of a group', () => {
    expect(scrollToShow(grouped, 3, { top: 400, height: 600 })).toBe(24 + 3 * 28);
  });
  it('moves just far enough down', () => {
    const top = scrollToShow(grouped, 40, { top: 0, height: 600 });
    expect(top + 600).toBe(topOf(grouped, 40) + 28);
  });
});
