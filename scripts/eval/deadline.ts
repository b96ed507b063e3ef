/**
 * npm run --silent eval:deadline -- --test CSV
 * CSV with columns limit (as standards write it), start, expected (ISO times with zone). The last line is one
 * JSON object: n, correct, wrong.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { readCalendarTable } from '#core/demo/buildDistrict.ts';
import { addLimit } from '#core/domain/calendar/deadline.ts';
import { readCalendar } from '#core/domain/calendar/workCalendar.ts';
import { parseLimitText } from '#core/domain/catalogue/limitText.ts';
import { csvRecords } from './csv.ts';

const { values } = parseArgs({ options: { test: { type: 'string' } } });
if (values.test === undefined) throw new Error('--test CSV is missing');
const profiles = fileURLToPath(new URL('../../profiles', import.meta.url));
const calendar = readCalendar(readCalendarTable(profiles));
const wrong: unknown[] = [];
const rows = csvRecords(readFileSync(values.test, 'utf8'));
for (const [index, row] of rows.entries()) {
  const limit = parseLimitText(row['limit'] ?? '');
  const start = Date.parse(row['start'] ?? '');
  const expected = Date.parse(row['expected'] ?? '');
  const due = limit === null || Number.isNaN(start) ? null : addLimit(start, limit, calendar);
  if (due?.dueAt === expected) continue;
  const got = due === null ? null : localIso(due.dueAt);
  wrong.push({ row: index + 1, ...row, got, isBeyondCalendar: due?.isBeyondCalendar ?? null });
}
console.log(JSON.stringify({ n: rows.length, correct: rows.length - wrong.length, wrong }));

function localIso(at: number): string {
  const shifted = new Date(at + calendar.offsetMinutes * 60_000);
  return `${shifted.toISOString().slice(0, 19)}+08:00`;
}
