// `npm start`: from a fresh clone to a console at work. Installs what is missing, builds, makes the
// demo district once, starts the district server and opens the desktop console. Without a display
// the same console and wall are served to a browser. Ctrl+C stops everything.
// `npm start -- --help` explains the options (startOptions.mjs).
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { startChild, within } from './children.mjs';
import { describeElectron, ensureElectron } from './electronRuntime.mjs';
import { ensurePackages } from './ensurePackages.mjs';
import { demoIn, holderOf } from './demoFolder.mjs';
import { ensureSystemPackages } from './ensureSystem.mjs';
import { HELP, readStartOptions } from './startOptions.mjs';

const READY_MS = 60_000;
const DISTRICT_PORT = '4100';
const HOST_PORT = '4200';
const STREET_PORT = '4201';
/** The street whose console a visitor may cut off: no simulated people sit there. */
const STREET_DEVICE = 'dzm-1';
/** The district's own word for a data folder that another one has. */
const FOLDER_IN_USE = 3;
const IN_USE =
  'this data folder is in use: stop the other `npm start`, or name another folder: npm start -- --data DIR';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (line) => console.log(line);

const OWN_FOLDER = join(root, '.demo');
const values = readWords();
const data = resolve(values.data);
chdir(root);

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
const isDesktop = hasDisplay && !values.browser;

function readWords() {
  const read = readStartOptions(process.argv.slice(2), OWN_FOLDER);
  if ('fault' in read) {
    say(read.fault);
    process.exit(2);
  }
  if (read.values.help) {
    say(HELP);
    process.exit(0);
  }
  return read.values;
}

/** Started in this order; stopped in the opposite one. */
const running = [];
let isStopping = false;

/** What Chromium says on every machine without a message bus or a graphics card. */
const NOISE = /:ERROR:(bus|viz_main_impl|gpu_\w+|gl_\w+|command_buffer_\w+|object_proxy)\.cc/;

function start(name, command) {
  const child = startChild(name, command, { say: (line) => NOISE.test(line) || say(line) });
  running.push(child);
  void child.ended.then((code) => {
    const why = code === FOLDER_IN_USE ? IN_USE : `${name} ended with ${code}`;
    if (!isStopping) void finish(code, why);
  });
  return child;
}

/** A window beside the main one: closing it ends nothing else. */
function startShut(name, command) {
  running.push(startChild(name, command, { say: (line) => NOISE.test(line) || say(line) }));
}

async function finish(code, why) {
  if (isStopping) return;
  isStopping = true;
  if (why) say(why);
  for (const child of running.reverse()) await child.stop();
  say('stopped');
  process.exit(code);
}

/** Looked at before anything is built: another start may be working with what is built. */
function lookAtFolder() {
  const holder = holderOf(data);
  if (holder !== null) return `${IN_USE} (process ${holder})`;
  const found = demoIn(data);
  if (found === 'none' || found === 'current') return null;
  if (found === 'district') {
    return `${data} holds a district that is no demo: docs/programs.md says how to start it; or name another folder: npm start -- --data DIR`;
  }
  // Only the folder that this program makes by itself is ever made anew.
  if (data !== OWN_FOLDER) {
    return `${data} holds a demo of an older build: delete it, or name another folder: npm start -- --data DIR`;
  }
  say('the demo in .demo was made by an older build: it is made anew (it held sample data only)');
  rmSync(data, { recursive: true, force: true });
  return null;
}

/** Runs the demo's maker to its end; false when it was stopped by whoever started us. */
async function runSeed(words) {
  const seed = startChild('demo', [process.execPath, 'out/seed.js', ...words], { say });
  running.push(seed);
  const code = await seed.ended;
  running.splice(running.indexOf(seed), 1);
  if (isStopping) return false;
  if (code !== 0) throw new Error(`the demo district could not be made (status ${code})`);
  return true;
}

/** Made beside its place and moved there whole: a torn one is never taken for a district. */
async function makeDemo() {
  if (isStopping) return;
  if (existsSync(join(data, 'district'))) {
    if (!values['quiet-demo'] && existsSync(join(data, 'demo', 'history.json'))) {
      await runSeed(['--data', data, '--continue']);
    }
    return;
  }
  const draft = `${data}.making`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  say('making the demo district dongcheng, up to four minutes');
  const days = values.days === undefined ? [] : ['--days', values.days];
  if (!(await runSeed(['--profile', 'dongcheng', '--data', draft, '--quiet-logins', ...days])))
    return;
  mkdirSync(data, { recursive: true });
  for (const name of readdirSync(draft).sort(
    (a, b) => Number(a === 'district') - Number(b === 'district'),
  )) {
    rmSync(join(data, name), { recursive: true, force: true });
    renameSync(join(draft, name), join(data, name));
  }
  rmSync(draft, { recursive: true });
}

/** The usual port, or any free one when something else has it: the address is printed anyway. */
function portOrAny(port) {
  return new Promise((resolvePort) => {
    const probe = createServer();
    probe.once('error', () => resolvePort('0'));
    probe.listen(Number(port), '127.0.0.1', () => probe.close(() => resolvePort(port)));
  });
}

/** Sample logins, one a role and for three streets: they exist in demo data folders only. */
function printLogins() {
  const file = join(data, 'demo', 'logins.json');
  if (!existsSync(file)) return;
  const logins = JSON.parse(readFileSync(file, 'utf8'));
  say(`demo logins, password ${logins[0].password} (sample data only):`);
  const byScope = new Map();
  for (const { scope, loginName } of logins) {
    byScope.set(scope, [...(byScope.get(scope) ?? []), loginName]);
  }
  for (const [scope, names] of byScope) say(`  ${scope.padEnd(20)} ${names.join(' ')}`);
}

/** The demo console's flags: its folder, its district, and the enrolment that the demo prepared. */
function consoleWords(port, folder = 'console', device = []) {
  return [
    ...['--data', join(data, folder), '--district', `ws://127.0.0.1:${port}`],
    ...['--enrol-demo', join(data, 'demo'), ...device],
  ];
}

const streetWords = (port) => consoleWords(port, 'street', ['--demo-device', STREET_DEVICE]);

/** Simulated people at the demo's own consoles, where a demo has them. */
function startCrowd(port) {
  if (values['quiet-demo'] || !existsSync(join(data, 'demo', 'crowd.json'))) return;
  const district = `ws://127.0.0.1:${port}`;
  start('crowd', [process.execPath, 'out/demo/crowd.js', '--data', data, '--district', district]);
  say('simulated people sit in the hall and in 16 of 17 streets (npm start -- --quiet-demo: none)');
}

async function startDesktop(port) {
  await ensureSystemPackages(['fonts', 'desktop'], say);
  const electron = await ensureElectron({ say });
  say(describeElectron(electron));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) say('running as root: the system sandbox of the window is off');
  const body = [electron.executable, ...(isRoot ? ['--no-sandbox'] : []), root];
  const shell = start('console', [
    ...body,
    ...consoleWords(port),
    ...(values.wall ? ['--wall'] : []),
  ]);
  if (values.street) startShut('street', [...body, ...streetWords(port)]);
  say('the console opens; close its window or press Ctrl+C to stop');
  const code = await shell.ended;
  await finish(code);
}

async function startBrowser(port) {
  const host = start('console', [
    process.execPath,
    'out/host/main.js',
    ...consoleWords(port),
    ...['--port', await portOrAny(HOST_PORT)],
  ]);
  const street = start('street', [
    process.execPath,
    'out/host/main.js',
    ...streetWords(port),
    ...['--port', await portOrAny(STREET_PORT)],
  ]);
  const late = 'the console did not get ready in a minute';
  const hostPort = await within(host.ready, READY_MS, late);
  const streetPort = await within(street.ready, READY_MS, late);
  say('');
  say(`console  http://127.0.0.1:${hostPort}/`);
  say(
    `street   http://127.0.0.1:${streetPort}/   东直门, a sub-center of its own: its line can be cut on #/sync`,
  );
  say(`wall     http://127.0.0.1:${port}/wall.html`);
  say('Ctrl+C stops everything');
}

async function main() {
  const obstacle = lookAtFolder();
  if (obstacle !== null) return finish(FOLDER_IN_USE, obstacle);
  await ensurePackages(say);
  const { build } = await import('./build.mjs');
  await build({ say });
  await makeDemo();
  const server = start('district', [
    process.execPath,
    'out/district/main.js',
    ...['--data', join(data, 'district'), '--port', await portOrAny(DISTRICT_PORT)],
    ...['--static', 'out/renderer', '--simulate-calls', values.calls],
  ]);
  const port = await within(server.ready, READY_MS, 'the district did not get ready in a minute');
  say(`district on port ${port}`);
  printLogins();
  startCrowd(port);
  if (isDesktop) await startDesktop(port);
  else await startBrowser(port);
}

/** What a person can do about it. */
function explain(error) {
  if (!(error instanceof Error)) return String(error);
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
    const where = error.path ?? data;
    const hint = where.startsWith(data)
      ? 'name a folder of yours: npm start -- --data DIR'
      : 'clone the program into a folder of yours';
    return `no permission to write ${where}: ${hint}`;
  }
  if (error.code === 'ENOSPC') return 'the disk is full: free some space and start again';
  return error.message;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void finish(0, '\nstopping'));
}
try {
  await main();
} catch (error) {
  await finish(1, explain(error));
}
