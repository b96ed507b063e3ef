import { describe, expect, it } from 'vitest';
import { numberUse } from './numberUse.ts';

const range = { from: 101, to: 200 };

describe('what became of a leased range', () => {
  it('is all unused before the first case', () => {
    expect(numberUse(range, [])).toEqual({ used: 0, gaps: [], unused: [101, 200] });
  });

  it('names what was told before a later one and has no case', () => {
    const serials = [110, 102, 103, 107, 103];
    expect(numberUse(range, serials)).toEqual({
      used: 4,
      gaps: [
        [101, 101],
        [104, 106],
        [108, 109],
      ],
      unused: [111, 200],
    });
  });

  it('leaves out what another range has, and has nothing unused when the last one is taken', () => {
    expect(numberUse(range, [1, 100, 200, 201])).toEqual({
      used: 1,
      gaps: [[101, 199]],
      unused: null,
    });
  });

  it('counts every serial once', () => {
    for (const serials of [[], [101], [150, 101, 200], [120, 121, 122]]) {
      const { used, gaps, unused } = numberUse(range, serials);
      const ranges = unused === null ? gaps : [...gaps, unused];
      const others = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      expect(used + others).toBe(100);
    }
  });
});
