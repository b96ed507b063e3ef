/**
 * Makes a demo district: npx tsx scripts/seed.ts --profile dongcheng --data DIR
 *   [--empty] [--days 30] [--until MOMENT] [--seed 20260101] [--typhoon YYYY-MM-DD] [--continue]
 * The history has so many days and ends now, or at the moment given: `2026-11-21` for the end of that day,
 * or an ISO time. --continue plays what a demo has missed since it was last used, up to three days.
 * --empty makes a district without people and cases, for real work: docs/programs.md says how to get in.
 * DIR/district becomes the district's data folder, DIR/demo holds enrolled consoles and the logins.
 * SIGINT ends it after the hour being played; what was decided by then stays.
 */
import { existsSync } from 'node:fs';
import { writeFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_SEED } from '#core/demo/buildDistrict.ts';
import { continueDemo } from '#core/demo/continueDemo.ts';
import type { Continued } from '#core/demo/continueDemo.ts';
import { makeDemo } from '#core/demo/makeDemo.ts';
import { makeEmpty } from '#core/demo/makeEmpty.ts';
import type { HistoryProgress } from '#core/demo/writeHistory.ts';
import { formatLocalDay, parseLocalDay, startOfDay } from '#core/domain/calendar/localDay.ts';
import { systemClock } from '#core/node/systemClock.ts';
import { DEMO_FORMAT } from './demoFolder.mjs';

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'dongcheng' },
    data: { type: 'string' },
    days: { type: 'string', default: '30' },
    until: { type: 'string' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    typhoon: { type: 'string' },
    empty: { type: 'boolean', default: false },
    continue: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
    'quiet-logins': { type: 'boolean', default: false },
  },
});
const OFFSET_MINUTES = 480;
const CONTINUED_HOURS_MAX = 72;
const PROGRESS_S = 10;
// A district's files are for the account that runs it alone, from the first byte.
process.umask(0o077);
const { data } = values;
if (data === undefined) throw new Error('--data DIR is missing');
const profiles = join(dirname(fileURLToPath(import.meta.url)), '..', 'profiles');
if (values.empty) {
  const home = join(data, 'district');
  if (existsSync(home)) throw new Error(`${home} is there already: nothing was changed`);
  makeEmpty({ profilesDir: profiles, profile: values.profile, seed: Number(values.seed), home });
  console.log(`made ${home}: no people, no cases`);
  console.log(`next: node out/district/main.js --data ${home} --first-administrator LOGIN`);
  process.exit(0);
}
const until = momentOf(values.until);
const storm = values.typhoon === undefined ? null : dayOf(values.typhoon);
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isStopped = true;
  });
}
const started = performance.now();
const seconds = (): number => (performance.now() - started) / 1000;
let lastLine = 0;
const isStoppedNow = (): boolean => isStopped;
const onProgress = ({ hoursDone, hours, operations }: HistoryProgress): void => {
  if (values.quiet || (seconds() - lastLine < PROGRESS_S && hoursDone < hours)) return;
  lastLine = seconds();
  const share = hoursDone / hours;
  const rate = Math.round(operations / seconds());
  const eta = Math.round(seconds() / share - seconds());
  console.log(
    `history ${Math.floor(share * 100)} %  ${operations} operations  ${rate} ops/s  eta ${eta} s`,
  );
};
const common = { profilesDir: profiles, profile: values.profile, folder: data, until };
if (values.continue) {
  const ports = { hoursMax: CONTINUED_HOURS_MAX, isStopped: isStoppedNow, onProgress };
  const done = await continueDemo({ folder: data, until, ...ports });
  if (!values.quiet) console.log(wordsOf(done));
  process.exit(0);
}
const made = await makeDemo({
  ...common,
  seed: Number(values.seed),
  days: Number(values.days),
  storm,
  isStopped: isStoppedNow,
  onProgress,
});
await mkdir(join(data, 'demo'), { recursive: true });
await writeFile(
  join(data, 'demo', 'made.json'),
  JSON.stringify({
    format: DEMO_FORMAT,
    until: new Date(until).toISOString(),
    days: Number(values.days),
    seed: Number(values.seed),
    ...made.result,
  }),
);
if (!values.quiet && !values['quiet-logins']) {
  console.log('demo logins (sample data only):');
  for (const login of made.logins) {
    console.log(`  ${login.loginName.padEnd(16)} ${login.password}  ${login.seat}  ${login.scope}`);
  }
}
console.log(
  JSON.stringify({
    ...made.result,
    seconds: Math.round(seconds() * 10) / 10,
    opsPerSecond: Math.round(made.result.operations / seconds()),
  }),
);
if (made.result.isStopped) process.exitCode = 130;

function dayOf(text: string): number {
  const day = parseLocalDay(text);
  if (formatLocalDay(day) !== text) throw new Error(`not a day: ${text}`);
  return day;
}

/** Now, the end of a day, or a time. */
function momentOf(text: string | undefined): number {
  if (text === undefined) return systemClock().wall();
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return startOfDay(dayOf(text) + 1, OFFSET_MINUTES);
  const at = Date.parse(text);
  if (!Number.isFinite(at)) throw new Error(`not a moment: ${text}`);
  return at;
}

function wordsOf(done: Continued): string {
  if (done.kind === 'unknown')
    return 'this demo was made by an older program: its history stays as it is';
  if (done.kind === 'in-use') return 'this demo is in use: its history stays as it is';
  const hours = Math.round((until - done.from) / 3_600_000);
  switch (done.kind) {
    case 'fresh':
      return 'the history is up to date';
    case 'too-old':
      return `the history ended ${hours} hours ago and stays so: name a new folder with --data for a fresh one`;
    case 'filled':
      return `played the ${hours} hours since it was last used: ${done.result.operations} operations in ${Math.round(seconds())} s`;
  }
}
