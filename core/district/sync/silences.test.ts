import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';
import { Silences } from './silences.ts';

const STREET = 'street:110101001';
const AFTER = 5 * MINUTE_MS;
const at = (when: number, errMs = 0): { at: number; errMs: number } => ({ at: when, errMs });

const told = (): Silences => {
  const silences = new Silences(1);
  silences.ended(STREET, { from: 100 * MINUTE_MS, to: 130 * MINUTE_MS });
  return silences;
};

describe('silences that are over', () => {
  it('hold for what was said from five minutes on until the street was heard again', () => {
    const then = (minutes: number): number | null =>
      told().then(STREET, at(minutes * MINUTE_MS), AFTER);
    expect(then(104)).toBeNull();
    expect(then(105)).toBe(100 * MINUTE_MS);
    expect(then(130)).toBe(100 * MINUTE_MS);
    expect(then(131)).toBeNull();
    expect(told().then('street:110101002', at(110 * MINUTE_MS), AFTER)).toBeNull();
  });

  it('are as much longer as a clock may be off, up to a minute', () => {
    const late = (errMs: number): number | null =>
      told().then(STREET, at(131 * MINUTE_MS, errMs), AFTER);
    expect(late(0)).toBeNull();
    expect(late(50_000)).toBe(100 * MINUTE_MS);
    expect(told().then(STREET, at(140 * MINUTE_MS, DAY_MS), AFTER)).toBeNull();
  });

  it('are kept over a restart, with those that last', () => {
    const again = new Silences(1);
    const other = 'street:110101002';
    again.remember(told().text(new Map([[other, { from: 0, to: 20 * MINUTE_MS }]])));
    expect(again.then(STREET, at(110 * MINUTE_MS), AFTER)).toBe(100 * MINUTE_MS);
    expect(again.then(other, at(10 * MINUTE_MS), AFTER)).toBe(0);
  });

  it('are forgotten by age and by number', () => {
    const silences = new Silences(1);
    const hour = 60 * MINUTE_MS;
    for (let n = 0; n < 60; n += 1)
      silences.ended(STREET, { from: n * hour, to: n * hour + AFTER });
    const known = (n: number): boolean =>
      silences.then(STREET, at(n * hour + AFTER), AFTER) !== null;
    expect([known(9), known(10), known(59)]).toEqual([false, true, true]);
    silences.ended(STREET, { from: 40 * DAY_MS, to: 40 * DAY_MS + AFTER });
    expect(known(59)).toBe(false);
  });
});
