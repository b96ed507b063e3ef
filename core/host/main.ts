import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFastTime, systemClock } from '../node/systemClock.ts';
import { AppError } from '../protocol/errors.ts';
import { openHost, type Host } from './host.ts';
import { readStationAddress } from './sync/streetLink.ts';
import { takeDemoDevice } from './demoDevice.ts';
import type { Identity } from './identity.ts';
import { bodyPort, serviceFor, type BodyPort } from './serve/bodyPort.ts';
import { serveLink } from '../node/serveLink.ts';
import { startWebServer, type WebServer } from './serve/webServer.ts';

/*
 * node out/host/main.js --data DIR [--district URL] [--port N] [--static DIR] [--reference DIR]
 *   [--station ws://HOST:PORT#FINGERPRINT] [--enrol-demo DIR] [--demo-device ID] [--witness FILE] [--fast-time from,at,rate]
 *
 * As a utility process of the desktop body it is told `start`, given ports, and told `stop`. As a plain
 * process it serves pages and `/link` on loopback and prints one JSON line when it is ready.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    district: { type: 'string' },
    station: { type: 'string' },
    port: { type: 'string' },
    static: { type: 'string' },
    reference: { type: 'string' },
    'enrol-demo': { type: 'string' },
    'demo-device': { type: 'string' },
    witness: { type: 'string' },
    'fast-time': { type: 'string' },
  },
});

// Cases and what was typed lie in these files: they are for the account that runs this program alone.
process.umask(0o077);

const EXIT_BUSY = 75;
const EXIT_DATA_NEWER = 76;
const dataFolder = resolve(values.data ?? 'console');
const fast = readFastTime(values['fast-time']);
const fastTime = fast === null || fast === 'bad' ? undefined : fast;
let host: Host | null = null;
let web: WebServer | null = null;
let isStopping = false;

async function start(systemKey: string | null): Promise<Host> {
  return openHost({
    dataFolder,
    referenceFolder: values.reference ?? null,
    district: values.district ?? null,
    station: values.station === undefined ? null : readStationAddress(values.station),
    clock: systemClock(fastTime),
    rate: fastTime?.rate ?? 1,
    witness: values.witness ?? null,
    systemKey,
    demoIdentity,
  });
}

/** Demo folders hold ready-made devices: in the folder named, in this one, or beside it. */
async function demoIdentity(): Promise<Identity | null> {
  const above = dirname(dataFolder);
  const given = values['enrol-demo'];
  const folders =
    given === undefined
      ? [join(dataFolder, 'demo'), join(above, 'demo'), join(above, 'district', 'demo')]
      : [given, join(given, 'demo')];
  return takeDemoDevice(folders, { dataFolder, wanted: values['demo-device'] ?? 'district' });
}

/** Pages as they were built: beside the bundle, or in the checkout's out folder. */
function pagesFolder(): string | null {
  if (values.static !== undefined) return resolve(values.static);
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
    port: Number(values.port ?? '0'),
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
