import type { LimitClock } from '#core/domain/operation/decision.ts';
import type { Messages } from './zh-CN/catalogue.ts';

const CLOCKS: Readonly<Record<LimitClock, true>> = {
  urgent_hour: true,
  urgent_day: true,
  natural_day: true,
  work_hour: true,
  work_day: true,
};

/** `2 work_hour` as the catalogue writes limits, in words; what is written otherwise stays as it is. */
export function limitText(code: string, m: Messages): string {
  const [amount = '', clock = ''] = code.split(' ');
  const value = Number(amount);
  if (!Number.isFinite(value) || amount === '') return code;
  if (clock === 'urgent_minute') return m.caseFile.limit.minutes(value);
  if (!isClock(clock)) return code;
  if (value < 1 && clock === 'urgent_hour') return m.caseFile.limit.minutes(Math.round(value * 60));
  return m.caseFile.limit[clock](value);
}

function isClock(text: string): text is LimitClock {
  return Object.hasOwn(CLOCKS, text);
}
