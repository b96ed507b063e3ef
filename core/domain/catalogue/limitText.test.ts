import { describe, expect, it } from 'vitest';
import { parseLimitText } from './limitText.ts';

describe('the wording of a limit', () => {
  it.each([
    ['2紧急工作时', 2, 'urgent_hour'],
    ['1 紧急工作日', 1, 'urgent_day'],
    ['4工作时', 4, 'work_hour'],
    ['1工作日', 1, 'work_day'],
    ['15日', 15, 'work_day'],
    ['3天', 3, 'work_day'],
    ['７自然日', 7, 'natural_day'],
    ['两个工作日', 2, 'work_day'],
    ['十五个工作日内', 15, 'work_day'],
    ['二十日', 20, 'work_day'],
    ['0.5小时', 0.5, 'work_hour'],
    ['半天', 0.5, 'work_day'],
  ] as const)('%s', (text, value, clock) => {
    expect(parseLimitText(text)).toEqual({ value, clock });
  });
  it.each(['', '工作日', '立即', '尽快处理', '一二工作日', '3个月', '-1工作日'])(
    'is none: %s',
    (text) => {
      expect(parseLimitText(text)).toBeNull();
    },
  );
});
