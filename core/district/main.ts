import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM_PERSON } from '../domain/operation/kindSpec.ts';
import type { Clock } from '../kernel/time.ts';
import { AppError } from '../protocol/errors.ts';
import { lockFolder } from '../node/folderLock.ts';
import type { LockResult } from '../node/folderLock.ts';
import { openLogFile } from '../node/logFile.ts';
import type { Log } from '../node/logFile.ts';
import { systemClock } from '../node/systemClock.ts';
import { runAdministratorCommand } from './administratorCommand.ts';
import { USAGE, readOptions } from './mainOptions.ts';
import type { MainOptions } from './mainOptions.ts';
import { moveToServer } from './moveToServer.ts';
import { runNumberReport } from './numberReport.ts';
import { runDistrict } from './runDistrict.ts';
import type { RunningDistrict } from './runDistrict.ts';
import type { PostgresChoice } from './store/openStores.ts';

const STOP_BOUND_MS = 3_000;
const EXIT_LOST = 5;
const NO_LOCK: LockResult = { ok: true, lock: { release: () => undefined } };

/** The district server as a program: prints one JSON line when it listens, ends cleanly on a signal. */
async function main(options: MainOptions): Promise<void> {
  if (options.numberReport !== null) return reportNumbers(options, options.numberReport);
  await mkdir(options.data, { recursive: true, mode: 0o700 });
  const locked = holdFolder(options);
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
    if (await doInstead(options, clock, log)) {
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
      ...choiceOf(options, log),
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

/** With a server its database says who decides, and a second process on the folder waits for that. */
function holdFolder({ data, postgres, isMoveIn }: MainOptions): LockResult {
  return postgres === null || isMoveIn ? lockFolder(data) : NO_LOCK;
}

/** What it does and ends, instead of serving. */
async function doInstead(options: MainOptions, clock: Clock, log: Log): Promise<boolean> {
  const { firstAdministrator, isMoveIn, data: folder } = options;
  const { postgres } = choiceOf(options, log);
  if (firstAdministrator !== null) {
    const district = { folder, clock, log, postgres };
    process.exitCode = await runAdministratorCommand(district, firstAdministrator);
  } else if (isMoveIn && postgres !== undefined) {
    const moved = await moveToServer({ folder, clock, log, postgres });
    process.stdout.write(`${JSON.stringify({ moved })}\n`);
  } else return false;
  return true;
}

function choiceOf(
  { postgres, firstAdministrator, isMoveIn }: MainOptions,
  log: Log,
): { readonly postgres?: PostgresChoice } {
  if (postgres === null) return {};
  const choice: PostgresChoice = {
    url: postgres.url,
    whenTaken: firstAdministrator !== null || isMoveIn ? 'refuse' : 'wait',
    onWaiting: () => {
      log.write('info', 'district/waiting');
      process.stdout.write(`${JSON.stringify({ waiting: 'another process decides here' })}\n`);
    },
    onLost: (why) => {
      leave(why, log);
    },
  };
  return { postgres: choice };
}

/**
 * The connection that decided is gone, and whether its last transaction was committed is not known here:
 * what this process remembers is worth nothing. Whoever decides next reads it anew.
 */
function leave(why: AppError, log: Log): void {
  setTimeout(() => process.exit(EXIT_LOST), STOP_BOUND_MS);
  log.write('error', 'district/store-lost', { code: why.code, ...why.details });
  process.stderr.write(`${JSON.stringify({ failed: why.code, lost: true, ...why.details })}\n`);
  void log.close().finally(() => process.exit(EXIT_LOST));
}

async function reportNumbers({ data, postgres }: MainOptions, day: string): Promise<void> {
  try {
    await runNumberReport({ folder: data, postgres }, day);
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
