import type { LinkEvent, LinkPort, SyncLink } from './syncPorts.ts';

/** So long whoever still has his station leaves it to the station to find the district again. */
const DIRECT_AFTER_MS = 30_000;

export type EitherPorts = {
  readonly station: LinkPort;
  readonly district: LinkPort;
  /** The station is there, whether it reaches the district or not. */
  readonly isStationThere: () => boolean;
  readonly mono: () => number;
};

/**
 * The addresses of a console: the station of its street, and the district. A station that closes before it has
 * said anything leaves the way to the district; one that is there has the first word when the line is back, so
 * that the street's acts come in its order. One that says nothing at all is passed over the next time.
 */
export function eitherLink({ station, district, isStationThere, mono }: EitherPorts): LinkPort {
  let isDoubted = false;
  let directAt = Number.NEGATIVE_INFINITY;
  const isLeftToStation = (): boolean => isStationThere() && mono() - directAt < DIRECT_AFTER_MS;
  return {
    open(onEvent) {
      if (isDoubted) {
        isDoubted = false;
        return district.open(onEvent);
      }
      isDoubted = true;
      let isHeard = false;
      let instead: SyncLink | null = null;
      let isOver = false;
      const first = station.open((event: LinkEvent) => {
        if (isOver || instead !== null) return;
        isHeard ||= event.type === 'frame';
        if (event.type !== 'open') isDoubted = false;
        if (event.type !== 'closed' || isHeard || isLeftToStation()) {
          if (event.type === 'closed' && isHeard) directAt = mono();
          onEvent(event);
          return;
        }
        directAt = mono();
        instead = district.open(onEvent);
      });
      const now = (): SyncLink => instead ?? first;
      return {
        send(frame) {
          now().send(frame);
        },
        close() {
          isOver = true;
          if (isHeard) directAt = mono();
          now().close();
        },
      };
    },
  };
}
