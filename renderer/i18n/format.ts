import { DATE_MAX_MS, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#core/kernel/time.ts';

/** What stands where a clock said what is no date. */
const NO_DATE = '—';

/** Wording of numbers and instants in one language and the profile's zone. Pure; made once per change. */
export type Format = {
  /** 10:24:33 */
  readonly clock: (ms: number) => string;
  /** 10:24 */
  readonly minute: (ms: number) => string;
  /** 11-21 */
  readonly day: (ms: number) => string;
  /** 11-21 周六 / Sat 11-21 */
  readonly dayName: (ms: number) => string;
  /** 11-20 20:41 */
  readonly dayMinute: (ms: number) => string;
  /** 2026-11-21 10:24:33 */
  readonly full: (ms: number) => string;
  /** 2026-11-21, to tell whether two instants fall on one day. */
  readonly isoDay: (ms: number) => string;
  readonly number: (value: number) => string;
  /** A share 0.954 as 95.4 %. */
  readonly percent: (share: number) => string;
  /** H:MM as in 余 1:12. Rounds down to the minute. */
  readonly hours: (ms: number) => string;
  /** M:SS for a running call or queue. */
  readonly minutes: (ms: number) => string;
};

export function createFormat(tag: string, timeZone: string): Format {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const weekday = new Intl.DateTimeFormat(tag, { timeZone, weekday: 'short' });
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const split = (ms: number): Record<string, string> =>
    Object.fromEntries(parts.formatToParts(ms).map((part) => [part.type, part.value]));
  const dated =
    (word: (ms: number) => string) =>
    (ms: number): string =>
      Math.abs(ms) <= DATE_MAX_MS ? word(ms) : NO_DATE;
  const clock = (ms: number): string => {
    const p = split(ms);
    return `${p['hour']}:${p['minute']}:${p['second']}`;
  };
  const minute = (ms: number): string => clock(ms).slice(0, 5);
  const isoDay = (ms: number): string => {
    const p = split(ms);
    return `${p['year']}-${p['month']}-${p['day']}`;
  };
  const day = (ms: number): string => isoDay(ms).slice(5);
  return {
    clock: dated(clock),
    minute: dated(minute),
    day: dated(day),
    isoDay: dated(isoDay),
    dayName: dated((ms) =>
      tag === 'zh-CN' ? `${day(ms)} ${weekday.format(ms)}` : `${weekday.format(ms)} ${day(ms)}`,
    ),
    dayMinute: dated((ms) => `${day(ms)} ${minute(ms)}`),
    full: dated((ms) => `${isoDay(ms)} ${clock(ms)}`),
    number: (value) => number.format(value),
    percent: (share) => `${percent.format(share * 100)} %`,
    hours: (ms) => {
      const total = Math.max(0, ms);
      return `${Math.floor(total / HOUR_MS)}:${twoDigits(Math.floor((total % HOUR_MS) / MINUTE_MS))}`;
    },
    minutes: (ms) => {
      const total = Math.max(0, ms);
      return `${Math.floor(total / MINUTE_MS)}:${twoDigits(Math.floor((total % MINUTE_MS) / SECOND_MS))}`;
    },
  };
}

/** The largest unit that fits, for ages: `[3, 'minute']`. Words stand in the catalogue. */
export function ageOf(ms: number): readonly [number, 'second' | 'minute' | 'hour' | 'day'] {
  const age = Math.max(0, ms);
  if (age < MINUTE_MS) return [Math.floor(age / SECOND_MS), 'second'];
  if (age < HOUR_MS) return [Math.floor(age / MINUTE_MS), 'minute'];
  if (age < DAY_MS) return [Math.floor(age / HOUR_MS), 'hour'];
  return [Math.floor(age / DAY_MS), 'day'];
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
