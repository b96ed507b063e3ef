// Runs one suite of the table and turns what its runner reports into counts and titles.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { join } from 'node:path';
import { countClaims, countPlaywright, countVitest, fail, nothing } from './countReports.mjs';

export const RESULTS = 'out/test-results';
/** A suite that has not ended after this many caps (ten minutes at least) is stopped and failed. */
const PATIENCE = 4;
const LEAST_PATIENCE_MS = 600_000;
const KILL_AFTER_MS = 5_000;
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const STDOUT_KEPT = 100_000;
/** Bytes: linting and compiling take about two thirds of it together. */
const ROOM_FOR_TWO = 6e9;

/** Runs a command in its own process group; output goes to the log, its end to the outcome. */
function execute(command, { env = {}, log, limitMs }) {
  return new Promise((resolve) => {
    const sink = createWriteStream(log);
    const tail = [];
    const child = spawn(command[0], command.slice(1), {
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const keep = (chunk) => {
      sink.write(chunk);
      tail.push(String(chunk));
      if (tail.length > 400) tail.splice(0, 100);
    };
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout = (stdout + String(chunk)).slice(-STDOUT_KEPT);
      keep(chunk);
    });
    child.stderr.on('data', keep);
    let isStopped = false;
    const timer = setTimeout(() => {
      isStopped = true;
      signalGroup(child.pid, 'SIGTERM');
      setTimeout(() => signalGroup(child.pid, 'SIGKILL'), KILL_AFTER_MS).unref();
    }, limitMs);
    const stop = () => signalGroup(child.pid, 'SIGTERM');
    for (const signal of ENDING) process.once(signal, stop);
    child.once('error', (error) => keep(`${error.message}\n`));
    child.once('close', (code) => {
      clearTimeout(timer);
      for (const signal of ENDING) process.removeListener(signal, stop);
      sink.end();
      resolve({ code: code ?? 1, isStopped, stdout, text: tail.join('') });
    });
  });
}

function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** None writes what another reads: two at a time where there is room for two. */
async function runChecks(suite, common) {
  const outcome = nothing();
  const waiting = [...suite.checks];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      await runCheck(check, { common, outcome });
    }
  };
  const hasRoom = availableParallelism() > 1 && freemem() > ROOM_FOR_TWO;
  await Promise.all(hasRoom ? [lane(), lane()] : [lane()]);
  return outcome;
}

async function runCheck(check, { common, outcome }) {
  const started = performance.now();
  const end = await execute(check.command, {
    ...common,
    log: join(RESULTS, `${check.name.replaceAll(/\W+/g, '-')}.log`),
  });
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  console.log(`  ${end.code === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)`);
  if (end.code === 0) outcome.passed += 1;
  else fail(outcome, check.name, end.text);
}

async function runWithReport(suite, { command, reportPath, count, env, common, log }) {
  rmSync(reportPath, { force: true });
  const end = await execute(command, { ...common, env: { ...common.env, ...env }, log });
  const outcome = nothing();
  const report = readReport(reportPath);
  if (report !== undefined) count(report, outcome);
  if (end.isStopped) fail(outcome, suite.name, 'did not end in time and was stopped');
  else if (report === undefined) fail(outcome, suite.name, end.text);
  else if (end.code !== 0 && outcome.failed === 0 && outcome.skipped === 0) {
    fail(outcome, suite.name, `ended with status ${end.code}\n${end.text}`);
  } else if (outcome.passed + outcome.failed === 0) fail(outcome, suite.name, 'ran no test');
  return outcome;
}

/** stdout and stderr are kept apart: the report is the last line of stdout. */
async function runReport(suite, common) {
  const outcome = nothing();
  const end = await execute(suite.command, common);
  countClaims(end.stdout, suite.claims, outcome);
  if (end.isStopped) fail(outcome, suite.name, 'did not end in time and was stopped');
  else if (end.code !== 0 && outcome.failed === 0) {
    fail(outcome, suite.name, `ended with status ${end.code}\n${end.text}`);
  }
  return outcome;
}

/** @returns {Promise<import('./countReports.mjs').Outcome>} */
export async function runSuite(suite) {
  mkdirSync(RESULTS, { recursive: true });
  const slug = suite.name.replaceAll(/\W+/g, '-');
  const limitMs = Math.max(LEAST_PATIENCE_MS, suite.cap * PATIENCE * 1_000);
  const common = { env: suite.env ?? {}, limitMs };
  if (suite.kind === 'checks') return await runChecks(suite, common);
  if (suite.kind === 'report') {
    return await runReport(suite, { ...common, log: join(RESULTS, `${slug}.log`) });
  }
  const reportPath = join(RESULTS, `${slug}.json`);
  const projects = suite.projects.map((name) => `--project=${name}`);
  const log = join(RESULTS, `${slug}.log`);
  if (suite.kind === 'vitest') {
    return await runWithReport(suite, {
      command: [
        'node_modules/.bin/vitest',
        'run',
        ...projects,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportPath}`,
      ],
      reportPath,
      count: countVitest,
      common,
      log,
    });
  }
  return await runWithReport(suite, {
    command: [
      'node_modules/.bin/playwright',
      'test',
      ...projects,
      '--reporter=list,json',
      `--output=${join(RESULTS, slug)}`,
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportPath },
    reportPath,
    count: countPlaywright,
    common,
    log,
  });
}
