// Child programs of a launcher: started in a group of their own, so that Ctrl+C reaches the launcher
// alone, which then ends them by pid, in order, each with a bound.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const STOP_MS = 8_000;

/**
 * @param {string} name
 * @param {string[]} command
 * @param {{env?: Record<string, string | undefined>, say?: (line: string) => void}} [options]
 */
export function startChild(name, command, { env = process.env, say = console.log } = {}) {
  const process_ = spawn(command[0], command.slice(1), {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let tellReady;
  let failReady;
  const ready = new Promise((resolve, reject) => {
    tellReady = resolve;
    failReady = reject;
  });
  ready.catch(() => undefined);
  const ended = new Promise((resolve) => {
    process_.once('error', (error) => {
      failReady(new Error(`${name} could not be started: ${error.message}`));
      resolve(1);
    });
    process_.once('exit', (code, signal) => {
      failReady(new Error(`${name} ended with ${code ?? signal} before it was ready.`));
      resolve(code ?? 1);
    });
  });
  const listen = (stream) =>
    createInterface({ input: stream }).on('line', (line) => {
      const port = listeningPort(line);
      if (port !== undefined) tellReady(port);
      else if (line.trim() !== '') say(`${name}: ${line}`);
    });
  listen(process_.stdout);
  listen(process_.stderr);
  return { name, pid: process_.pid, ready, ended, stop: () => stopChild(process_, ended) };
}

/** The one line that every program of ours prints when it serves: `{"listening": 4100}`. */
function listeningPort(line) {
  if (!line.startsWith('{"listening"')) return undefined;
  try {
    const { listening } = JSON.parse(line);
    return Number.isInteger(listening) ? listening : undefined;
  } catch {
    return undefined;
  }
}

async function stopChild(process_, ended) {
  if (process_.exitCode !== null || process_.signalCode !== null) return;
  process_.kill('SIGTERM');
  const timer = setTimeout(() => process_.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}

/** Fails when a promise takes longer than a program may need to start. */
export async function within(promise, milliseconds, complaint) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
