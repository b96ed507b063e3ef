import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import type { ClientFrame, ServerFrame } from '../../protocol/sync/frames.ts';
import { eitherLink } from '../../sync/eitherLink.ts';
import type { LinkPort } from '../../sync/syncPorts.ts';
import { bothWays } from './bothWays.ts';
import { SYNC_DOOR, type DistrictAddress } from './districtLink.ts';

export type ConsoleLines = {
  readonly address: DistrictAddress;
  /** Stands in for the way to the district in tests. */
  readonly given: LinkPort | undefined;
  readonly station: DistrictAddress | null;
  readonly isStationThere: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
};

/** How a console reaches the district: over its street's station if there is one, by socket or by plain HTTP. */
export function consoleLines(of: ConsoleLines): LinkPort {
  const { address, given, station, isStationThere, clock, log } = of;
  const mono = (): number => clock.mono();
  const wayTo = (place: DistrictAddress, over: object): LinkPort =>
    bothWays<ClientFrame, ServerFrame>(place, SYNC_DOOR, {
      mono,
      onWay: (way) => {
        log.write('info', 'sync/way', { way, ...over });
      },
    });
  const district = given ?? wayTo(address, {});
  if (station === null) return district;
  return eitherLink({
    station: wayTo(station, { over: 'station' }),
    district,
    isStationThere,
    mono,
  });
}
