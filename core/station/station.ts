import { startServer } from '../district/http/districtServer.ts';
import type { CarriedLine, FrameSocket } from '../district/sync/frameSocket.ts';
import type { Identity } from '../host/identity.ts';
import { SYNC_DOOR } from '../host/sync/districtLink.ts';
import type { DistrictAddress } from '../host/sync/districtLink.ts';
import type { Clock } from '../kernel/time.ts';
import type { TlsIdentity } from '../node/certificate.ts';
import { deviceVerifier } from '../node/deviceKey.ts';
import type { Log } from '../node/logFile.ts';
import { STREET_BEAT_MS, STREET_DOOR } from '../protocol/sync/street.ts';
import type { StreetDevice } from '../protocol/sync/street.ts';
import type { Protocols } from '../protocol/sync/versions.ts';
import { Bringing } from './bringing.ts';
import { Doors } from './doors.ts';
import { RelayStore } from './relayStore.ts';
import { Stick } from './stick.ts';
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
  /** Moved by tests alone: another release of this program. */
  readonly protocols?: Protocols;
};

export type RunningStation = { readonly port: number; readonly close: () => Promise<void> };

export const STATION_PROGRAM = 'shaotai-station/0.1.0';

/** The station of a street: a way to the district while there is one, and the team's memory while there is none. */
export async function runStation(options: StationOptions): Promise<RunningStation> {
  const { folder, log, clock } = options;
  const { host, port, tls } = options;
  const store = await RelayStore.open(folder, log);
  const known = new Map<string, StreetDevice>();
  learn(known, await store.devices());
  const tunnels = new Tunnels(options.upstream);
  const upstream = upstreamOf(options, store, (isUp) => {
    if (!isUp) tunnels.endAll();
    hub.tellLine();
    bringing.wake();
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
  const stick = new Stick({
    store,
    identity: options.identity,
    onDecided: (decisions) => {
      hub.tellDecided(decisions);
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
    answer: (ask) => stick.answer(ask),
    ...releaseOf(options),
  });
  const doors = doorsOf(options, { hub, bringing, tunnels });
  const server = await startServer({ host, port, tls, log, routes: doors.routes() });
  const beat = setInterval(() => {
    hub.tellLine();
    bringing.wake();
  }, STREET_BEAT_MS);
  return {
    port: server.port,
    async close() {
      clearInterval(beat);
      doors.close();
      tunnels.endAll();
      upstream.close();
      await bringing.stop();
      await hub.close();
      await server.close();
      await store.close();
    },
  };
}

function upstreamOf(
  options: StationOptions,
  store: RelayStore,
  onChange: (isUp: boolean) => void,
): Upstream {
  const { identity, upstream: address, clock, log } = options;
  return new Upstream({
    identity,
    address,
    program: STATION_PROGRAM,
    clock,
    log,
    onChange: (isUp) => {
      log.write('info', isUp ? 'station/line-up' : 'station/line-cut');
      onChange(isUp);
    },
    onDistrict: (mark) => store.setDistrict(mark),
    ...releaseOf(options),
  });
}

type Behind = {
  readonly hub: StreetHub;
  readonly bringing: Bringing;
  readonly tunnels: Tunnels;
};

function doorsOf({ clock }: StationOptions, { hub, bringing, tunnels }: Behind): Doors {
  return new Doors(clock, {
    [STREET_DOOR]: (line) => hub.accept(line),
    [SYNC_DOOR]: (line) => (bringing.isThrough ? tunnels.accept(line) : shut(line)),
  });
}

function releaseOf({ protocols }: StationOptions): Pick<StationOptions, 'protocols'> {
  return protocols === undefined ? {} : { protocols };
}

function learn(known: Map<string, StreetDevice>, devices: readonly StreetDevice[]): void {
  known.clear();
  for (const one of devices) known.set(one.device, one);
}

/** The district is not to be reached through here now: whoever dials learns it at once. */
function shut(line: FrameSocket): CarriedLine {
  setImmediate(() => {
    line.close();
  });
  return { hear: () => undefined, gone: () => undefined, isStranger: () => true };
}
