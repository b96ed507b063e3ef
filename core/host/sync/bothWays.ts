import { pollDoorOf } from '../../protocol/sync/poll.ts';
import { fallbackLink, type Way } from '../../sync/fallbackLink.ts';
import type { FramePort } from '../../sync/syncPorts.ts';
import { pinnedLink, type DistrictAddress } from './districtLink.ts';
import { pollLink } from './pollLink.ts';

/** A door of whoever has this address, by socket, or by plain HTTP where a network ends sockets. */
export function bothWays<Said, Heard extends { readonly f: string }>(
  address: DistrictAddress,
  door: string,
  ways: { readonly mono: () => number; readonly onWay?: (way: Way) => void },
): FramePort<Said, Heard> {
  return fallbackLink<Said, Heard>({
    ...ways,
    socket: pinnedLink(() => address, door),
    poll: pollLink(() => address, pollDoorOf(door)),
  });
}
