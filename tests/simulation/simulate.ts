/**
 * Seeded histories of the real engine: npm run --silent simulate -- --histories N --seed S
 *   [--replicas 8] [--acts 60] [--jobs 1] [--store memory|sqlite|postgres] [--fault fork|restore|both|turned] [--station] | --planted
 *   | --shards FILE [--shard 100] [--transfers N]
 * `--brings-on` lets people bring cases to their end, and prints what was reached: kind, outcome, concurrent or not.
 * `--station` gives the eastern street of every history one.
 * `--fault` strikes in every history, and not in a few by dice.
 * `--jobs` tells them in so many processes side by side, `--from` begins with another than the first.
 * `--store sqlite` keeps district and consoles in real files and compares with the same history in memory.
 * `--shards` goes on with a long run where the file ends, and adds a line to it every `--shard` histories.
 * `--fills` takes consoles' rows away and fills them by snapshots.
 * `--transfers` sends cases from street to street while people of both are cut off with acts on them, until so many met
 * such a person.
 * The last line is one JSON object.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PLANTED_NAMES, type Planted } from './planted.ts';
import { FAULTS } from './fault.ts';
import { runHistory, type HistoryOptions, type HistoryResult } from './runHistory.ts';
import { caughtBy } from './caughtBy.ts';
import { runJobs } from './jobs.ts';
import { sumOf, type Reached } from './reached.ts';
import { runShards } from './shards.ts';
import { SqliteRoom } from './sqliteFiles.ts';
import { PostgresRoom } from '#tests/support/postgresRoom.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '200' },
    from: { type: 'string', default: '0' },
    jobs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '8' },
    acts: { type: 'string', default: '60' },
    store: { type: 'string', default: 'memory' },
    fault: { type: 'string' },
    station: { type: 'boolean', default: false },
    'brings-on': { type: 'boolean', default: false },
    fills: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    transfers: { type: 'string' },
    shards: { type: 'string' },
    shard: { type: 'string', default: '100' },
  },
});
const fault = FAULTS.find((one) => one === values.fault);
const size = {
  replicas: Number(values.replicas),
  acts: Number(values.acts),
  ...(fault === undefined ? {} : { fault }),
  ...(values.station ? { station: true } : {}),
  ...(values['brings-on'] ? { bringsOn: true } : {}),
  ...(values.fills ? { fills: true } : {}),
  ...(values.transfers === undefined ? {} : { transfers: true as const }),
};
const SEEDS_MAX = 100;

async function simulate(): Promise<Record<string, unknown>> {
  const began = performance.now();
  const totals = {
    histories: Number(values.histories),
    store: values.store,
    operations: 0,
    replayed: 0,
    moved: 0,
    met: 0,
    filled: 0,
    violations: 0,
    unsettled: 0,
  };
  const reached: Reached[] = [];
  const place = await placeOf(values.store);
  try {
    const from = Number(values.from);
    for (let i = from; i < from + totals.histories; i += 1) {
      const result = await oneHistory(`${values.seed}/${i}`, place);
      totals.operations += result.operations;
      reached.push(result.reached);
      totals.replayed += result.replayed;
      totals.moved += result.transfers.moved;
      totals.met += result.transfers.met;
      totals.filled += result.filled;
      totals.violations += result.violations.length;
      if (!result.isSettled) totals.unsettled += 1;
    }
  } finally {
    await (place.room ?? place.server)?.close();
  }
  if (values['brings-on']) tell(sumOf(reached));
  return { ...totals, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

/** Each kind with its outcomes, and how many of each were concurrent. */
function tell(reached: Reached): void {
  for (const name of Object.keys(reached).sort()) console.log(`${name}: ${reached[name] ?? 0}`);
}

type Place = Pick<HistoryOptions, 'room' | 'server'>;

async function placeOf(store: string): Promise<Place> {
  if (store === 'sqlite') return { room: await SqliteRoom.open() };
  return store === 'postgres' ? { server: await PostgresRoom.open() } : {};
}

async function oneHistory(seed: string, place: Place): Promise<HistoryResult> {
  const result = await runHistory({ ...size, seed, ...place });
  const violations = [...result.violations];
  if (values.store !== 'memory') {
    const inMemory = await runHistory({ ...size, seed });
    if (inMemory.chain !== result.chain)
      violations.push('its district decides otherwise than memory');
    if (inMemory.trace !== result.trace)
      violations.push('something happens otherwise than in memory');
  }
  if (!result.isSettled) console.log(`${seed}: does not settle`);
  for (const violation of violations.slice(0, 3)) console.log(`${seed}: ${violation}`);
  return { ...result, violations };
}

/** How many seeds it takes to catch each bug that was planted on purpose; null: it got through. */
async function findPlanted(): Promise<Record<string, unknown>> {
  const planted: { readonly name: Planted; readonly seeds: number | null }[] = [];
  for (const name of PLANTED_NAMES) {
    const seeds = await caughtBy(name, { ...size, seed: values.seed, seeds: SEEDS_MAX });
    planted.push({ name, seeds });
  }
  const caught = planted.filter((one) => one.seeds !== null).length;
  return { planted, caught, of: planted.length };
}

type Counted =
  'histories' | 'operations' | 'replayed' | 'moved' | 'met' | 'violations' | 'unsettled';

/** The whole file, this run's lines among them. */
async function goOn(file: string): Promise<Record<string, unknown>> {
  const { replicas, acts, transfers } = size;
  const about = transfers === undefined ? {} : { transfers };
  const course = { seed: values.seed, fault: fault ?? null, replicas, acts, ...about };
  const shards = await runShards(file, course, {
    histories: Number(values.histories),
    shard: Number(values.shard),
    ...(values.fills ? { fills: true } : {}),
    ...(values.transfers === undefined ? {} : { met: Number(values.transfers) }),
  });
  const sum = (of: Counted): number => shards.reduce((all, one) => all + (one[of] ?? 0), 0);
  const counted = { operations: sum('operations'), replayed: sum('replayed') };
  const broken = { violations: sum('violations'), unsettled: sum('unsettled') };
  const moves = transfers === undefined ? {} : { moved: sum('moved'), met: sum('met') };
  return { shards: shards.length, histories: sum('histories'), ...counted, ...moves, ...broken };
}

/** The same by several processes: without what is said of the course as a whole. */
async function together(jobs: number): Promise<Record<string, unknown>> {
  const began = performance.now();
  const { seed, replicas, acts, store } = values;
  const course = ['--seed', seed, '--replicas', replicas, '--acts', acts, '--store', store];
  if (fault !== undefined) course.push('--fault', fault);
  if (values.station) course.push('--station');
  if (values['brings-on']) course.push('--brings-on');
  const script = fileURLToPath(import.meta.url);
  const totals = await runJobs(script, course, { histories: Number(values.histories), jobs });
  return { store, ...totals, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

function reported(): Promise<Record<string, unknown>> {
  if (values.shards !== undefined) return goOn(values.shards);
  if (values.planted) return findPlanted();
  const jobs = Number(values.jobs);
  return jobs > 1 ? together(jobs) : simulate();
}

if (!['memory', 'sqlite', 'postgres'].includes(values.store) || fault !== values.fault) {
  process.stderr.write(
    'simulate: --store memory | sqlite | postgres, --fault fork | restore | both | turned\n',
  );
  process.exitCode = 2;
} else {
  const report = await reported();
  console.log(JSON.stringify(report));
  const bad = ((report['violations'] ?? 0) as number) + ((report['unsettled'] ?? 0) as number);
  const escaped = ((report['of'] ?? 0) as number) - ((report['caught'] ?? 0) as number);
  if (bad + escaped > 0) process.exitCode = 1;
}
