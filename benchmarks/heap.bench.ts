import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDistrict, type District } from '#core/district/openDistrict.ts';
import { must } from '#core/kernel/assert.ts';
import { silentLog } from '#core/node/logFile.ts';
import { systemClock } from '#core/node/systemClock.ts';
import type { BenchLine } from './support/quantiles.ts';
import { signerOf, type BenchReplica } from './support/streetActs.ts';
import { replicasOf, syncFolder } from './support/syncStage.ts';
import { slopeOf } from './support/waits.ts';

const AUTHORS = 40;
const OPS_EACH = 8_625;
const BATCH = 50;
/** 53 minutes of 50 acts a second. */
const ACTS = 160_000;
const REPORT_EVERY = 16_000;
const OPS_A_MINUTE = 50 * 60;
/** What is kept of cases and acts of late fills first. */
const FILLING_SHARE = 0.5;

/**
 * What an hour's acts leave in the memory of the district, told in some minutes: 160,000 of them are pushed one batch
 * after the other, without sockets, and what is in use after a collection is looked at on the way.
 */
export async function heap(): Promise<readonly BenchLine[]> {
  const plan = { authors: AUTHORS, opsEach: OPS_EACH, readers: 1 };
  const source = await syncFolder(`sync-${AUTHORS}x${OPS_EACH}`, plan);
  const folder = await mkdtemp(join(tmpdir(), 'shaotai-bench-'));
  await cp(source, folder, { recursive: true });
  const home = join(folder, 'district');
  const district = await openDistrict({ folder: home, clock: systemClock(), log: silentLog });
  try {
    const { authors } = await replicasOf(folder);
    const points = await filled(district, authors);
    const later = points.slice(Math.floor(points.length * FILLING_SHARE));
    const slope = Math.round(slopeOf(later) * OPS_A_MINUTE * 100) / 100;
    const unit = 'MB a minute of 50 acts a second';
    return [{ name: 'heap', p50: slope, p95: slope, p99: slope, unit, peer: null, ratio: null }];
  } finally {
    await district.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Point = readonly [acts: number, megabytes: number];

async function filled(
  district: District,
  authors: readonly BenchReplica[],
): Promise<readonly Point[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const points: Point[] = [];
  let acts = 0;
  for (let at = 0; acts < ACTS; at += BATCH) {
    for (const author of authors) acts += await pushed(district, author, at);
    if (acts % REPORT_EVERY !== 0) continue;
    collect();
    const megabytes = Math.round(process.memoryUsage().heapUsed / 1e5) / 10;
    points.push([acts, megabytes]);
    process.stderr.write(`bench: ${acts} acts: ${megabytes} MB, the acts themselves with them\n`);
  }
  return points;
}

async function pushed({ core }: District, author: BenchReplica, at: number): Promise<number> {
  const ops = author.ops.slice(at, at + BATCH);
  const { device, replica } = author;
  const sig = signerOf(author)(must(ops.at(-1), 'acts are left').hash);
  const answer = await core.push({ device, replica, incarnation: 1, ops, sig });
  if (answer.kind !== 'decided') throw new Error(`not decided: ${answer.kind}`);
  return ops.length;
}
