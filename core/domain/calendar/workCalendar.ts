import { assert } from '../../kernel/assert.ts';
import { MINUTE_MS } from '../../kernel/time.ts';
import { HOME_ZONE, type CalendarTable } from './calendarTable.ts';
import { dayNumberAt, parseLocalDay, startOfDay, weekdayOf } from './localDay.ts';
import type { DayNumber } from './localDay.ts';

/** A calendar table made ready for counting. Pure: equal tables give equal answers everywhere. */
export type WorkCalendar = {
  readonly version: string;
  readonly offsetMinutes: number;
  readonly isWorkingDay: (day: DayNumber) => boolean;
  readonly isPublished: (day: DayNumber) => boolean;
  /** Milliseconds after local midnight, in order, not touching. */
  readonly blocks: readonly { readonly from: number; readonly to: number }[];
};

export function readCalendar(table: CalendarTable): WorkCalendar {
  assert(
    (table.zone as string) === HOME_ZONE && table.offsetMinutes === 480,
    `zone ${table.zone} is not supported: only ${HOME_ZONE} at +08:00`,
  );
  const blocks = table.blocks.map((b) => ({
    from: b.fromMinute * MINUTE_MS,
    to: b.toMinute * MINUTE_MS,
  }));
  assert(blocks.length > 0, 'a calendar needs a shift block');
  blocks.forEach((b, i) => {
    assert(b.from < b.to && b.from >= (blocks[i - 1]?.to ?? 0), 'shift blocks run in order');
  });
  const off = new Set(table.holidays.map((h) => parseLocalDay(h.day)));
  const worked = new Set(table.makeUpDays.map((d) => parseLocalDay(d.day)));
  const first = parseLocalDay(table.firstDay);
  const last = parseLocalDay(table.lastDay);
  return {
    version: table.version,
    offsetMinutes: table.offsetMinutes,
    blocks,
    isPublished: (day) => day >= first && day <= last,
    isWorkingDay: (day) => {
      if (worked.has(day)) return true;
      const weekday = weekdayOf(day);
      return weekday !== 0 && weekday !== 6 && !off.has(day);
    },
  };
}

/** Working milliseconds in [from, to). */
export function workedMs(calendar: WorkCalendar, from: number, to: number): number {
  let sum = 0;
  const lastDay = dayNumberAt(to, calendar.offsetMinutes);
  for (let day = dayNumberAt(from, calendar.offsetMinutes); day <= lastDay; day += 1) {
    if (!calendar.isWorkingDay(day)) continue;
    const midnight = startOfDay(day, calendar.offsetMinutes);
    for (const block of calendar.blocks) {
      const begin = Math.max(from, midnight + block.from);
      const end = Math.min(to, midnight + block.to);
      if (end > begin) sum += end - begin;
    }
  }
  return sum;
}

/**
 * The instant at which `ms` of working time have passed since `start`. What ends exactly with a block is
 * due at that block's end, not at the next one's beginning.
 */
export function addWorked(calendar: WorkCalendar, start: number, ms: number): number {
  if (ms <= 0) return start;
  let left = ms;
  for (let day = dayNumberAt(start, calendar.offsetMinutes); ; day += 1) {
    if (!calendar.isWorkingDay(day)) continue;
    const midnight = startOfDay(day, calendar.offsetMinutes);
    for (const block of calendar.blocks) {
      const begin = Math.max(start, midnight + block.from);
      const length = midnight + block.to - begin;
      if (length <= 0) continue;
      if (left <= length) return begin + left;
      left -= length;
    }
  }
}
