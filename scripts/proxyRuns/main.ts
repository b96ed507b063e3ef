import { parseArgs } from 'node:util';
import { runThroughFaults } from './runThroughFaults.ts';

/**
 * `npm run --silent proxy-runs -- --runs N --seed S`: real processes and files; every console works over a line that is
 * faulty for a while, then as it should be. Progress goes to stderr; the last line of stdout is one JSON object.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('proxy-runs: --runs is a number of 1 or more\n');
  process.exitCode = 2;
} else {
  const report = await runThroughFaults({ runs, seed: values.seed }, (line) =>
    process.stderr.write(`${line}\n`),
  );
  process.stdout.write(`${JSON.stringify(report)}\n`);
  const isClean = report.lost === 0 && report.appliedTwice === 0 && report.stalls === 0;
  if (!isClean || !report.converged) process.exitCode = 1;
}
