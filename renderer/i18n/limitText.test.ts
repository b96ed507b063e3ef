import { describe, expect, it } from 'vitest';
import { en } from './en/catalogue.ts';
import { limitText } from './limitText.ts';
import { zhCN } from './zh-CN/catalogue.ts';

describe('limits in words', () => {
  it('words every clock', () => {
    expect(limitText('2 urgent_hour', zhCN)).toBe('2 紧急工作时');
    expect(limitText('4 work_hour', en)).toBe('4 working hours');
    expect(limitText('15 natural_day', zhCN)).toBe('15 自然日');
  });
  it('says minutes below an hour', () => {
    expect(limitText('0.25 urgent_hour', zhCN)).toBe('15 分');
    expect(limitText('5 urgent_minute', zhCN)).toBe('5 分');
  });
  it('leaves what is written otherwise', () => {
    expect(limitText('2 紧急工作时', zhCN)).toBe('2 紧急工作时');
    expect(limitText('', en)).toBe('');
    expect(limitText('3 toString', en)).toBe('3 toString');
  });
});
