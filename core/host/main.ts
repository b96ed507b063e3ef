import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../node/systemClock.ts';
import { AppError } from '../protocol/errors.ts';
import { openHost, type Host } from './host.ts';
import { takeDemoDevice } from './demoDevice.ts';
import type { Identity } from './identity.ts';
import { readFlags, USAGE, type HostFlags } from './mainOptions.ts';
import { bodyPort, serviceFor, type BodyPort } from './serve/bodyPort.ts';
import { serveLink } from '../node/serveLink.ts';
import { startWebServer, type WebServer } from './serve/webServer.ts';

/*
 * node out/host/main.js, with the flags of mainOptions.ts.
 *
 * As a utility process of the desktop body it is told `start`, given ports, and told `stop`. As a plain
 * process it serves pages and `/link` on loopback and prints one JSON line when it is ready.
 */

// Cases and what was typed lie in these files: they are for the account that runs this program alone.
process.umask(0o077);

const EXIT_USAGE = 2;
const EXIT_BUSY = 75;
const EXIT_DATA_NEWER = 76;
const flags = flagsOrUsage();
const dataFolder = resolve(flags.data);
let host: Host | null = null;
let web: WebServer | null = null;
let isStopping = false;

function flagsOrUsage(): HostFlags {
  const read = readFlags(process.argv.slice(2));
  if (read !== null) return read;
  process.stderr.write(`${USAGE}\n`);
  process.exit(EXIT_USAGE);
}

async function start(systemKey: string | null): Promise<Host> {
  const { reference: referenceFolder, district, station, witness, fastTime } = flags;
  return openHost({
    ...{ dataFolder, referenceFolder, district, station, witness },
    clock: systemClock(fastTime ?? undefined),
    rate: fastTime?.rate ?? 1,
    systemKey,
    demoIdentity,
  });
}

/** Demo folders hold ready-made devices: in the folder named, in this one, or beside it. */
async function demoIdentity(): Promise<Identity | null> {
  const above = dirname(dataFolder);
  const { folder: given, device: wanted } = flags.demo;
  const folders =
    given === null
      ? [join(dataFolder, 'demo'), join(above, 'demo'), join(above, 'district', 'demo')]
      : [given, join(given, 'demo')];
  return takeDemoDevice(folders, { dataFolder, wanted });
}

/** Pages as they were built: beside the bundle, or in the checkout's out folder. */
function pagesFolder(): string | null {
  if (flags.pages !== null) return resolve(flags.pages);
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, '..', 'renderer'), join(here, '..', '..', 'out', 'renderer')];
  return places.find((folder) => existsSync(join(folder, 'index.html'))) ?? null;
}

async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await web?.close();
  await host?.close();
  process.exit(code);
}

async function serveBody(body: BodyPort): Promise<void> {
  host = await start(await body.started);
  const { service, wall, log } = host;
  body.onLink((link, window) => serveLink(link, serviceFor(window, { service, wall }), log));
  body.onStop(() => void stop(0));
  body.ready();
}

async function servePages(): Promise<void> {
  host = await start(null);
  const { service, log } = host;
  web = await startWebServer({
    port: flags.port,
    pages: pagesFolder(),
    onLink: (link) => serveLink(link, service, log),
  });
  const url = `http://127.0.0.1:${web.port}`;
  process.stdout.write(`${JSON.stringify({ listening: web.port, url, data: dataFolder })}\n`);
  process.stdout.write(`ready ${url}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => void stop(0));
}
process.on('uncaughtException', (cause) => {
  // Our own claim was false: what is on disk is whole, so the process ends and its parent starts it again.
  process.stderr.write(`${cause.stack ?? cause.message}\n`);
  host?.log.write('error', 'bug/unexpected', { why: cause.message });
  void host?.log.flush().finally(() => process.exit(70));
});

try {
  const body = bodyPort();
  await (body === null ? servePages() : serveBody(body));
} catch (cause) {
  const code = cause instanceof AppError ? cause.code : 'bug/unexpected';
  const details = cause instanceof AppError ? cause.details : {};
  process.stderr.write(`${JSON.stringify({ error: code, ...details })}\n`);
  if (!(cause instanceof AppError)) process.stderr.write(`${String(cause)}\n`);
  const exits: Partial<Record<string, number>> = {
    'storage/busy': EXIT_BUSY,
    'storage/from-the-future': EXIT_DATA_NEWER,
  };
  process.exit(exits[code] ?? 1);
}
