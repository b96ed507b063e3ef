import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Fault } from './fault.ts';
import { runHistory } from './runHistory.ts';

/** Which histories a long run is made of: `<seed>/0`, `<seed>/1`, ... of one size. */
export type Course = {
  readonly seed: string;
  readonly fault: Fault | null;
  readonly replicas: number;
  readonly acts: number;
  /** Its histories are about cases that move. */
  readonly transfers?: true;
};

/** One line of a file of shards: so many histories of a course, and what was counted in them. */
export type Shard = Course & {
  readonly from: number;
  readonly histories: number;
  readonly version: string;
  readonly day: string;
  readonly operations: number;
  readonly replayed: number;
  readonly faults: Readonly<Record<Fault, number>>;
  readonly violations: number;
  readonly unsettled: number;
  /** Cases that moved; only of a course about them. */
  readonly moved?: number;
  /** Of these, while somebody of either side was cut off with an act on them. */
  readonly met?: number;
  /** Seeds in which something broke. */
  readonly broken: readonly string[];
  readonly seconds: number;
};

/** Every shard of a file; none where there is no such file yet. */
export async function shardsIn(file: string): Promise<readonly Shard[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if ((cause as { readonly code?: string }).code === 'ENOENT') return '';
    throw cause;
  });
  // Only a whole line is a shard: a run that was killed while it wrote left half of one.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Shard);
}

/** The first history of a course that no shard has. */
export function nextOf(course: Course, shards: readonly Shard[]): number {
  const own = shards.filter(
    ({ seed, fault, replicas, acts, transfers }) =>
      seed === course.seed &&
      fault === course.fault &&
      replicas === course.replicas &&
      acts === course.acts &&
      transfers === course.transfers,
  );
  return Math.max(0, ...own.map(({ from, histories }) => from + histories));
}

type Aim = {
  readonly histories: number;
  readonly shard: number;
  /** It is over sooner when so many cases moved while somebody was cut off with an act on them. */
  readonly met?: number;
};

/** Goes on with a course where its last shard ended, a line each, until it has so many histories. */
export async function runShards(
  file: string,
  course: Course,
  { histories, shard, met = Infinity }: Aim,
): Promise<readonly Shard[]> {
  await mkdir(dirname(file), { recursive: true });
  const shards = [...(await shardsIn(file))];
  // Whatever stood half written behind the last whole line goes.
  await writeFile(file, shards.map((one) => `${JSON.stringify(one)}\n`).join(''));
  for (let from = nextOf(course, shards); from < histories; from = nextOf(course, shards)) {
    if (metIn(course, shards) >= met) break;
    const one = await runShard(course, from, Math.min(shard, histories - from));
    await appendFile(file, `${JSON.stringify(one)}\n`);
    shards.push(one);
  }
  return shards;
}

/** Of a course about cases that move: how many did while somebody was cut off with an act on them. */
function metIn({ seed }: Pick<Course, 'seed'>, shards: readonly Shard[]): number {
  return shards.reduce((sum, one) => sum + (one.seed === seed ? (one.met ?? 0) : 0), 0);
}

async function runShard(course: Course, from: number, histories: number): Promise<Shard> {
  const began = performance.now();
  const faults = { fork: 0, restore: 0, both: 0, turned: 0 };
  const broken: string[] = [];
  let [operations, replayed, violations, unsettled] = [0, 0, 0, 0];
  let [moved, met] = [0, 0];
  const { fault, replicas, acts, transfers } = course;
  const size = { replicas, acts, ...(fault === null ? {} : { fault }) };
  for (let i = from; i < from + histories; i += 1) {
    const seed = `${course.seed}/${i}`;
    const result = await runHistory({ ...size, seed, ...(transfers ? { transfers } : {}) });
    moved += result.transfers.moved;
    met += result.transfers.met;
    operations += result.operations;
    replayed += result.replayed;
    violations += result.violations.length;
    if (!result.isSettled) unsettled += 1;
    if (result.fault !== null) faults[result.fault] += 1;
    if (!result.isSettled || result.violations.length > 0) broken.push(seed);
  }
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const moves = transfers === true ? { moved, met } : {};
  const counted = {
    operations,
    replayed,
    ...moves,
    faults,
    violations,
    unsettled,
    broken,
    seconds,
  };
  return { ...course, from, histories, ...programNow(), ...counted };
}

/** Which program told them, and when; `dirty` where somebody was at work in it. */
function programNow(): { readonly version: string; readonly day: string } {
  const version = execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' });
  return { version: version.trim(), day: new Date().toISOString().slice(0, 10) };
}
