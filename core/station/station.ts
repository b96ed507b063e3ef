import type { ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { startServer } from '../district/http/districtServer.ts';
import type { RunningServer } from '../district/http/districtServer.ts';
import type { Identity } from '../host/identity.ts';
import { SYNC_DOOR } from '../host/sync/districtLink.ts';
import type { DistrictAddress } from '../host/sync/districtLink.ts';
import type { Clock } from '../kernel/time.ts';
import type { TlsIdentity } from '../node/certificate.ts';
import { deviceVerifier } from '../node/deviceKey.ts';
import type { Log } from '../node/logFile.ts';
import { PAGE_HEADERS } from '../protocol/console/contentPolicy.ts';
import { STREET_BEAT_MS, STREET_DOOR } from '../protocol/sync/street.ts';
import type { StreetDevice } from '../protocol/sync/street.ts';
import { Bringing } from './bringing.ts';
import { RelayStore } from './relayStore.ts';
import { StreetHub } from './streetHub.ts';
import { Tunnels } from './tunnel.ts';
import { Upstream } from './upstream.ts';

export type StationOptions = {
  readonly folder: string;
  readonly identity: Identity;
  readonly upstream: DistrictAddress;
  readonly host: string;
  readonly port: number;
  /** Null on loopback alone. */
  readonly tls: TlsIdentity | null;
  readonly clock: Clock;
  readonly log: Log;
};

export type RunningStation = { readonly port: number; readonly close: () => Promise<void> };

/** A console that does not read what it is told: it is hung up on, and is told all that is undecided when it greets. */
const UNREAD_MAX = 8 * 1024 * 1024;

export const STATION_PROGRAM = 'shaotai-station/0.1.0';

/** The station of a street: a way to the district while there is one, and the team's memory while there is none. */
export async function runStation(options: StationOptions): Promise<RunningStation> {
  const { folder, log, clock, identity, upstream: address } = options;
  const store = await RelayStore.open(folder, log);
  const known = new Map<string, StreetDevice>();
  learn(known, await store.devices());
  const tunnels = new Tunnels(address);
  const upstream = new Upstream({
    identity,
    address,
    program: STATION_PROGRAM,
    clock,
    log,
    onChange: (isUp) => {
      log.write('info', isUp ? 'station/line-up' : 'station/line-cut');
      if (!isUp) tunnels.endAll();
      hub.tellLine();
      bringing.wake();
    },
  });
  const bringing: Bringing = new Bringing({
    store,
    upstream,
    clock,
    log,
    onDecided: (decisions) => {
      hub.tellDecided(decisions);
    },
    onDrained: () => {
      hub.tellLine();
    },
    onDevices: (devices) => {
      learn(known, devices);
      hub.checkDevices();
    },
  });
  const hub: StreetHub = new StreetHub({
    store,
    log,
    deviceOf: (device) => known.get(device),
    verifierOf: deviceVerifier,
    onUnknown: () => {
      bringing.askDevices();
    },
    isLineUp: () => bringing.isThrough,
    onKept: (batch, sentAt) => {
      bringing.kept(batch, sentAt);
    },
  });
  const server = await listen(options, (socket, door) => {
    if (door === STREET_DOOR) acceptStreet(socket, hub);
    else if (bringing.isThrough) tunnels.accept(socket);
    else socket.close(1013);
  });
  const beat = setInterval(() => {
    hub.tellLine();
    bringing.wake();
  }, STREET_BEAT_MS);
  return {
    port: server.port,
    async close() {
      clearInterval(beat);
      tunnels.endAll();
      upstream.close();
      await bringing.stop();
      await hub.close();
      await server.close();
      await store.close();
    },
  };
}

function learn(known: Map<string, StreetDevice>, devices: readonly StreetDevice[]): void {
  known.clear();
  for (const one of devices) known.set(one.device, one);
}

function listen(
  { host, port, tls, log }: StationOptions,
  accept: (socket: WebSocket, door: string) => void,
): Promise<RunningServer> {
  const door = (path: string) => ({
    from: 'programs' as const,
    mayEnter: () => true,
    accept: (socket: WebSocket) => {
      accept(socket, path);
    },
  });
  const sockets = { [SYNC_DOOR]: door(SYNC_DOOR), [STREET_DOOR]: door(STREET_DOOR) };
  return startServer({ host, port, tls, log, routes: { request: nothingHere, sockets } });
}

/** Files and reference data have doors at the district alone. */
function nothingHere(_request: unknown, response: ServerResponse): Promise<void> {
  response.writeHead(404, PAGE_HEADERS).end();
  return Promise.resolve();
}

function acceptStreet(socket: WebSocket, hub: StreetHub): void {
  const connection = hub.accept({
    send: (text) => {
      if (socket.bufferedAmount > UNREAD_MAX) socket.terminate();
      else socket.send(text);
    },
    close: () => {
      socket.close();
    },
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close();
    else connection.receive((data as Buffer).toString('utf8'));
  });
  for (const event of ['close', 'error'] as const) socket.on(event, connection.gone);
}
