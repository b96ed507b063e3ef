import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DAY_MS, MINUTE_MS } from '../kernel/time.ts';
import type { Clock } from '../kernel/time.ts';
import type { Log } from '../node/logFile.ts';
import { createSealing } from '../node/sealing.ts';
import { serveLink } from '../node/serveLink.ts';
import type { ConsoleService } from '../node/serveLink.ts';
import { PAGE_HEADERS } from '../protocol/console/contentPolicy.ts';
import { POLL_DOOR } from '../protocol/sync/poll.ts';
import type { Protocols } from '../protocol/sync/versions.ts';
import { createFileSealing } from '../node/files/fileSealing.ts';
import { FileFolder } from '../node/files/fileFolder.ts';
import { ATTACHMENT_BYTES_MAX } from '../protocol/console/attachments.ts';
import { FILL_DOOR } from '../protocol/sync/firstFill.ts';
import { FileForgetting } from './attachments/fileForgetting.ts';
import { FILE_DOOR, fileDoor } from './attachments/fileDoor.ts';
import { openFile } from './attachments/fileDesk.ts';
import type { FileTickets } from './attachments/fileTickets.ts';
import { AuditDesk } from './audit/auditDesk.ts';
import { serveForgetting } from './audit/forgettingDue.ts';
import { HeadSigning } from './audit/headSigning.ts';
import { onceRestored } from './backup/restoredMark.ts';
import { CallHub } from './calls/callHub.ts';
import { demoTelephony, staffedSeats } from './calls/demoTelephony.ts';
import { DeviceTickets } from './deviceTickets.ts';
import { certificateFingerprint } from './districtFolder.ts';
import { bearerOf } from './http/bearer.ts';
import { enrolDoor } from './http/enrolDoor.ts';
import { FrameBytes } from './http/frameBytes.ts';
import { PollDoor } from './http/pollDoor.ts';
import { acceptSync, carried } from './http/syncDoors.ts';
import { isLoopback, startServer } from './http/districtServer.ts';
import type { Routes } from './http/districtServer.ts';
import { serveReference } from './http/referenceDoor.ts';
import { serveStatic } from './http/staticFiles.ts';
import { openDistrict } from './openDistrict.ts';
import type { District, Rules } from './openDistrict.ts';
import { openReplaying } from './replays.ts';
import { endTickets } from './revocations.ts';
import { serveExchange } from './exchange/exchangeDesk.ts';
import { serveStations } from './station/stationDesk.ts';
import type { PostgresChoice } from './store/openStores.ts';
import { JournalEmptying } from './store/journalEmptying.ts';
import { openFills } from './snapshot/openFills.ts';
import { Enrolment } from './sync/enrolment.ts';
import { SyncHub } from './sync/syncHub.ts';
import { WallBook } from './wall/wallBook.ts';
import { wallDoor } from './wall/wallDoor.ts';
import { wallService } from './wall/wallService.ts';
import { webSocketLink } from './wall/webSocketLink.ts';

export type RunOptions = {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly pages: string | null;
  readonly clock: Clock;
  readonly rate: number;
  readonly log: Log;
  /** Factor of the simulated telephones; null while real ones are not connected. */
  readonly simulateCalls: number | null;
  /** Whoever starts it has put it back from a backup. */
  readonly isRestored?: boolean;
  /** How much text goes into a chunk of a first filling; moved by tests alone. */
  readonly fillChunkBytes?: number;
  /** Another release's, in tests alone. */
  readonly protocols?: Protocols;
  readonly rules?: Rules;
  /** A server for the district's memory, instead of a file in its folder. */
  readonly postgres?: PostgresChoice;
};

export type RunningDistrict = {
  readonly port: number;
  /** SHA-256 of the certificate, or null on loopback without TLS. */
  readonly fingerprint: string | null;
  readonly district: District;
  readonly hub: SyncHub;
  readonly hall: CallHub;
  readonly signing: HeadSigning;
  readonly enrolment: Enrolment;
  readonly close: () => Promise<void>;
};

/** A whole district server in this process: decider, sockets, pages. */
export async function runDistrict(options: RunOptions): Promise<RunningDistrict> {
  const { folder, clock, log, host } = options;
  const district = await openDistrict({
    folder,
    clock,
    log,
    rate: options.rate,
    postgres: options.postgres,
    rules: options.rules,
  });
  try {
    const tls = isLoopback(host) ? null : district.secrets.tls;
    const fingerprint = tls === null ? null : certificateFingerprint(district.secrets);
    const enrolment = new Enrolment({ district, clock, log, fingerprint });
    const hub = await SyncHub.open({ ...options, district, enrolment });
    await onceRestored(folder, options.isRestored === true, () => hub.restored());
    const signing = await openSigning(options, district, hub);
    const auditing = new AuditDesk({ district, asks: hub.asks, clock, log });
    serveForgetting({ district, asks: hub.asks, clock });
    const hall = openHall(options, district, hub);
    const book = await WallBook.open({ district, hub, hall, clock });
    hub.asks.provide('wall', () => book.read());
    const wall = wallService({ district, hub, hall, clock, book });
    const files = await openFiles(options, district, hub);
    const fills = await openFills(options, district, hub.asks);
    const polls = new PollDoor({
      accept: (line) => carried(line, { hub, log }),
      mono: () => clock.mono(),
    });
    const doors = { files: files.door, fills: fills.door, polls };
    const routes = routesOf({ ...options, ...doors, district, hub, enrolment, wall });
    serveStations(district, hub.asks);
    serveExchange({ district, asks: hub.asks, log });
    const replaying = await openReplaying(district.core, log);
    const closeParts = async (): Promise<void> => {
      book.close();
      polls.close();
      replaying.close();
      await hall.close();
      // While consoles are still there to be told of the last head.
      await auditing.close();
      await signing.close();
      for (const one of files.forgetting) await one.close();
      await fills.snapshots.close();
      await hub.close();
    };
    const server = await startServer({ host, port: options.port, tls, log, routes }).catch(
      async (cause: unknown) => {
        await closeParts();
        throw cause;
      },
    );
    return {
      port: server.port,
      fingerprint,
      district,
      hub,
      hall,
      signing,
      enrolment,
      async close() {
        await closeParts();
        await server.close();
        await district.close();
      },
    };
  } catch (cause) {
    await district.close();
    throw cause;
  }
}

async function openSigning(
  { clock, log }: RunOptions,
  district: District,
  hub: SyncHub,
): Promise<HeadSigning> {
  const signing = await HeadSigning.open({ district, hub, clock, log });
  hub.onHall({
    ready: (connection) => {
      signing.greet(connection);
    },
    frame: () => undefined,
    gone: () => undefined,
  });
  return signing;
}

const PARTS_KEPT_MS = 30 * DAY_MS;
/** The database goes on when the files have filled their share of the disk. */
const RESERVE_BYTES = 512 * 1024 * 1024;

type Closing = { readonly close: () => Promise<void> };

/**
 * Files of cases: who may bring or take one is asked over the line, the bytes come to their own door. With what clears
 * away behind a redaction, in files of cases and in the district's own.
 */
async function openFiles(
  options: RunOptions,
  district: District,
  hub: SyncHub,
): Promise<{ readonly door: Door; readonly forgetting: readonly Closing[] }> {
  const sealing = createFileSealing(district.secrets.dataKey);
  const files = new FileFolder(join(options.folder, 'files'), sealing, {
    bytesMax: ATTACHMENT_BYTES_MAX,
    reserveBytes: RESERVE_BYTES,
  });
  await files.dropParts(PARTS_KEPT_MS);
  const tickets: FileTickets = new DeviceTickets(() => options.clock.mono());
  endTickets(district, tickets);
  hub.asks.provideTo('file.open', (input, asker) =>
    openFile(input, asker, {
      files,
      tickets,
      caseOf: async (caseId) => (await district.store.cases([caseId]))[0]?.doc ?? null,
      readerOf: (person) => ({
        person,
        grants: district.grantsOf(person, options.clock.wall()),
        unitsAtHome: (scope) =>
          district.profile.catalogue.units
            .filter((unit) => unit.homeScope === scope)
            .map((unit) => unit.id),
      }),
    }),
  );
  const { log } = options;
  const forgetting = [
    new FileForgetting({ district, files, log }),
    new JournalEmptying({ district, log }),
  ];
  return { door: fileDoor(files, tickets), forgetting };
}

function openHall(options: RunOptions, district: District, hub: SyncHub): CallHub {
  const { clock, log, rate, simulateCalls } = options;
  const { catalogue, calendar } = district.profile;
  const sealing = createSealing(district.secrets.dataKey);
  const staffed = simulateCalls === null ? [] : staffedSeats(catalogue);
  let freeStaff: () => readonly string[] = () => [];
  const telephony =
    simulateCalls === null
      ? null
      : demoTelephony(catalogue, {
          clock,
          rate,
          zoneOffsetMs: calendar.offsetMinutes * MINUTE_MS,
          factor: simulateCalls,
          freeStaff: () => freeStaff(),
        });
  const hall = new CallHub({
    district,
    hub,
    clock,
    log,
    sealing,
    telephony,
    staffedSeats: staffed,
  });
  freeStaff = () => hall.freeStaff();
  return hall;
}

type Parts = RunOptions & {
  readonly district: District;
  readonly hub: SyncHub;
  readonly enrolment: Enrolment;
  readonly wall: ConsoleService;
  readonly files: Door;
  readonly polls: PollDoor;
  readonly fills: Door;
};
type Door = Routes['request'];

function routesOf(parts: Parts): Routes {
  const { hub, clock, log, wall } = parts;
  const enrol = enrolDoor(parts.enrolment, () => clock.mono());
  const door = wallDoor(parts.district.secrets.wallToken);
  const frames = new FrameBytes();
  return {
    async request(request, response, url) {
      if (request.method === 'POST' && url.pathname === '/enrol') return enrol(request, response);
      if (url.pathname === POLL_DOOR) return parts.polls.request(request, response, url);
      if (url.pathname.startsWith(FILE_DOOR)) return parts.files(request, response, url);
      if (url.pathname.startsWith(FILL_DOOR)) return parts.fills(request, response, url);
      if (request.method !== 'GET') response.writeHead(405, PAGE_HEADERS).end();
      else if (url.pathname.startsWith('/ref/')) await serveRef(parts, { request, url }, response);
      else if (parts.pages === null) response.writeHead(404, PAGE_HEADERS).end();
      else {
        door.remember(url, response);
        await serveStatic(parts.pages, url.pathname, response);
      }
    },
    sockets: {
      '/sync': {
        from: 'programs',
        mayEnter: () => true,
        accept: (socket) => {
          acceptSync(socket, { hub, log, frames });
        },
      },
      '/link': {
        from: 'own-pages',
        mayEnter: door.mayEnter,
        accept: (socket) => {
          serveLink(webSocketLink(socket), wall, log);
        },
      },
    },
  };
}

async function serveRef(
  { hub, folder }: Parts,
  { request, url }: { readonly request: IncomingMessage; readonly url: URL },
  response: ServerResponse,
): Promise<void> {
  const isKnown = hub.asks.isRefToken(bearerOf(request));
  if (!isKnown) response.writeHead(403).end();
  else await serveReference(folder, url.pathname.slice('/ref/'.length), response);
}
