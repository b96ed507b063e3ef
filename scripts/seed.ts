/**
 * Makes a demo district: npx tsx scripts/seed.ts --profile dongcheng --data DIR
 *   [--empty] [--days 30] [--until YYYY-MM-DD] [--seed 20260101] [--typhoon YYYY-MM-DD]
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
import { makeDemo } from '#core/demo/makeDemo.ts';
import { makeEmpty } from '#core/demo/makeEmpty.ts';
import { formatLocalDay, parseLocalDay, dayNumberAt } from '#core/domain/calendar/localDay.ts';
import { systemClock } from '#core/node/systemClock.ts';

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'dongcheng' },
    data: { type: 'string' },
    days: { type: 'string', default: '30' },
    until: { type: 'string' },
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    typhoon: { type: 'string' },
    empty: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});
const OFFSET_MINUTES = 480;
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
const yesterday = formatLocalDay(dayNumberAt(systemClock().wall(), OFFSET_MINUTES) - 1);
const until = values.until ?? yesterday;
for (const day of [until, values.typhoon ?? until]) {
  if (formatLocalDay(parseLocalDay(day)) !== day) throw new Error(`not a day: ${day}`);
}
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isStopped = true;
  });
}
const started = performance.now();
const seconds = (): number => (performance.now() - started) / 1000;
let lastLine = 0;
const made = await makeDemo({
  profilesDir: profiles,
  profile: values.profile,
  folder: data,
  seed: Number(values.seed),
  days: Number(values.days),
  lastDay: parseLocalDay(until),
  storm: values.typhoon === undefined ? null : parseLocalDay(values.typhoon),
  isStopped: () => isStopped,
  onProgress: ({ hoursDone, hours, operations }) => {
    if (values.quiet || (seconds() - lastLine < 2 && hoursDone < hours)) return;
    lastLine = seconds();
    const share = hoursDone / hours;
    const rate = Math.round(operations / seconds());
    const eta = Math.round(seconds() / share - seconds());
    console.log(
      `history ${Math.floor(share * 100)} %  ${operations} operations  ${rate} ops/s  eta ${eta} s`,
    );
  },
});
await mkdir(join(data, 'demo'), { recursive: true });
await writeFile(
  join(data, 'demo', 'made.json'),
  JSON.stringify({ until, days: Number(values.days), seed: Number(values.seed), ...made.result }),
);
if (!values.quiet) {
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
