import type { StreetClientFrame, StreetServerFrame } from '../../protocol/sync/street.ts';
import { STREET_DOOR } from '../../protocol/sync/street.ts';
import type { StreetLinkPort } from '../../sync/streetLine.ts';
import { pinnedSocket, type DistrictAddress } from './districtLink.ts';

/** WebSocket to the station of the street; a certificate counts as it does for the district. */
export function streetLink(station: DistrictAddress): StreetLinkPort {
  return {
    open: (onEvent) =>
      pinnedSocket<StreetClientFrame, StreetServerFrame>(station, STREET_DOOR, (event) => {
        if (event.type !== 'open') onEvent(event);
      }),
  };
}

/** `wss://HOST:PORT#FINGERPRINT`; without a fingerprint on this machine alone. Null when it says neither. */
export function readStationAddress(text: string): DistrictAddress | null {
  const [url = '', fingerprint] = text.split('#');
  const isUrl = /^(?:wss?|https?):\/\//.test(url) && URL.canParse(url);
  if (!isUrl || (fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(fingerprint))) return null;
  return { url, fingerprint: fingerprint ?? null };
}
