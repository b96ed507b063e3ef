import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import { openHostClient, type HostClient } from '#scripts/drill/hostClient.ts';
import { startProgram, type Running } from '#scripts/drill/processes.ts';
import { makeOpenDistrict } from './openCases.ts';

/** Known to everybody: these logins exist in demo folders only. */
export const DISPATCHER = { login: 'dispatcher', password: 'shaotai-demo', seat: 'D01' };

/**
 * A district folder with `cases` open cases, made once and kept under .cache for the next benchmark.
 * The figures come from copies, so that no run changes what the next one finds.
 */
export async function openDistrictFolder(cases: number): Promise<string> {
  const folder = join(process.cwd(), '.cache', 'bench', `open-${cases}`);
  if (existsSync(folder)) return folder;
  process.stderr.write(`bench: making a district with ${cases} open cases\n`);
  const draft = `${folder}.making`;
  await rm(draft, { recursive: true, force: true });
  await makeOpenDistrict(draft, cases);
  await rename(draft, folder);
  return folder;
}

export type BenchStage = {
  readonly folder: string;
  readonly district: Running;
  readonly line: BlackHole;
  readonly openConsole: (device: string) => Promise<BenchConsole>;
  readonly close: () => Promise<void>;
};

export type BenchConsole = {
  readonly data: string;
  readonly running: Running;
  readonly client: HostClient;
};

export async function openBenchStage(source: string): Promise<BenchStage> {
  const { cp } = await import('node:fs/promises');
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  await cp(source, folder, { recursive: true });
  const district = await startProgram(
    'out/district/main.js',
    ['--data', join(folder, 'district'), '--port', '0'],
    'district',
  );
  const line = await openBlackHole(district.port);
  const consoles: BenchConsole[] = [];
  return {
    folder,
    district,
    line,
    async openConsole(device) {
      const data = join(folder, device);
      const running = await startProgram(
        'out/host/main.js',
        hostWords(data, line.port, device),
        device,
      );
      const client = await openHostClient(running.port);
      const one = { data, running, client };
      consoles.push(one);
      return one;
    },
    async close() {
      for (const one of consoles) {
        one.client.close();
        await one.running.stop();
      }
      await line.close();
      await district.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function hostWords(data: string, port: number, device: string): string[] {
  return [
    ...['--data', data, '--district', `ws://127.0.0.1:${port}`, '--port', '0'],
    ...['--static', 'out/renderer'],
    ...['--enrol-demo', join(dirname(data), 'demo'), '--demo-device', device],
  ];
}

/** Waits until the console's replica holds that many cases and nothing more is coming. */
export async function waitForReplica(client: HostClient, cases: number): Promise<void> {
  for (;;) {
    const board = await client.look('board', {
      filter: 'all',
      text: '',
      sort: 'newest',
      from: 0,
      count: 1,
    });
    if (board.total >= cases) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
