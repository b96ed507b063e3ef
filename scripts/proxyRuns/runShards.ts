import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProxyReport } from './runThroughFaults.ts';

/** One line of a file of shards: so many runs over a district of their own, and what came of them. */
export type ProxyShard = ProxyReport & {
  readonly seed: string;
  readonly shard: number;
  readonly version: string;
  readonly day: string;
};

export type ShardedRuns = {
  readonly seed: string;
  /** In all shards together. */
  readonly runs: number;
  /** Of each shard, but for the last one. */
  readonly each: number;
};

/** Goes on where the file ends, with a line of its own for every shard, until its seed has so many runs. */
export async function runShards(
  file: string,
  { seed, runs, each }: ShardedRuns,
  run: (shard: { readonly seed: string; readonly runs: number }) => Promise<ProxyReport>,
): Promise<readonly ProxyShard[]> {
  await mkdir(dirname(file), { recursive: true });
  const shards = [...(await shardsIn(file))];
  // Whatever stood half written behind the last whole line goes.
  await writeFile(file, shards.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const own = shards.filter((one) => one.seed === seed);
  let done = own.reduce((sum, one) => sum + one.runs, 0);
  for (let shard = own.length; done < runs; shard += 1) {
    const report = await run({ seed: `${seed}/${shard}`, runs: Math.min(each, runs - done) });
    const one = { seed, shard, ...programNow(), ...report };
    await appendFile(file, `${JSON.stringify(one)}\n`);
    own.push(one);
    done += report.runs;
  }
  return own;
}

export async function shardsIn(file: string): Promise<readonly ProxyShard[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if ((cause as { readonly code?: string }).code === 'ENOENT') return '';
    throw cause;
  });
  // Only a whole line is a shard: runs that were killed while they wrote left half of one.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as ProxyShard);
}

/** All of them as one report. */
export function sumOf(shards: readonly ProxyShard[]): Omit<ProxyReport, 'faults' | 'problems'> {
  const sum = (of: 'runs' | 'operations' | 'acknowledged' | 'lost' | 'appliedTwice' | 'stalls') =>
    shards.reduce((all, one) => all + one[of], 0);
  return {
    runs: sum('runs'),
    operations: sum('operations'),
    acknowledged: sum('acknowledged'),
    lost: sum('lost'),
    appliedTwice: sum('appliedTwice'),
    stalls: sum('stalls'),
    converged: shards.every((one) => one.converged),
    settleSeconds: Math.max(0, ...shards.map((one) => one.settleSeconds)),
  };
}

function programNow(): { readonly version: string; readonly day: string } {
  const version = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' });
  return { version: version.trim(), day: new Date().toISOString().slice(0, 10) };
}
