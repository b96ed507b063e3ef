// `npm run backup -- --data D --to FOLDER [--full] [--every SECONDS]`: beside a district that runs. The first of
// a day is whole, those after it hold what came since; `--every` goes on until it is told to end.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { takeBackup } from '#core/district/backup/takeBackup.ts';
import { runCommand } from './audit/runCommand.ts';

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
  let taken = await takeBackup(data, to, { isFull: full, now: Date.now() });
  if (every === 0) return taken;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  while (await isTimeFor(every)) {
    process.stdout.write(`${JSON.stringify(taken)}\n`);
    taken = await takeBackup(data, to, { isFull: false, now: Date.now() });
  }
  return taken;
});

async function isTimeFor(seconds: number): Promise<boolean> {
  await sleep(seconds * 1_000, null, { signal: ending.signal }).catch(() => null);
  return !ending.signal.aborted;
}
