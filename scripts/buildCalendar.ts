/**
 * Writes profiles/calendar-cn-2025-2026.json from the chinese-days package (State Council schedule).
 * Run again when a new year is published: npx tsx scripts/buildCalendar.ts
 */
import { writeFileSync } from 'node:fs';
import chineseDays from 'chinese-days';

const FIRST = '2025-01-01';
const LAST = '2026-12-31';

type NamedDay = { readonly day: string; readonly name: string };

const holidays: NamedDay[] = [];
const makeUpDays: NamedDay[] = [];
for (let day = FIRST; day <= LAST; day = nextDay(day)) {
  const detail = chineseDays.getDayDetail(day);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  const name = detail.name.split(',')[1] ?? detail.name;
  if (detail.work && isWeekend) makeUpDays.push({ day, name });
  if (!detail.work && !isWeekend) holidays.push({ day, name });
}
const table = {
  version: 'cn-2025-2026.1',
  source: 'npm chinese-days 1.5.7 (MIT)',
  zone: 'Asia/Shanghai',
  offsetMinutes: 480,
  firstDay: FIRST,
  lastDay: LAST,
  blocks: [
    { fromMinute: 510, toMinute: 720 },
    { fromMinute: 810, toMinute: 1080 },
  ],
  holidays,
  makeUpDays,
};
writeFileSync(
  new URL('../profiles/calendar-cn-2025-2026.json', import.meta.url),
  `${JSON.stringify(table, null, 1)}\n`,
);

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
