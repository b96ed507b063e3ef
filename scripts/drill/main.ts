import { runDrill } from './runDrill.ts';
import { readPlan } from './plan.ts';

/**
 * `npm run --silent drill -- --seed N --hours H --cut H1-H2`: a shift on real processes, files and
 * sockets, with the line of one street cut in between and one of its consoles killed meanwhile.
 * Progress goes to stderr; the last line of stdout is one JSON object.
 */
const plan = readPlan(process.argv.slice(2));
const outcome = await runDrill(plan, (line) => process.stderr.write(`${line}\n`));
process.stdout.write(`${JSON.stringify(outcome.report)}\n`);
process.exitCode = outcome.ok ? 0 : 1;
