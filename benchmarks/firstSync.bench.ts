import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHostClient } from '#scripts/drill/hostClient.ts';
import { startProgram } from '#scripts/drill/processes.ts';
import { DISPATCHER, hostWords, openDistrictFolder } from './support/benchStage.ts';
import { benchLine, type BenchLine } from './support/quantiles.ts';
import { openSlowLine } from './support/slowLine.ts';

const ROUNDS = 3;
const CASES = 5_000;
const BITS_PER_SECOND = 10_000_000;
const DEVICE = 'hall-1';
const LOOK_MS = 100;
const BOUND_MS = 120_000;

/**
 * A new console of the hall behind a line of 10 Mbit/s: from the start of its program until all 5,000 cases are on
 * its board. The second time the district has its snapshot already, as on a morning on which all begin.
 */
export async function firstSync(): Promise<readonly BenchLine[]> {
  const source = await openDistrictFolder(CASES);
  const [first, later]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
    await cp(source, folder, { recursive: true });
    const home = ['--data', join(folder, 'district'), '--port', '0'];
    const district = await startProgram('out/district/main.js', home, 'district');
    try {
      first.push(await filled(folder, 'first', district.port));
      later.push(await filled(folder, 'second', district.port));
    } finally {
      await district.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return [
    benchLine('first-sync, snapshot made for it', first, null),
    benchLine('first-sync, snapshot there', later, null),
  ];
}

async function filled(folder: string, name: string, port: number): Promise<number> {
  const line = await openSlowLine(port, BITS_PER_SECOND);
  const words = hostWords(join(folder, name), line.port, DEVICE);
  const from = performance.now();
  const host = await startProgram('out/host/main.js', words, name);
  const client = await openHostClient(host.port);
  try {
    const entered = await client.do('session.login', { ...DISPATCHER, isProposed: true });
    if (!entered.ok) throw new Error(`login: ${entered.error.code}`);
    for (;;) {
      const params = { filter: 'all', text: '', sort: 'newest', from: 0, count: 1 } as const;
      const { total } = await client.look('board', params);
      const ms = performance.now() - from;
      if (total >= CASES) {
        const mb = (line.bytes() / 1_000_000).toFixed(1);
        process.stderr.write(`bench: ${name}: ${Math.round(ms)} ms, ${mb} MB came down\n`);
        return ms;
      }
      if (ms > BOUND_MS) throw new Error(`only ${total} cases came`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    client.close();
    await host.stop();
    await line.close();
  }
}
