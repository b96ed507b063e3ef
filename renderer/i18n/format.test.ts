import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';

const AT = Date.UTC(2026, 10, 21, 2, 24, 33);
const format = createFormat('zh-CN', 'Asia/Shanghai');

describe('the wording of instants', () => {
  it('is of the profile’s zone', () => {
    expect(format.full(AT)).toBe('2026-11-21 10:24:33');
    expect(format.dayMinute(AT)).toBe('11-21 10:24');
    expect(format.dayName(AT)).toBe('11-21 周六');
  });

  it.each([Number.MAX_SAFE_INTEGER, -2 * 8.64e15, Number.NaN, Number.POSITIVE_INFINITY])(
    'is a dash for %d, which is no date',
    (ms) => {
      const { clock, minute, day, dayName, dayMinute, full, isoDay } = format;
      for (const word of [clock, minute, day, dayName, dayMinute, full, isoDay]) {
        expect(word(ms)).toBe('—');
      }
    },
  );

  it('is there for the first and the last date', () => {
    for (const ms of [-8.64e15, 8.64e15]) expect(format.full(ms)).not.toBe('—');
  });
});
