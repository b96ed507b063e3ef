import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM_PERSON } from '../domain/operation/kindSpec.ts';
import { AppError } from '../protocol/errors.ts';
import { lockFolder } from '../node/folderLock.ts';
import { openLogFile } from '../node/logFile.ts';
import { systemClock } from '../node/systemClock.ts';
import { runAdministratorCommand } from './administratorCommand.ts';
import { USAGE, readOptions } from './mainOptions.ts';
import type { MainOptions } from './mainOptions.ts';
import { runNumberReport } from './numberReport.ts';
import { runDistrict } from './runDistrict.ts';
import type { RunningDistrict } from './runDistrict.ts';

const STOP_BOUND_MS = 3_000;

/** The district server as a program: prints one JSON line when it listens, ends cleanly on a signal. */
async function main(options: MainOptions): Promise<void> {
  if (options.numberReport !== null) return reportNumbers(options.data, options.numberReport);
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const locked = lockFolder(options.data);
  if (!locked.ok) {
    process.stderr.write(`${JSON.stringify({ refused: 'folder-in-use', pid: locked.pid })}\n`);
    process.exitCode = 3;
    return;
  }
  const clock = systemClock(options.fastTime ?? undefined);
  const log = openLogFile({
    folder: join(options.data, 'logs'),
    name: 'district',
    now: () => clock.wall(),
  });
  try {
    const { firstAdministrator } = options;
    if (firstAdministrator !== null) {
      const district = { folder: options.data, clock, log };
      process.exitCode = await runAdministratorCommand(district, firstAdministrator);
      await log.close();
      locked.lock.release();
      return;
    }
    const running = await runDistrict({
      folder: options.data,
      host: options.host,
      port: options.port,
      pages: options.pages,
      clock,
      rate: options.fastTime?.rate ?? 1,
      log,
      simulateCalls: options.simulateCalls,
      isRestored: options.isRestored,
    });
    const stop = (): void => {
      // Whatever hangs, the folder is free again within the bound; commits are whole or not at all.
      const bound = setTimeout(() => process.exit(1), STOP_BOUND_MS);
      log.write('info', 'district/stopping');
      void running.close().then(async () => {
        await log.close();
        locked.lock.release();
        clearTimeout(bound);
        process.exit(0);
      });
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    const codes = await issueCodes(running, options.codes);
    const { port, fingerprint } = running;
    log.write('info', 'district/listening', { port });
    const line = { listening: port, host: options.host, fingerprint, codes };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } catch (cause) {
    const code = cause instanceof AppError ? cause.code : 'bug/unexpected';
    const details = cause instanceof AppError ? cause.details : {};
    log.write('error', 'district/not-started', { code, why: String(cause) });
    await log.close();
    locked.lock.release();
    process.stderr.write(`${JSON.stringify({ failed: code, ...details })}\n`);
    if (!(cause instanceof AppError)) throw cause;
    process.exitCode = 1;
  }
}

async function reportNumbers(folder: string, day: string): Promise<void> {
  try {
    await runNumberReport(folder, day);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    process.stderr.write(`${JSON.stringify({ failed: cause.code, ...cause.details })}\n`);
    process.exitCode = 1;
  }
}

/** By scope; a scope that the profile does not know gets none. */
async function issueCodes(
  { enrolment, hub }: RunningDistrict,
  scopes: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const codes: Record<string, string> = {};
  for (const scope of scopes) {
    if (hub.asks.isPlace(scope)) codes[scope] = (await enrolment.issue(scope, PROGRAM_PERSON)).code;
  }
  return codes;
}

// Whatever this program writes is for the account that runs it alone.
process.umask(0o077);
const options = readOptions(process.argv.slice(2));
if (options === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else await main(options);
