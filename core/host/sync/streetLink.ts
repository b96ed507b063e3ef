import { STREET_DOOR } from '../../protocol/sync/street.ts';
import type { StreetClientFrame, StreetServerFrame } from '../../protocol/sync/street.ts';
import type { Way } from '../../sync/fallbackLink.ts';
import type { StreetLinkPort } from '../../sync/streetLine.ts';
import type { DeskStore } from '../store/deskStore.ts';
import { bothWays } from './bothWays.ts';
import type { DistrictAddress } from './districtLink.ts';

/** To the station of the street; a certificate counts as it does for the district. */
export function streetLink(
  station: DistrictAddress,
  ways: { readonly mono: () => number; readonly onWay?: (way: Way) => void },
): StreetLinkPort {
  const link = bothWays<StreetClientFrame, StreetServerFrame>(station, STREET_DOOR, ways);
  return {
    get address() {
      return station.url;
    },
    open: (onEvent) => link.open(onEvent),
  };
}

/** Said once, at a start or at the enrolment, it is known at the next start. */
export async function knownStation(
  desk: Pick<DeskStore, 'setting' | 'setSetting'>,
  said: DistrictAddress | null,
): Promise<DistrictAddress | null> {
  if (said !== null) await desk.setSetting('station', said);
  return said ?? ((await desk.setting('station')) as DistrictAddress | null);
}

/** What a form names; null where it names none. */
export function stationNamed(text: string | undefined): DistrictAddress | null | 'bad' {
  return text === undefined ? null : (readStationAddress(text) ?? 'bad');
}

/** `wss://HOST:PORT#FINGERPRINT`; without a fingerprint on this machine alone. Null when it says neither. */
export function readStationAddress(text: string): DistrictAddress | null {
  const [url = '', fingerprint] = text.split('#');
  const isUrl = /^(?:wss?|https?):\/\//.test(url) && URL.canParse(url);
  if (!isUrl || (fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(fingerprint))) return null;
  return { url, fingerprint: fingerprint ?? null };
}
