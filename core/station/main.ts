import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopback } from '../district/http/districtServer.ts';
import { fingerprintOf } from '../node/certificate.ts';
import { lockFolder } from '../node/folderLock.ts';
import type { FolderLock } from '../node/folderLock.ts';
import { openLogFile } from '../node/logFile.ts';
import type { Log } from '../node/logFile.ts';
import { systemClock } from '../node/systemClock.ts';
import { AppError } from '../protocol/errors.ts';
import { USAGE, readFlags } from './mainOptions.ts';
import type { StationFlags, StickWish } from './mainOptions.ts';
import { runStation } from './station.ts';
import { openIdentity, openTls } from './stationFolder.ts';
import { stickCommand } from './stickCommand.ts';

const STOP_BOUND_MS = 3_000;
const EXIT_BUSY = 3;

/** The station of a street as a program: prints one JSON line when it listens, or what came of a stick. */
async function main(flags: StationFlags): Promise<void> {
  await mkdir(flags.data, { recursive: true, mode: 0o700 });
  const locked = lockFolder(flags.data);
  if (!locked.ok) {
    process.stderr.write(`${JSON.stringify({ refused: 'folder-in-use', pid: locked.pid })}\n`);
    process.exitCode = EXIT_BUSY;
    return;
  }
  const folder = join(flags.data, 'logs');
  const log = openLogFile({ folder, name: 'station', now: () => Date.now() });
  try {
    if (flags.stick === null) await serve(flags, log, locked.lock);
    else await forStick(flags, flags.stick, { log, lock: locked.lock });
  } catch (cause) {
    const code = cause instanceof AppError ? cause.code : 'bug/unexpected';
    log.write('error', 'station/not-started', { code, why: String(cause) });
    await log.close();
    locked.lock.release();
    process.stderr.write(`${JSON.stringify({ failed: code })}\n`);
    process.exitCode = 1;
  }
}

async function forStick(
  flags: StationFlags,
  wish: StickWish,
  { log, lock }: { readonly log: Log; readonly lock: FolderLock },
): Promise<void> {
  const done = await stickCommand(flags, wish, log);
  await log.close();
  lock.release();
  process.stdout.write(`${JSON.stringify(done.ok ? done.value : { refused: done.error })}\n`);
  if (!done.ok) process.exitCode = 1;
}

async function serve(flags: StationFlags, log: Log, lock: FolderLock): Promise<void> {
  const { data, host, port, upstream } = flags;
  const clock = systemClock(flags.fastTime ?? undefined);
  const identity = await openIdentity(flags);
  const url = upstream ?? identity.district;
  if (url === null) throw new AppError('setup/unreachable');
  const tls = isLoopback(host) ? null : await openTls(data, clock);
  const station = await runStation({
    folder: data,
    identity,
    upstream: { url, fingerprint: identity.fingerprint },
    host,
    port,
    tls,
    clock,
    log,
  });
  const stop = (): void => {
    const bound = setTimeout(() => process.exit(1), STOP_BOUND_MS);
    void station.close().then(async () => {
      await log.close();
      lock.release();
      clearTimeout(bound);
      process.exit(0);
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const fingerprint = tls === null ? null : fingerprintOf(tls.cert);
  log.write('info', 'station/listening', { port: station.port, scope: identity.scope });
  const line = { listening: station.port, host, fingerprint, street: identity.scope };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// Whatever this program writes is for the account that runs it alone.
process.umask(0o077);
const flags = readFlags(process.argv.slice(2));
if (flags === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else await main(flags);
