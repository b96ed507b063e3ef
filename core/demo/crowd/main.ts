import { parseArgs } from 'node:util';
import { startCrowd } from './crowd.ts';

/*
 * node out/demo/crowd.js --data DIR --district URL
 *
 * Simulated people of a demo district: `DIR/demo` holds their consoles. They sit at seats of the hall and in
 * the streets, take calls, write cases and work on them, over the same line as everybody.
 */
const { values } = parseArgs({
  options: { data: { type: 'string' }, district: { type: 'string' } },
});
process.umask(0o077);

const { data, district } = values;
const crowd =
  data === undefined || district === undefined
    ? null
    : await startCrowd({ folder: data, district });
if (crowd === null) {
  process.stderr.write('no crowd was made with this demo\n');
  process.exitCode = 1;
} else {
  const stop = (): void => {
    process.stdout.write(`${JSON.stringify(crowd.told())}\n`);
    void crowd.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  process.stdout.write(`${JSON.stringify({ listening: 0 })}\n`);
}
