import { parseArgs } from 'node:util';
import { runShards, sumOf } from './runShards.ts';
import { runThroughFaults } from './runThroughFaults.ts';

/**
 * `npm run --silent proxy-runs -- --runs N --seed S [--shards FILE [--shard 40]]`: real processes and files; every
 * console works over a line that is faulty for a while, then as it should be. `--shards` goes on with a long run where
 * the file ends, with a district of its own for every `--shard` runs. Progress goes to stderr; the last line of stdout
 * is one JSON object.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    shards: { type: 'string' },
    shard: { type: 'string', default: '40' },
  },
});
const [runs, each] = [Number(values.runs), Number(values.shard)];
if ([runs, each].some((one) => !Number.isInteger(one) || one < 1)) {
  process.stderr.write('proxy-runs: --runs and --shard are numbers of 1 or more\n');
  process.exitCode = 2;
} else {
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const { seed, shards } = values;
  const report =
    shards === undefined
      ? await runThroughFaults({ runs, seed }, say)
      : sumOf(await runShards(shards, { seed, runs, each }, (one) => runThroughFaults(one, say)));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  const isClean = report.lost === 0 && report.appliedTwice === 0 && report.stalls === 0;
  if (!isClean || !report.converged) process.exitCode = 1;
}
