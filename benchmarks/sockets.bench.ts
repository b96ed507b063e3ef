import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDistrict } from '#core/district/openDistrict.ts';
import { silentLog } from '#core/node/logFile.ts';
import { systemClock } from '#core/node/systemClock.ts';
import { processorMs } from './support/processorTime.ts';
import { startProbed, type Probed, type ProbeReport } from './support/probed.ts';
import type { BenchLine } from './support/quantiles.ts';
import { enrolReaders } from './support/streetActs.ts';
import { replicasOf, syncFolder } from './support/syncStage.ts';
import { quantileOf, slopeOf, type Waits } from './support/waits.ts';

/** model.md: 256 sockets in at most 4 client processes, 50 operations a second in all. */
const SOCKETS = 256;
const CLIENTS = 4;
const OPS_A_SECOND = 50;
const AUTHORS = 20;
const OPS_EACH = 2_450;
const REPORT_MS = 10_000;
/** Programs take what they need first; memory is told from then on. */
const SETTLING_SHARE = 0.2;

/** What one client process does, in a file that it reads. */
export type ClientPart = {
  readonly url: string;
  /** A folder with `bench-replicas.json`, and which of those are here. */
  readonly folder: string;
  readonly authors: readonly number[];
  readonly readers: readonly number[];
  readonly everyMs: number;
  readonly minutes: number;
};

/** What it saw: milliseconds from a commit here until another socket of this process had it, and how many there were. */
export type ClientReport = {
  readonly told: Waits;
  readonly shown: Waits;
  readonly said: number;
  readonly lost: number;
};

/**
 * A district with 256 sockets for so many minutes: 20 consoles of streets that act, 50 times a second in all, and 236
 * of the hall that are told everything. How long an act takes to be seen elsewhere, and whether the server's memory,
 * asked after a collection, grows.
 */
export async function sockets(minutes: number): Promise<readonly BenchLine[]> {
  const most = (AUTHORS * OPS_EACH) / OPS_A_SECOND / 60;
  if (minutes > most) throw new Error(`acts are there for ${Math.floor(most)} minutes`);
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  try {
    await cp(await source(), folder, { recursive: true });
    await withReaders(folder);
    const words = ['--data', join(folder, 'district'), '--port', '0'] as const;
    const district = await startProbed(['out/district/main.js', ...words], 'district', true);
    try {
      return await measured(district, folder, minutes);
    } finally {
      await district.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function source(): Promise<string> {
  return syncFolder('sync-20x2450', { authors: AUTHORS, opsEach: OPS_EACH, readers: 1 });
}

async function withReaders(folder: string): Promise<void> {
  const home = join(folder, 'district');
  const district = await openDistrict({ folder: home, clock: systemClock(), log: silentLog });
  try {
    const { authors, readers: before } = await replicasOf(folder);
    const more = await enrolReaders(district, before.length + 1, SOCKETS - AUTHORS);
    const readers = [...before, ...more];
    await writeFile(join(folder, 'bench-replicas.json'), JSON.stringify({ authors, readers }));
  } finally {
    await district.close();
  }
}

async function measured(
  district: Probed,
  folder: string,
  minutes: number,
): Promise<readonly BenchLine[]> {
  const url = `ws://127.0.0.1:${district.running.port}`;
  const dealt = (count: number, part: number): number[] =>
    Array.from({ length: count }, (_, i) => i).filter((i) => i % CLIENTS === part);
  const clients = Array.from({ length: CLIENTS }, (_, part) =>
    clientOf(join(folder, `part-${part}.json`), {
      url,
      folder,
      authors: dealt(AUTHORS, part),
      readers: dealt(SOCKETS - AUTHORS, part),
      everyMs: (1_000 * CLIENTS) / OPS_A_SECOND,
      minutes,
    }),
  );
  const all = Promise.all(clients);
  const { pid } = district.running.child;
  const before = { at: performance.now(), worked: await processorMs(pid) };
  const memory = await watched(district, all);
  const worked = (await processorMs(pid)) - before.worked;
  const share = (100 * worked) / (performance.now() - before.at);
  const reports = await all;
  const lost = reports.reduce((sum, one) => sum + one.lost, 0);
  if (lost > 0) throw new Error(`${lost} acts were not seen`);
  const later = memory.slice(Math.ceil(memory.length * SETTLING_SHARE));
  const perMinute = (of: (one: Sample) => number): number =>
    slopeOf(later.map((one) => [one.minute, of(one)]));
  const heap = perMinute(({ report }) => report.memory.heapUsed / 1e6);
  const resident = perMinute(({ report }) => report.memory.rss / 1e6);
  return [
    line('sockets-seen', 'ms', sum(reports.map(({ shown }) => shown))),
    line('sockets-told', 'ms', sum(reports.map(({ told }) => told))),
    flat('sockets-heap', heap),
    flat('sockets-resident', resident),
    level('sockets-processor', share, '% of one'),
  ];
}

type Sample = { readonly minute: number; readonly report: ProbeReport };

async function watched(district: Probed, all: Promise<unknown>): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const clients = { areOver: false };
  const over = (): void => {
    clients.areOver = true;
  };
  void all.then(over, over);
  const from = performance.now();
  while (!clients.areOver) {
    await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
    const report = await district.report();
    const minute = (performance.now() - from) / 60_000;
    samples.push({ minute, report });
    const { heapUsed, external, rss } = report.memory;
    const mb = [heapUsed, external, rss].map((bytes) => Math.round(bytes / 1e5) / 10);
    process.stderr.write(
      `bench: ${minute.toFixed(1)} min: heap, external, resident ${mb.join(', ')} MB; loop ${JSON.stringify(report.loop)}\n`,
    );
  }
  return samples;
}

async function clientOf(file: string, part: ClientPart): Promise<ClientReport> {
  await writeFile(file, JSON.stringify(part));
  const words = ['--import', 'tsx', 'benchmarks/socketClient.ts', file];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`a client ended with ${code ?? 'a signal'}`);
  return JSON.parse(await readFile(`${file}.told`, 'utf8')) as ClientReport;
}

function sum(all: readonly Waits[]): Waits {
  const total: number[] = [];
  for (const waits of all) {
    for (const [ms, count] of waits.entries()) total[ms] = (total[ms] ?? 0) + count;
  }
  return Array.from(total, (count) => count);
}

function line(name: string, unit: string, waits: Waits): BenchLine {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantileOf(waits, share)) as [
    number,
    number,
    number,
  ];
  return { name, p50, p95, p99, unit, peer: null, ratio: null };
}

function flat(name: string, slope: number): BenchLine {
  return level(name, slope, 'MB a minute');
}

function level(name: string, value: number, unit: string): BenchLine {
  const rounded = Math.round(value * 100) / 100;
  return { name, p50: rounded, p95: rounded, p99: rounded, unit, peer: null, ratio: null };
}
