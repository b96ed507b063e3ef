import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { HostMessage } from '#core/protocol/console/envelope.ts';

/** A program of ours from its sources, in a process of its own, ready when it has printed its line. */
export type OwnProcess = {
  readonly child: ChildProcess;
  readonly port: number;
  readonly line: Readonly<Record<string, unknown>>;
  /** SIGKILL: nothing is closed, nothing is said. */
  readonly kill: () => Promise<void>;
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function startProcess(program: string, args: readonly string[]): Promise<OwnProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (text) => {
      const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const kill = (): Promise<void> => {
        child.kill('SIGKILL');
        return ended;
      };
      resolve({ child, port: Number(line['listening']), line, kill });
    });
    child.once('exit', (code) => {
      reject(new Error(`${program} ended with ${String(code)}`));
    });
  });
}

/** A command of ours: its status and the JSON object on its last line. */
export async function runCommandOf(
  script: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly last: unknown; readonly failed: unknown }> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, last: lastJson(out), failed: lastJson(err) };
}

function lastJson(text: string): unknown {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as unknown) : null;
}

/** A page without a page: calls by name over the host's own socket. */
export class HostPage {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: HostMessage) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as HostMessage;
      if ('id' in message) this.#waiting.get(message.id)?.(message);
    });
  }

  static async dial(port: number): Promise<HostPage> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/link`);
    const page = new HostPage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return page;
  }

  /** The answer's value, or the code of its refusal. */
  async call(name: string, input: unknown): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    this.#socket.send(JSON.stringify({ kind: 'call', id, name, input }));
    const answer = await new Promise<HostMessage>((resolve) => this.#waiting.set(id, resolve));
    if (answer.kind === 'reply') return answer.value;
    return answer.kind === 'error' ? answer.error.code : null;
  }

  close(): void {
    this.#socket.terminate();
  }
}
