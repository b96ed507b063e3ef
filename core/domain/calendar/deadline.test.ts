import { describe, expect, it } from 'vitest';
import table from '../../../profiles/calendar-cn-2025-2026.json' with { type: 'json' };
import type { CalendarTable } from './calendarTable.ts';
import { addLimit, dueWithPauses } from './deadline.ts';
import type { Limit, LimitClock } from './limit.ts';
import { formatLocalDay, parseLocalDay, weekdayOf } from './localDay.ts';
import { readCalendar } from './workCalendar.ts';

const calendar = readCalendar(table as CalendarTable);
const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+08:00`);
const shown = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const limit = (value: number, clock: LimitClock): Limit => ({ value, clock });
const due = (start: string, value: number, clock: LimitClock): string =>
  shown(addLimit(at(start), limit(value, clock), calendar).dueAt);

describe('limits that never stop', () => {
  it('urgent hours run through the night, the weekend and National Day', () => {
    expect(due('2026-11-20 23:30', 2, 'urgent_hour')).toBe('2026-11-21 01:30');
    expect(due('2026-10-01 03:00', 2, 'urgent_hour')).toBe('2026-10-01 05:00');
  });
  it('natural and urgent days are 24 hours each', () => {
    expect(due('2026-11-20 17:00', 2, 'natural_day')).toBe('2026-11-22 17:00');
    expect(due('2026-09-30 09:00', 1, 'urgent_day')).toBe('2026-10-01 09:00');
  });
});

describe('working hours and days', () => {
  it.each([
    // Friday evening counts from Monday morning.
    ['2026-11-20 18:30', 2, 'work_hour', '2026-11-23 10:30'],
    ['2026-11-20 17:00', 2, 'work_hour', '2026-11-23 09:30'],
    // The noon break does not count.
    ['2026-11-23 11:00', 2, 'work_hour', '2026-11-23 14:30'],
    ['2026-11-23 12:30', 1, 'work_hour', '2026-11-23 14:30'],
    // Ends exactly with a block: due at that block's end, not at the next one's start.
    ['2026-11-23 10:00', 2, 'work_hour', '2026-11-23 12:00'],
    ['2026-11-23 08:30', 1, 'work_day', '2026-11-23 18:00'],
    ['2026-11-20 16:00', 2, 'work_hour', '2026-11-20 18:00'],
    // Begins exactly when a block ends: the next block counts.
    ['2026-11-23 12:00', 1, 'work_hour', '2026-11-23 14:30'],
    ['2026-11-23 18:00', 4, 'work_hour', '2026-11-24 14:00'],
    // Before the first block of the day.
    ['2026-11-23 06:00', 4, 'work_hour', '2026-11-23 14:00'],
    // A working day from the middle of a day is eight working hours.
    ['2026-11-23 10:00', 1, 'work_day', '2026-11-24 10:00'],
    ['2026-11-20 10:00', 5, 'work_day', '2026-11-27 10:00'],
    // Over New Year, weekend and weekdays off: 1 to 3 January 2026, then Sunday the 4th is made up.
    ['2025-12-31 17:00', 2, 'work_hour', '2026-01-04 09:30'],
    // National Day 2026: off from 1 to 7 October, Saturday the 10th is made up.
    ['2026-09-30 17:30', 1, 'work_hour', '2026-10-08 09:00'],
    ['2026-10-09 17:00', 2, 'work_hour', '2026-10-10 09:30'],
    // The Sunday before National Day 2026 is made up, too.
    ['2026-09-19 20:00', 1, 'work_hour', '2026-09-20 09:30'],
    // Saturday 26 April is no make-up day in 2025, Sunday the 27th is.
    ['2025-04-26 09:00', 1, 'work_day', '2025-04-27 18:00'],
  ] as const)('%s + %i %s = %s', (start, value, clock, expected) => {
    expect(due(start, value, clock)).toBe(expected);
  });
  it('past the calendar weekdays count and the result says so', () => {
    const result = addLimit(at('2026-12-31 17:00'), limit(2, 'work_hour'), calendar);
    expect(shown(result.dueAt)).toBe('2027-01-01 09:30');
    expect(result.isBeyondCalendar).toBe(true);
    const lastBlock = addLimit(at('2026-12-31 16:00'), limit(2, 'work_hour'), calendar);
    expect(shown(lastBlock.dueAt)).toBe('2026-12-31 18:00');
    expect(lastBlock.isBeyondCalendar).toBe(false);
    expect(addLimit(at('2026-12-31 23:00'), limit(2, 'urgent_hour'), calendar)).toEqual({
      dueAt: at('2027-01-01 01:00'),
      isBeyondCalendar: false,
    });
  });
});

describe('suspension', () => {
  const pauses = [{ from: at('2026-11-23 10:00'), to: at('2026-11-25 10:00') }];
  it('moves the deadline by the working time it took out', () => {
    const start = at('2026-11-23 09:00');
    const paused = dueWithPauses(start, limit(1, 'work_day'), { calendar, pauses });
    expect(paused && shown(paused.dueAt)).toBe('2026-11-26 09:00');
    const natural = dueWithPauses(start, limit(1, 'natural_day'), { calendar, pauses });
    expect(natural && shown(natural.dueAt)).toBe('2026-11-26 09:00');
  });
  it('has no deadline while it lasts, unless the limit was used up before', () => {
    const lasting = [{ from: at('2026-11-23 10:00'), to: null }];
    const start = at('2026-11-23 09:00');
    expect(dueWithPauses(start, limit(2, 'work_hour'), { calendar, pauses: lasting })).toBeNull();
    const used = dueWithPauses(start, limit(1, 'work_hour'), { calendar, pauses: lasting });
    expect(used && shown(used.dueAt)).toBe('2026-11-23 10:00');
  });
  it('a pause before the start or inside another changes nothing', () => {
    const start = at('2026-11-26 09:00');
    const plain = addLimit(start, limit(4, 'work_hour'), calendar);
    expect(dueWithPauses(start, limit(4, 'work_hour'), { calendar, pauses })).toEqual(plain);
    const nested = [...pauses, { from: at('2026-11-23 11:00'), to: at('2026-11-24 11:00') }];
    const outer = at('2026-11-23 09:00');
    expect(dueWithPauses(outer, limit(4, 'work_hour'), { calendar, pauses: nested })).toEqual(
      dueWithPauses(outer, limit(4, 'work_hour'), { calendar, pauses }),
    );
  });
});

describe('the table', () => {
  it('names real days only: holidays on weekdays, make-up days on weekends', () => {
    for (const { day } of table.holidays) {
      expect([1, 2, 3, 4, 5]).toContain(weekdayOf(parseLocalDay(day)));
    }
    for (const { day } of table.makeUpDays) {
      expect([0, 6]).toContain(weekdayOf(parseLocalDay(day)));
    }
  });
  it('a zone other than +08:00 is refused', () => {
    const other = { ...(table as CalendarTable), offsetMinutes: 540 };
    expect(() => readCalendar(other)).toThrow('not supported');
  });
  it('day numbers and written days agree over leap years', () => {
    for (const day of ['1970-01-01', '2024-02-29', '2025-03-01', '2026-12-31', '2100-02-28']) {
      expect(formatLocalDay(parseLocalDay(day))).toBe(day);
    }
    expect(parseLocalDay('2000-01-01')).toBe(10957);
    expect(weekdayOf(parseLocalDay('2026-11-22'))).toBe(0);
  });
});
