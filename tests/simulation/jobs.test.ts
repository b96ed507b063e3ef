import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runJobs, slices } from './jobs.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-jobs-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function script(lines: string): Promise<string> {
  const file = join(folder, 'job.mjs');
  await writeFile(file, lines);
  return file;
}

it('histories are told once each, whatever the number of processes', () => {
  for (const jobs of [1, 2, 3, 7]) {
    const told = slices(5, jobs).flatMap(({ from, count }) =>
      Array.from({ length: count }, (_, i) => from + i),
    );
    expect(told).toEqual([0, 1, 2, 3, 4]);
  }
});

it('what several processes count is added up, what they break, too', async () => {
  const file = await script(`
    const at = (name) => Number(process.argv[process.argv.indexOf(name) + 1]);
    const violations = at('--from') === 0 ? 0 : 2;
    const histories = at('--histories');
    console.log(JSON.stringify({ histories, operations: 9, replayed: 1, violations, unsettled: 0 }));
    process.exitCode = violations > 0 ? 1 : 0;
  `);
  expect(await runJobs(file, [], { histories: 5, jobs: 2 })).toEqual({
    histories: 5,
    operations: 18,
    replayed: 2,
    violations: 2,
    unsettled: 0,
  });
});

it('a process that dies is no process that found nothing', async () => {
  const file = await script('process.kill(process.pid, "SIGKILL");');
  await expect(runJobs(file, [], { histories: 2, jobs: 2 })).rejects.toThrow('ended with');
  const silent = await script('process.exitCode = 0;');
  await expect(runJobs(silent, [], { histories: 2, jobs: 1 })).rejects.toThrow('ended with');
});
