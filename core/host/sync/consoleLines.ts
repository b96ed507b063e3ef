import type { Clock } from '../../kernel/time.ts';
import type { Log } from '../../node/logFile.ts';
import { eitherLink } from '../../sync/eitherLink.ts';
import { fallbackLink } from '../../sync/fallbackLink.ts';
import type { LinkPort } from '../../sync/syncPorts.ts';
import { districtLink, type DistrictAddress } from './districtLink.ts';
import { pollLink } from './pollLink.ts';

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
  const district =
    given ??
    fallbackLink({
      socket: districtLink(() => address),
      poll: pollLink(() => address),
      mono,
      onWay: (way) => {
        log.write('info', 'sync/way', { way });
      },
    });
  if (station === null) return district;
  return eitherLink({ station: districtLink(() => station), district, isStationThere, mono });
}
