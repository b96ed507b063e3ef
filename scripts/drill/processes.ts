import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of ours in a process of its own, ready when it has printed its one JSON line. */
export type Running = {
  readonly child: ChildProcess;
  readonly port: number;
  /** SIGTERM, then waits; SIGKILL after the bound. */
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
};

const READY_TIMEOUT_MS = 60_000;
const STOP_BOUND_MS = 8_000;

export async function startProgram(
  file: string,
  args: readonly string[],
  name: string,
): Promise<Running> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tail: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    tail.push(chunk.toString('utf8'));
    if (tail.length > 50) tail.shift();
  });
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} not ready\n${tail.join('')}`)),
      READY_TIMEOUT_MS,
    );
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}\n${tail.join('')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = readyPort(line);
      if (ready === null) return;
      clearTimeout(timer);
      resolve(ready);
    });
  });
  return {
    child,
    port,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_BOUND_MS);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function readyPort(line: string): number | null {
  if (!line.startsWith('{')) return null;
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('listening' in value)) return null;
  return typeof value.listening === 'number' ? value.listening : null;
}
