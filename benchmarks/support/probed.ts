import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram, type Running } from '#scripts/drill/processes.ts';

const PROBE = './benchmarks/peers/probe.mjs';
const LOOK_MS = 20;
const BOUND_MS = 30_000;

/** Milliseconds for which an event loop was held up since the last report, by the clock and by work of its own thread. */
export type LoopHeld = HeldUp & { readonly work: HeldUp };
type HeldUp = { readonly max: number; readonly p999: number };

export type ProbeReport = {
  readonly answers: number;
  readonly loop: LoopHeld;
  readonly memory: NodeJS.MemoryUsage;
};

export type Probed = {
  readonly running: Running;
  readonly report: () => Promise<ProbeReport>;
  readonly stop: () => Promise<void>;
};

/** One of our programs as it is built, with a probe beside it. `hasCollector`: it collects before it reports. */
export async function startProbed(
  words: readonly [file: string, ...rest: string[]],
  name: string,
  hasCollector = false,
): Promise<Probed> {
  const flags = [...(hasCollector ? ['--expose-gc'] : []), '--import', PROBE];
  const [first = '', ...rest] = [...flags, ...words];
  const running = await startProgram(first, rest, name);
  const probe = probeOf(running.child.pid ?? 0);
  return {
    running,
    report: probe.report,
    async stop() {
      await running.stop();
      await probe.forget();
    },
  };
}

/** Of a process that has the probe loaded. */
export function probeOf(pid: number): {
  readonly report: () => Promise<ProbeReport>;
  readonly forget: () => Promise<void>;
} {
  const file = join(tmpdir(), `shaotai-probe-${pid}.json`);
  let answers = 0;
  return {
    async report() {
      process.kill(pid, 'SIGUSR2');
      const from = performance.now();
      for (;;) {
        const said = await saidIn(file);
        if (said !== null && said.answers > answers) {
          answers = said.answers;
          return said;
        }
        if (performance.now() - from > BOUND_MS) throw new Error(`${pid} reports nothing`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    forget: () => rm(file, { force: true }),
  };
}

async function saidIn(file: string): Promise<ProbeReport | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProbeReport;
  } catch {
    return null;
  }
}
