import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runShards, shardsIn, sumOf } from './runShards.ts';
import type { ProxyReport } from './runThroughFaults.ts';

function reportOf(runs: number): ProxyReport {
  const faults = {
    blackHole: runs,
    halfOpen: 0,
    slow: 0,
    losing: 0,
    doubling: 0,
    ending: 0,
  };
  const counted = { operations: runs * 10, acknowledged: runs * 10, lost: 0, appliedTwice: 0 };
  return {
    runs,
    faults,
    ...counted,
    converged: true,
    stalls: 0,
    settleSeconds: runs,
    problems: [],
  };
}

it('goes on where the last whole line ended, with a seed of its own for every shard', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-proxy-'));
  const file = join(folder, 'sub', 'proxy.jsonl');
  const told: [string, number][] = [];
  const run = ({ seed, runs }: { readonly seed: string; readonly runs: number }) => {
    told.push([seed, runs]);
    return Promise.resolve(reportOf(runs));
  };
  try {
    await runShards(file, { seed: 'a', runs: 5, each: 3 }, run);
    await runShards(file, { seed: 'b', runs: 1, each: 3 }, run);
    await appendFile(file, '{"seed":"a","sha');
    const own = await runShards(file, { seed: 'a', runs: 7, each: 3 }, run);
    expect(told).toEqual([
      ['a/0', 3],
      ['a/1', 2],
      ['b/0', 1],
      ['a/2', 2],
    ]);
    expect(sumOf(own)).toMatchObject({
      runs: 7,
      operations: 70,
      converged: true,
      settleSeconds: 3,
    });
    expect(await shardsIn(file)).toHaveLength(4);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
