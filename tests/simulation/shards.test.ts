import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nextOf, runShards, shardsIn } from './shards.ts';

const COURSE = { seed: 'shard', fault: null, replicas: 4, acts: 6 } as const;

it('a long run goes on where its last whole line ended, and tells no history twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-shards-'));
  const file = join(folder, 'sub', 'shards.jsonl');
  try {
    expect(await shardsIn(file)).toEqual([]);
    await runShards(file, COURSE, { histories: 3, shard: 2 });
    // A run of another course in the same file, and one that was killed in the midst of a line.
    await runShards(file, { ...COURSE, seed: 'else' }, { histories: 1, shard: 2 });
    await appendFile(file, '{"seed":"sha');
    expect(nextOf(COURSE, await shardsIn(file))).toBe(3);
    await runShards(file, COURSE, { histories: 5, shard: 2 });
    const own = (await shardsIn(file)).filter(({ seed }) => seed === COURSE.seed);
    expect(own.map(({ from, histories }) => [from, histories])).toEqual([
      [0, 2],
      [2, 1],
      [3, 2],
    ]);
    for (const one of own) {
      expect(one).toMatchObject({ violations: 0, unsettled: 0, broken: [] });
      expect(one.operations).toBeGreaterThan(0);
      expect(one.version).not.toBe('');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
