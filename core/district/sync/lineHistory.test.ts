import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../kernel/time.ts';
import { LineHistory } from './lineHistory.ts';

function clockAt(start: number) {
  let now = start;
  return { wall: () => now, mono: () => now, to: (at: number) => void (now = at) };
}

const SURE = { errMs: 0 };

describe('when a console had its line up', () => {
  it('is told between a greeting and what was heard last, not in the gaps', () => {
    const clock = clockAt(100_000);
    const lines = new LineHistory(clock, 1);
    const [first, second] = [{}, {}];
    lines.heard('r', first);
    clock.to(160_000);
    lines.heard('r', first);
    lines.gone('r', first);
    clock.to(400_000);
    lines.heard('r', second);
    clock.to(500_000);
    lines.heard('r', second);
    const up = (at: number): boolean => lines.wasUp('r', { at, ...SURE });
    expect([99_000, 130_000, 300_000, 450_000, 500_000].map(up)).toEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
    expect(lines.wasUp('other', { at: 450_000, ...SURE })).toBe(false);
  });

  it('leaves a moment at either end, and as much as the clock may be off', () => {
    const clock = clockAt(100_000);
    const lines = new LineHistory(clock, 1);
    const line = {};
    lines.heard('r', line);
    clock.to(400_000);
    lines.heard('r', line);
    expect(lines.wasUp('r', { at: 101_000, errMs: 0 })).toBe(false);
    expect(lines.wasUp('r', { at: 103_000, errMs: 0 })).toBe(true);
    expect(lines.wasUp('r', { at: 130_000, errMs: 40_000 })).toBe(false);
    // Nobody is believed because he says that his clock is no good.
    expect(lines.wasUp('r', { at: 100_000 + 2 * MINUTE_MS, errMs: 10 ** 9 })).toBe(true);
    // What comes over the line now was said while it was up; of a line that is gone that is not sure.
    expect(lines.wasUp('r', { at: 400_000, errMs: 500 })).toBe(true);
    lines.gone('r', line);
    expect(lines.wasUp('r', { at: 399_000, errMs: 0 })).toBe(false);
  });

  it('moves with business time in a drill, and is kept over a restart', () => {
    const clock = clockAt(100_000);
    const lines = new LineHistory(clock, 60);
    lines.heard('r', {});
    clock.to(10_000_000);
    expect(lines.wasUp('r', { at: 200_000, errMs: 0 })).toBe(false);
    const line = {};
    lines.heard('r', line);
    clock.to(20_000_000);
    lines.heard('r', line);
    lines.gone('r', line);
    const again = new LineHistory(clock, 1);
    for (const [replica, text] of lines.takeUnkept()) again.remember(replica, text, 0);
    expect(again.wasUp('r', { at: 15_000_000, errMs: 0 })).toBe(true);
    expect(again.wasUp('r', { at: 20_000_000, errMs: 0 })).toBe(false);
    expect(again.wasUp('r', { at: 5_000_000, errMs: 0 })).toBe(false);
  });

  it('lets nobody call so often that an old line is forgotten', () => {
    const clock = clockAt(100_000);
    const lines = new LineHistory(clock, 1);
    const first = {};
    lines.heard('r', first);
    clock.to(160_000);
    lines.heard('r', first);
    for (let i = 0; i < 300; i += 1) {
      clock.to(200_000 + i * 10_000);
      lines.heard('r', {});
    }
    expect(lines.wasUp('r', { at: 130_000, ...SURE })).toBe(true);
    // What is not remembered any more proves nobody cut off; what is remembered does.
    expect(lines.wasUp('r', { at: 180_000, ...SURE })).toBe(true);
    expect(lines.wasUp('r', { at: 200_000 + 299 * 10_000 - 5_000, ...SURE })).toBe(false);
    expect(lines.wasUp('r', { at: 50_000, ...SURE })).toBe(false);
    expect(lines.takeUnkept().get('r')?.length).toBeLessThan(7_000);
  });

  it('takes no gap of less than a second for one, and remembers none for more than five weeks', () => {
    const clock = clockAt(100_000);
    const lines = new LineHistory(clock, 1);
    for (let at = 100_000; at <= 200_000; at += 900) {
      clock.to(at);
      lines.heard('r', {});
    }
    expect(lines.wasUp('r', { at: 150_000, ...SURE })).toBe(true);
    clock.to(400_000);
    lines.heard('r', {});
    const inTheGap = { at: 300_000, ...SURE };
    expect(lines.wasUp('r', inTheGap)).toBe(false);
    clock.to(36 * DAY_MS);
    lines.heard('r', {});
    expect(lines.wasUp('r', inTheGap)).toBe(true);
    expect(lines.wasUp('r', { at: DAY_MS, ...SURE })).toBe(false);
  });

  it('takes a line that was up when the district died for one that stayed up until it would have said so', () => {
    const clock = clockAt(1_000_000);
    const before = new LineHistory(clock, 1);
    before.heard('r', {});
    const kept = before.takeUnkept();
    // What was heard since nobody wrote down any more.
    clock.to(1_000_000 + 20 * MINUTE_MS);
    const upAfter = (beatAt: number, wall = clock.wall()) => {
      const after = new LineHistory(clockAt(wall), 1);
      for (const [replica, text] of kept) after.remember(replica, text, 1_000_000 + beatAt);
      return (at: number): boolean => after.wasUp('r', { at: 1_000_000 + at, ...SURE });
    };
    // Killed at once, while the district was down nobody was connected: his hand is believed soon.
    expect([1_000, 2_500, 6_000, 55_000].map(upAfter(0))).toEqual([false, true, false, false]);
    // Killed after ten seconds of which it wrote that nothing had ended.
    expect([2_500, 12_500, 16_000].map(upAfter(10_000))).toEqual([true, true, false]);
    // A line of which nothing more was heard did not live for ever.
    expect([17_000, 19_000, 60_000].map(upAfter(2 * MINUTE_MS))).toEqual([true, false, false]);
    expect(upAfter(0, 1_003_000)(2_500)).toBe(false);
  });

  it('takes a line of an earlier district for none that lives on through this one', () => {
    const clock = clockAt(1_000_000);
    const first = new LineHistory(clock, 1);
    first.heard('r', {});
    let kept = first.takeUnkept();
    clock.to(1_060_000);
    const second = new LineHistory(clock, 1);
    for (const [replica, text] of kept) second.remember(replica, text, 1_000_000);
    // Nothing is up here, but that one must be known to have ended.
    expect(second.isAnyUp()).toBe(false);
    kept = second.takeUnkept();
    clock.to(1_120_000);
    const third = new LineHistory(clock, 1);
    for (const [replica, text] of kept) third.remember(replica, text, 1_060_000);
    expect(third.wasUp('r', { at: 1_010_000, ...SURE })).toBe(false);
  });

  it('tells each change once, and again when it could not be kept', () => {
    const clock = clockAt(100_000);
    const lines = new LineHistory(clock, 1);
    const line = {};
    let turns = 0;
    lines.onTurn = () => (turns += 1);
    lines.heard('r', line);
    lines.heard('r', line);
    expect(turns).toBe(1);
    const told = lines.takeUnkept();
    expect([...told.keys()]).toEqual(['r']);
    expect(lines.takeUnkept().size).toBe(0);
    lines.stillUnkept(told.keys());
    expect([...lines.takeUnkept().keys()]).toEqual(['r']);
    lines.gone('r', line);
    expect(turns).toBe(2);
    expect(lines.takeUnkept().get('r')).toContain('"isUp":false');
  });
});
