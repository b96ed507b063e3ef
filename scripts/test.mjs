// `npm test`: every suite, on a machine that has only Node, npm and apt. The last line is
// `N passed, N failed, N skipped`; the exit status is 0 only when nothing failed or was skipped.
//   --only NAME[;NAME]  runs the suites whose names contain one, and leaves the list of passed titles
//   --list              prints the suites
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { startDisplay } from './display.mjs';
import { describeElectron, ensureElectron } from './electronRuntime.mjs';
import { ensurePackages } from './ensurePackages.mjs';
import { ensureSystemPackages } from './ensureSystem.mjs';
import { electronForOrdinaryUser } from './ordinaryUser.mjs';
import { slowest } from './suites/countReports.mjs';
import { RESULTS, runSuite } from './suites/runSuite.mjs';
import { suites } from './suites/table.mjs';

const SETUP_CAP = 300;
const DETAIL_LINES = 40;
const SLOWEST = 10;

chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const only = process.argv.includes('--only')
  ? (process.argv[process.argv.indexOf('--only') + 1] ?? '').split(';').map((name) => name.trim())
  : undefined;
const hasTests = (home) =>
  home === '.' ||
  (home.endsWith('.ts') && existsSync(home)) ||
  (existsSync(home) &&
    statSync(home).isDirectory() &&
    readdirSync(home, { recursive: true }).some((name) => /\.(test|e2e|visual)\.ts$/.test(name)));
const chosen = suites.filter(
  (suite) =>
    (suite.homes ?? ['.']).some(hasTests) &&
    (only === undefined || only.some((name) => suite.name.includes(name))),
);
if (process.argv.includes('--list')) {
  for (const suite of chosen) console.log(`${String(suite.cap).padStart(4)} s  ${suite.name}`);
  process.exit(0);
}

const say = (line) => console.log(`  ${line}`);
const total = { passed: 0, failed: 0, skipped: 0 };
const titles = [];
const failures = [];
const stories = [];

function secondsLine(name, startedAt, cap) {
  const seconds = (performance.now() - startedAt) / 1_000;
  const late = seconds > cap ? `  WARNING: over its cap` : '';
  return `${name}: ${seconds.toFixed(1)} s of ${cap} s${late}`;
}

/** What the chosen suites need beyond Node. */
async function setUp() {
  await ensurePackages(say);
  const needsBrowser = chosen.some((suite) => suite.kind === 'playwright');
  const needsDesktop = chosen.some((suite) => suite.needsDesktop);
  if (needsBrowser) {
    await ensureSystemPackages(['browser', 'fonts'], say);
  }
  if (needsBrowser || needsDesktop || chosen.some((suite) => suite.kind === 'report')) {
    const { build } = await import('./build.mjs');
    await build({ say });
  }
  if (chosen.some((suite) => suite.needsPostgres)) await ensureSystemPackages(['postgres'], say);
  if (needsDesktop) await setUpDesktop();
}

async function setUpDesktop() {
  await ensureSystemPackages(['display', 'twoDisplays', 'desktop'], say);
  const electron = await ensureElectron({ say });
  say(describeElectron(electron));
  process.env.ELECTRON_OVERRIDE_DIST_PATH = electron.dist;
  if (process.getuid?.() === 0) {
    const user = electronForOrdinaryUser(electron.dist, [
      resolve('out/electron/main.js'),
      resolve('node_modules/sqlite3/package.json'),
    ]);
    if (user === undefined) say('as root, and no other user may: the system sandbox is OFF');
    else {
      say('the desktop program runs as an ordinary user, with the system sandbox on');
      process.env.ELECTRON_OVERRIDE_DIST_PATH = user.folder;
      process.env.SHAOTAI_DESKTOP_UID = String(user.uid);
      toRemove.push(user.remove);
    }
  }
  // Always a display of our own: a run must not depend on, or disturb, the one in use.
  const display = await startDisplay();
  toRemove.push(display.stop);
  process.env.DISPLAY = display.display;
  delete process.env.WAYLAND_DISPLAY;
}

function report(outcome) {
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
  titles.push(...outcome.titles);
  failures.push(...outcome.failures);
  stories.push(...outcome.stories);
  for (const { title, detail } of outcome.failures) {
    console.log(`  FAILED ${title}`);
    const lines = detail.trimEnd().split('\n');
    for (const line of lines.slice(-DETAIL_LINES)) console.log(`    ${line}`);
  }
}

/** Set-up leaves here what must be undone at the end. */
const toRemove = [];
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isInterrupted = true;
  });
}
const began = performance.now();
console.log('set-up');
try {
  await setUp();
  console.log(secondsLine('set-up', began, SETUP_CAP));
} catch (error) {
  total.failed += 1;
  failures.push({ title: 'set-up', detail: String(error) });
  console.log(`  FAILED set-up: ${error instanceof Error ? error.message : String(error)}`);
}

for (const suite of chosen) {
  if (isInterrupted) break;
  const startedAt = performance.now();
  console.log(`\n${suite.name}`);
  const outcome = await runSuite(suite);
  report(outcome);
  console.log(`  ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
  console.log(secondsLine(suite.name, startedAt, suite.cap));
}
for (const remove of toRemove.reverse()) await remove();

if (isInterrupted) {
  total.failed += 1;
  failures.push({ title: 'the run was interrupted', detail: '' });
}
if (only === undefined && !isInterrupted) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'passed.json'), `${JSON.stringify(titles, null, 1)}\n`);
}
if (failures.length > 0) {
  console.log('\nFailed:');
  for (const { title } of failures) console.log(`  ${title}`);
}
if (stories.length > SLOWEST) {
  console.log('\nSlowest stories:');
  for (const line of slowest(stories, SLOWEST)) console.log(`  ${line}`);
}
console.log(`\n${((performance.now() - began) / 60_000).toFixed(1)} minutes in all`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.skipped > 0 ? 1 : 0;
