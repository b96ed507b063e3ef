import { describe, expect, it } from 'vitest';
import type { ChartTheme } from '../chartTheme.ts';
import { axisTop, callCurveOption } from './callCurve.ts';

const theme: ChartTheme = {
  categories: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'],
  text: 't',
  strongText: 's',
  font: 'f',
  axis: 'a',
  grid: 'g',
  reference: 'r',
  tipBack: 'b',
  tipEdge: 'e',
};
const yesterday = Array.from({ length: 24 }, (_, hour) => hour);
const today = yesterday.map((value, hour) => (hour <= 10 ? value * 2 : null));
const option = callCurveOption(
  { today, yesterday, hourNow: 10.4, words: { now: 'now', yesterday: 'yesterday' }, fontPx: 36 },
  theme,
);

describe('curve of calls', () => {
  it('begins at zero and its axis ends on a round step above the largest value', () => {
    for (const most of [1, 3, 9, 14, 26, 41, 99, 136, 150, 151, 770, 1_284]) {
      const { max, step } = axisTop([most, null]);
      expect(max).toBeGreaterThanOrEqual(most);
      expect(max % step).toBe(0);
      expect(max / step).toBeLessThanOrEqual(3);
    }
    expect(axisTop([0])).toEqual({ max: 1, step: 1 });
  });

  it('draws no point for hours to come', () => {
    const [, line] = option.series as { data: [number, number][] }[];
    expect(line?.data).toHaveLength(11);
    expect(line?.data[10]).toEqual([10.5, 20]);
  });

  it('moves by itself nowhere and writes no style into the page', () => {
    expect(option.animation).toBe(false);
    expect(option.tooltip).toMatchObject({ renderMode: 'richText' });
  });
});
