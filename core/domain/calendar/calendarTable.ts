import type { LocalDay } from '../../kernel/time.ts';

/** Minutes after local midnight; `to` is the first minute outside. */
export type ShiftBlock = { readonly fromMinute: number; readonly toMinute: number };

/** The one zone that limits can be counted in, and what is shown before a profile is there. */
export const HOME_ZONE = 'Asia/Shanghai';

/**
 * Versioned calendar of a profile. The core reads it and asks no library; a case stores the version that
 * judged it. Days outside [firstDay, lastDay] are not published: weekdays count as working days there
 * and every result that reached them says so.
 */
export type CalendarTable = {
  readonly version: string;
  readonly zone: typeof HOME_ZONE;
  /** The zone's fixed distance from UTC. Zones with summer time are not supported and are refused. */
  readonly offsetMinutes: number;
  readonly firstDay: LocalDay;
  readonly lastDay: LocalDay;
  readonly blocks: readonly ShiftBlock[];
  /** Weekdays that are off. */
  readonly holidays: readonly { readonly day: LocalDay; readonly name: string }[];
  /** Saturdays and Sundays that are worked. */
  readonly makeUpDays: readonly { readonly day: LocalDay; readonly name: string }[];
};
