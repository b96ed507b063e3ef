import { describe, expect, it } from 'vitest';
import { createFormat } from '#renderer/i18n/format.ts';
import { countText, differenceText, growthText, shareText, splitShare } from './figureText.ts';

const format = createFormat('zh-CN', 'Asia/Shanghai');
const figure = (value: number | null, compare: number | null) => ({
  value,
  compare,
  of: null,
  asOf: 0,
});

const words = { unknown: '未知', none: '–' };

describe('words of wall figures', () => {
  it('a figure that is not known is unknown, not 0', () => {
    expect(countText(null, format, '未知')).toBe('未知');
    expect(shareText(figure(null, null), words)).toBe('未知');
    expect(countText(0, format, '未知')).toBe('0');
  });

  it('a share of nothing is neither unknown nor 0', () => {
    expect(shareText({ value: null, of: 0 }, words)).toBe('–');
  });

  it('a share always has its decimal', () => {
    expect(shareText(figure(0.95, null), words)).toBe('95.0 %');
    expect(shareText(figure(1, null), words)).toBe('100.0 %');
  });

  it('growth is against the same time of yesterday, with a sign', () => {
    expect(growthText(figure(1_284, 1_187), format)).toBe('+8.2 %');
    expect(growthText(figure(90, 100), format)).toBe('−10 %');
    expect(growthText(figure(100, 100), format)).toBe('0 %');
  });

  it('without a yesterday there is no comparison', () => {
    expect(growthText(figure(5, null), format)).toBeNull();
    expect(growthText(figure(5, 0), format)).toBeNull();
    expect(growthText(figure(null, 5), format)).toBeNull();
    expect(differenceText(figure(4, 7), format)).toBe('−3');
  });

  it('a share is set apart from its unit', () => {
    expect(splitShare(shareText(figure(0.968, null), words))).toEqual(['96.8', '%']);
    expect(splitShare('未知')).toEqual(['未知', '']);
  });
});
