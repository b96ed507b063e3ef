/**
 * Seeded histories of the real engine: npm run --silent simulate -- --histories N --seed S
 *   [--replicas 8] [--acts 60] | --planted
 * The last line is one JSON object.
 */
import { parseArgs } from 'node:util';
import { runHistory } from './runHistory.ts';
import { PLANTED, type Planted } from './simReplica.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '8' },
    acts: { type: 'string', default: '60' },
    planted: { type: 'boolean', default: false },
  },
});
const size = { replicas: Number(values.replicas), acts: Number(values.acts) };
const SEEDS_MAX = 100;

async function simulate(): Promise<Record<string, unknown>> {
  const began = performance.now();
  const totals = {
    histories: Number(values.histories),
    operations: 0,
    violations: 0,
    unsettled: 0,
  };
  for (let i = 0; i < totals.histories; i += 1) {
    const seed = `${values.seed}/${i}`;
    const result = await runHistory({ ...size, seed });
    totals.operations += result.operations;
    totals.violations += result.violations.length;
    if (!result.isSettled) {
      totals.unsettled += 1;
      console.log(`${seed}: does not settle`);
    }
    for (const violation of result.violations.slice(0, 3)) console.log(`${seed}: ${violation}`);
  }
  return { ...totals, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

/** How many seeds it takes to catch each bug that was planted on purpose; null: it got through. */
async function findPlanted(): Promise<Record<string, unknown>> {
  const planted: { readonly name: Planted; readonly seeds: number | null }[] = [];
  for (const name of PLANTED) planted.push({ name, seeds: await seedsToCatch(name) });
  const caught = planted.filter((one) => one.seeds !== null).length;
  return { planted, caught, of: planted.length };
}

async function seedsToCatch(planted: Planted): Promise<number | null> {
  for (let i = 0; i < SEEDS_MAX; i += 1) {
    const result = await runHistory({ ...size, seed: `${values.seed}/${planted}/${i}`, planted });
    if (!result.isSettled || result.violations.length > 0) return i + 1;
  }
  return null;
}

const report = values.planted ? await findPlanted() : await simulate();
console.log(JSON.stringify(report));
if ((report['violations'] ?? 0) !== 0 || (report['unsettled'] ?? 0) !== 0) process.exitCode = 1;
