import { unreachable } from '../../kernel/assert.ts';
import type { EpochMs } from '../../kernel/time.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { Limit } from './limit.ts';
import { dayNumberAt } from './localDay.ts';
import { addWorked, workedMs } from './workCalendar.ts';
import type { WorkCalendar } from './workCalendar.ts';

/** A suspension (挂账): its time does not count. `to` is null while it lasts. */
export type Pause = { readonly from: EpochMs; readonly to: EpochMs | null };

export type Due = {
  readonly dueAt: EpochMs;
  /** 日历未发布: the days needed lie outside the calendar; weekdays were counted. */
  readonly isBeyondCalendar: boolean;
};

/** A working day of a limit is eight working hours, whatever a profile's blocks add up to. */
const WORK_DAY_HOURS = 8;

export function addLimit(start: EpochMs, limit: Limit, calendar: WorkCalendar): Due {
  return dueFrom(start, lengthMs(limit), { limit, calendar });
}

/** The deadline with suspensions taken out; null while one of them lasts before the limit is used up. */
export function dueWithPauses(
  start: EpochMs,
  limit: Limit,
  on: { readonly calendar: WorkCalendar; readonly pauses: readonly Pause[] },
): Due | null {
  let left = lengthMs(limit);
  let from = start;
  for (const pause of inOrder(on.pauses)) {
    if (pause.to !== null && pause.to <= from) continue;
    const used = elapsed(from, Math.max(from, pause.from), { limit, calendar: on.calendar });
    if (used >= left) break;
    left -= used;
    if (pause.to === null) return null;
    from = pause.to;
  }
  return dueFrom(from, left, { limit, calendar: on.calendar });
}

type Counting = { readonly limit: Limit; readonly calendar: WorkCalendar };

function isWorkingClock(limit: Limit): boolean {
  return limit.clock === 'work_hour' || limit.clock === 'work_day';
}

function lengthMs(limit: Limit): number {
  switch (limit.clock) {
    case 'urgent_hour':
    case 'work_hour':
      return limit.value * HOUR_MS;
    case 'urgent_day':
    case 'natural_day':
      return limit.value * DAY_MS;
    case 'work_day':
      return limit.value * WORK_DAY_HOURS * HOUR_MS;
    default:
      return unreachable(limit.clock);
  }
}

function dueFrom(from: number, ms: number, on: Counting): Due {
  if (!isWorkingClock(on.limit)) return { dueAt: from + ms, isBeyondCalendar: false };
  const dueAt = addWorked(on.calendar, from, ms);
  const { offsetMinutes, isPublished } = on.calendar;
  // A block's end belongs to the day it ends on, hence one millisecond back.
  const firstDay = dayNumberAt(from, offsetMinutes);
  const lastDay = Math.max(firstDay, dayNumberAt(dueAt - 1, offsetMinutes));
  return { dueAt, isBeyondCalendar: !isPublished(firstDay) || !isPublished(lastDay) };
}

function elapsed(from: number, to: number, on: Counting): number {
  if (to <= from) return 0;
  return isWorkingClock(on.limit) ? workedMs(on.calendar, from, to) : to - from;
}

function inOrder(pauses: readonly Pause[]): readonly Pause[] {
  return [...pauses].sort((a, b) => a.from - b.from);
}
