import { spawn, type ChildProcess } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { must } from '#core/kernel/assert.ts';
import { BUNDLE, MODULE, ROOT } from '#scripts/programBundle.mjs';

type Line = Readonly<Record<string, unknown>>;

/** A program of ours from its sources (`district/main.ts`), in a process of its own. */
export class OwnProcess {
  /** With its status; null when it was killed. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #lines: Line[] = [];
  readonly #waiting = new Set<() => void>();
  #errors = '';
  #isOver = false;

  constructor(program: string, args: readonly string[]) {
    this.#child = spawnSource(`core/${program}`, args);
    createInterface({ input: must(this.#child.stdout, 'a pipe') }).on('line', (text) => {
      if (text.startsWith('{')) this.#lines.push(JSON.parse(text) as Line);
      this.#look();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString('utf8')));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#isOver = true;
        this.#look();
        resolve(code);
      });
    });
  }

  /** What it wrote on its error output. */
  get errors(): string {
    return this.#errors;
  }

  /** The first line that says this word; fails when the program ends without it. */
  line(word: string): Promise<Line> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.#lines.find((line) => word in line);
        if (found === undefined && !this.#isOver) return;
        this.#waiting.delete(look);
        if (found === undefined) reject(new Error(`ended without ${word}: ${this.#errors}`));
        else resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async port(): Promise<number> {
    return Number((await this.line('listening'))['listening']);
  }

  /** SIGKILL: nothing is closed, nothing is said. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }
}

/** A command of ours: its status, and the JSON objects on the last lines of what it said and complained. */
export async function runSource(
  script: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly last: unknown; readonly failed: unknown }> {
  const child = spawnSource(script, args);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, last: lastJson(out), failed: lastJson(err) };
}

function spawnSource(file: string, args: readonly string[]): ChildProcess {
  const bundle = bundles.get(file) ?? bundled(file);
  bundles.set(file, bundle);
  return spawn(process.execPath, [bundle, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Of each program its sources as one file, made at its first start here: a start that compiles them takes seconds. */
const bundles = new Map<string, string>();

function bundled(file: string): string {
  // As deep as a built one: a program finds its migrations and packages above itself.
  const outfile = join(ROOT, 'out', 'sources', file.replaceAll('/', '-').replace(/ts$/, 'js'));
  const draft = `${outfile}.${process.pid}`;
  const external = [...BUNDLE.external];
  buildSync({ ...BUNDLE, ...MODULE, external, entryPoints: [join(ROOT, file)], outfile: draft });
  // Whoever starts it beside us finds the old one or this one.
  renameSync(draft, outfile);
  return outfile;
}

function lastJson(text: string): unknown {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as unknown) : null;
}
