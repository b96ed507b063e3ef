import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type ElectronApplication, type Page } from '@playwright/test';
import { startDisplay } from '#scripts/display.mjs';
import { openHostClient, type HostClient } from '#scripts/drill/hostClient.ts';
import { chromiumArguments, chromiumPath } from '#tests/e2e/fixtures/chromium.ts';
import { openDesktop } from '#tests/e2e/fixtures/desktop.ts';
import { DISPATCHER, hostWords, openDistrictFolder, waitForReplica } from './support/benchStage.ts';
import { startProbed, type LoopHeld, type Probed } from './support/probed.ts';
import { benchLine, quantile, type BenchLine } from './support/quantiles.ts';

const CASES = 5_000;
/** Three days of one street, up and down. */
const ACTS = 1_230;
const LIVE_MS = 30_000;
const LIVE_EVERY_MS = 20;
/** On a machine that cannot keep up it waits. */
const IN_HAND = 16;
const SETTLE_BOUND_MS = 180_000;

/**
 * How long the event loops of the district, of a console's host and of the desktop program's main process are held up,
 * and how long the page's longest task is: while 5,000 cases come in for the first time, while 1,230 acts go up and as
 * many come down, and with 50 acts a second.
 */
export async function pauses(): Promise<readonly BenchLine[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  await cp(await openDistrictFolder(CASES), folder, { recursive: true });
  const home = ['--data', join(folder, 'district'), '--port', '0'];
  const closing: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  try {
    const district = await startProbed(['out/district/main.js', ...home], 'district');
    closing.push(() => district.stop());
    return await through(folder, district, closing);
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

type Closing = (() => Promise<unknown>)[];
type Watched = { readonly name: string; readonly held: () => Promise<Held> };
/** A page tells its longest tasks by the clock alone. */
type Held = Omit<LoopHeld, 'work'> & Partial<LoopHeld>;

async function through(
  folder: string,
  district: Probed,
  closing: Closing,
): Promise<readonly BenchLine[]> {
  const { port } = district.running;
  const all: Watched[] = [programOf('district', district)];
  // What it takes to start is no pause.
  await district.report();
  const near = await openConsole(folder, port, { device: 'hall-1', seat: 'D01' });
  closing.push(near.close);
  all.push(programOf('host', near.program));
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments],
  });
  closing.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`http://127.0.0.1:${near.program.running.port}/#/board`);
  all.push(await pageOf('page', browser, page));
  const desktop = await openSeat(folder, port, closing);
  all.push(await mainOf(desktop.app), await desktopPageOf(desktop.page));
  await waitForReplica(near.client, CASES);
  await page.locator('.line .no').first().waitFor();
  const lines = await told('first sync', all);

  const far = await openConsole(folder, port, { device: 'hall-3', seat: 'D03' });
  closing.push(far.close);
  await waitForReplica(far.client, CASES);
  await told('another console begins', all);
  await healed(near.client, far.client);
  lines.push(...(await told('healing', all)));
  await live(far.client);
  lines.push(...(await told('live', all)));
  return lines;
}

async function told(when: string, all: readonly Watched[]): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const { name, held } of all) {
    const { work, ...clock } = await held();
    for (const [by, of] of Object.entries({ clock, work })) {
      if (of === undefined) continue;
      lines.push(benchLine(`pauses, ${when}, ${name}, longest by ${by}`, [of.max], null));
      lines.push(benchLine(`pauses, ${when}, ${name}, p99.9 by ${by}`, [of.p999], null));
    }
    process.stderr.write(`bench: ${when}: ${name}: ${JSON.stringify({ clock, work })}\n`);
  }
  return lines;
}

function programOf(name: string, program: Probed): Watched {
  return { name, held: async () => (await program.report()).loop };
}

type Console = {
  readonly program: Probed;
  readonly client: HostClient;
  readonly close: () => Promise<unknown>;
};

async function openConsole(
  folder: string,
  port: number,
  { device, seat }: { readonly device: string; readonly seat: string },
): Promise<Console> {
  const words = hostWords(join(folder, device), port, device);
  const program = await startProbed(['out/host/main.js', ...words], device);
  const client = await openHostClient(program.running.port);
  const entered = await client.do('session.login', { ...DISPATCHER, seat });
  if (!entered.ok) throw new Error(`login: ${entered.error.code}`);
  const close = (): Promise<unknown> => {
    client.close();
    return program.stop();
  };
  return { program, client, close };
}

async function openSeat(folder: string, port: number, closing: Closing) {
  const display = await startDisplay();
  closing.push(() => display.stop());
  const words = [
    ...['--district', `ws://127.0.0.1:${port}`],
    ...['--enrol-demo', join(folder, 'demo'), '--demo-device', 'hall-2'],
  ];
  const desktop = await openDesktop(join(folder, 'hall-2'), words, display.display);
  closing.push(desktop.close);
  const password = desktop.page.locator('input[type=password]');
  await password.waitFor();
  await desktop.page.locator('input').first().fill(DISPATCHER.login);
  await password.fill(DISPATCHER.password);
  await password.press('Enter');
  await desktop.page.locator('.line .no').first().waitFor();
  return desktop;
}

type TraceEvent = {
  readonly name: string;
  readonly tid: number;
  readonly pid: number;
  /** Microseconds: by the clock, and of the thread's own work. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
};

/** Tasks of the page's own thread, as the browser's trace has them, since it was last asked. */
async function pageOf(name: string, browser: Browser, page: Page): Promise<Watched> {
  const start = (): Promise<void> =>
    browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await start();
  return {
    name,
    held: async () => {
      const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
        readonly traceEvents: readonly TraceEvent[];
      };
      await start();
      const events = trace.traceEvents;
      const own = new Set(
        events.flatMap(({ name: what, args, pid, tid }) =>
          what === 'thread_name' && args.name === 'CrRendererMain' ? `${pid}/${tid}` : [],
        ),
      );
      const tasks = events.filter(
        (one) => one.name.endsWith('RunTask') && own.has(`${one.pid}/${one.tid}`),
      );
      if (tasks.length === 0) throw new Error('a page without tasks measures nothing');
      const of = (values: readonly number[]) => ({
        max: quantile(values, 1),
        p999: quantile(values, 0.999),
      });
      const work = tasks.flatMap(({ tdur }) => (tdur === undefined ? [] : tdur / 1_000));
      const clock = of(tasks.map(({ dur = 0 }) => dur / 1_000));
      return work.length === 0 ? clock : { ...clock, work: of(work) };
    },
  };
}

/** Its longest task of more than 50 ms since it was last asked, by the clock; 0 where there was none. */
async function desktopPageOf(page: Page): Promise<Watched> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Reflect.set(globalThis, 'benchTasks', tasks);
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: 'longtask', buffered: true });
  });
  return {
    name: 'desktop page',
    held: async () => {
      const tasks = await page.evaluate(() =>
        (Reflect.get(globalThis, 'benchTasks') as number[]).splice(0),
      );
      const max = Math.max(0, ...tasks);
      return { max, p999: max };
    },
  };
}

async function mainOf(app: ElectronApplication): Promise<Watched> {
  const text = await readFile('benchmarks/peers/loopWatch.mjs', 'utf8');
  await app.evaluate(
    (_, watch) => {
      Reflect.set(globalThis, 'benchLoop', (0, eval)(`(${watch})`)());
    },
    text.slice(text.indexOf('function watchLoop')),
  );
  return {
    name: 'main',
    held: () =>
      app.evaluate(() =>
        (Reflect.get(globalThis, 'benchLoop') as { readonly told: () => LoopHeld }).told(),
      ),
  };
}

async function healed(near: HostClient, far: HostClient): Promise<void> {
  const params = { filter: 'all', text: '', sort: 'newest', from: 0, count: 200 } as const;
  const { rows } = await near.look('board', params);
  const cases = rows.map(({ caseId }) => caseId);
  const cut = await near.do('line.cut', { on: true });
  if (!cut.ok) throw new Error(`cut: ${cut.error.code}`);
  for (const [client, of] of [
    [near, cases],
    [far, cases.toReversed()],
  ] as const) {
    for (let i = 0; i < ACTS; i += 1) await noted(client, of[i % of.length] ?? null);
  }
  await sent(far);
  await near.do('line.cut', { on: false });
  await sent(near);
}

async function live(far: HostClient): Promise<void> {
  const params = { filter: 'all', text: '', sort: 'newest', from: 0, count: 200 } as const;
  const { rows } = await far.look('board', params);
  const from = performance.now();
  const said: Promise<void>[] = [];
  for (let i = 0; i * LIVE_EVERY_MS < LIVE_MS; i += 1) {
    const early = from + i * LIVE_EVERY_MS - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    said.push(noted(far, rows[i % rows.length]?.caseId ?? null));
    if (said.length >= IN_HAND) await said.shift();
  }
  await Promise.all(said);
  await sent(far);
}

async function noted(client: HostClient, caseId: string | null): Promise<void> {
  const args = { text: 'bench', public: false };
  const receipt = await client.do('op.submit', { kind: 'case.note', caseId, args });
  if (!receipt.ok) throw new Error(`act: ${receipt.error.code}`);
}

/** Nothing of its own waits any more, and all that was told is in its rows. */
async function sent(client: HostClient): Promise<void> {
  const from = performance.now();
  for (;;) {
    const { pendingOps, line } = await client.look('sync', {});
    if (line === 'online' && pendingOps === 0) return;
    if (performance.now() - from > SETTLE_BOUND_MS) throw new Error(`${pendingOps} acts wait`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
