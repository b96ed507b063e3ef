import { describe, expect, it } from 'vitest';
import { instantOf, minuteOfDay } from './actTimes.ts';

// 2026-11-21 02:22:07 UTC is 10:22:07 in Shanghai.
const NOW = Date.UTC(2026, 10, 21, 2, 22, 7);
const at = (typed: string): number | null => instantOf(typed, NOW, minuteOfDay('10:22:07'));

describe('a time of day typed by hand', () => {
  it('means now when nothing is typed', () => {
    expect(at('  ')).toBe(NOW);
  });
  it('means today when it has passed', () => {
    expect(at('09:05')).toBe(Date.UTC(2026, 10, 21, 1, 5));
    expect(at('0905')).toBe(Date.UTC(2026, 10, 21, 1, 5));
    expect(at('9：05')).toBe(Date.UTC(2026, 10, 21, 1, 5));
  });
  it('means yesterday when it is still to come', () => {
    expect(at('23:40')).toBe(Date.UTC(2026, 10, 20, 15, 40));
  });
  it('never lies in the future', () => {
    expect(at('10:23')).toBe(NOW);
    expect(at('10:24')).toBe(Date.UTC(2026, 10, 20, 2, 24));
  });
  it('is refused when it is no time of day', () => {
    for (const wrong of ['25:00', '10:61', 'soon', '1', '10:2']) expect(at(wrong)).toBeNull();
  });
});
