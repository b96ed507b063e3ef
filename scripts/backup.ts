// `npm run backup -- --data D --to FOLDER [--full] [--every SECONDS]`: beside a district that runs. The first of
// a day is whole, those after it hold what came since; `--every` goes on until it is told to end, a JSON line for
// each, over faults that pass.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { takeBackup } from '#core/district/backup/takeBackup.ts';
import { goOn } from './audit/goOn.ts';
import { runCommand, tellFailure } from './audit/runCommand.ts';

const ending = new AbortController();

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      to: { type: 'string' },
      full: { type: 'boolean', default: false },
      every: { type: 'string' },
    },
  });
  const { data, to, full } = values;
  const every = Number(values.every ?? 0);
  if (data === undefined || to === undefined || !(every >= 0)) return null;
  const take = (isWhole: boolean): Promise<object> =>
    takeBackup(data, to, { isFull: isWhole, now: Date.now() });
  if (every === 0) return take(full);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  let isFull = full;
  return goOn({
    run: () => {
      const taken = take(isFull);
      isFull = false;
      return taken;
    },
    isTimeAgain: () => isTimeFor(every),
    onDone: (taken) => process.stdout.write(`${JSON.stringify(taken)}\n`),
    onFailure: tellFailure,
  });
});

async function isTimeFor(seconds: number): Promise<boolean> {
  await sleep(seconds * 1_000, null, { signal: ending.signal }).catch(() => null);
  return !ending.signal.aborted;
}
