import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FailureCode } from '../protocol/errors.ts';
import { writeIdentity, type Identity } from './identity.ts';
import type { DeskStore } from './store/deskStore.ts';
import type { DistrictAddress } from './sync/districtLink.ts';
import { knownStation, readStationAddress } from './sync/streetLink.ts';

export type Place = 'district' | 'station';

/** What a start says of them; null where it says nothing. */
export type SaidAtStart = {
  readonly district: string | null;
  readonly station?: DistrictAddress | null;
};

export type AddressPorts = {
  readonly identity: Identity;
  readonly said: SaidAtStart;
  readonly desk: Pick<DeskStore, 'setting' | 'setSetting'>;
  readonly dataFolder: string;
  readonly systemKey: string | null;
};

type Movable = { -readonly [K in keyof DistrictAddress]: DistrictAddress[K] };

/** Where nobody is: a console of a demo that was told of no district. */
const NOWHERE = 'ws://127.0.0.1:1';

/**
 * Where this console finds its district and the station of its street, and by which certificates it knows them.
 * Whoever dials holds these very objects, and reads them each time that he dials: a change counts from then on.
 */
export class Addresses {
  readonly #ports: AddressPorts;
  readonly #district: Movable;
  /** What it is known by off this machine: no address in clear makes it forgotten. */
  #pinned: string | null;
  readonly #station: Movable | null;
  /** Of the station, where it is another at the next start. */
  #next: DistrictAddress | null;

  private constructor(ports: AddressPorts, station: DistrictAddress | null) {
    const { identity, said } = ports;
    this.#ports = ports;
    this.#district = addressOf(identity, said);
    this.#pinned = identity.fingerprint;
    this.#station = station === null ? null : { ...station };
    this.#next = station;
  }

  static async open(ports: AddressPorts): Promise<Addresses> {
    return new Addresses(ports, await knownStation(ports.desk, ports.said.station ?? null));
  }

  get district(): DistrictAddress {
    return this.#district;
  }

  /** Null where this run has none, whatever was kept since. */
  get station(): DistrictAddress | null {
    return this.#station;
  }

  /** As somebody reads and writes them. */
  shown(): { readonly district: string; readonly station: string } {
    return {
      district: textOf(this.#district),
      station: this.#next === null ? '' : textOf(this.#next),
    };
  }

  /** Whether the start of this program names it, so that what is kept here counts until the next one alone. */
  isSaid(place: Place): boolean {
    return (this.#ports.said[place] ?? null) !== null;
  }

  /**
   * A text as an address; the district's without a fingerprint keeps the certificate that it was enrolled with. In
   * clear on this machine alone: elsewhere nobody would be believed there.
   */
  read(place: Place, text: string): Result<DistrictAddress, FailureCode> {
    const address = readStationAddress(text.trim());
    if (address === null || (isPlain(address.url) && !isHere(address.url)))
      return err(place === 'station' ? 'setup/bad-station' : 'setup/bad-address');
    if (place === 'station' || isPlain(address.url)) return ok(address);
    return ok({ ...address, fingerprint: address.fingerprint ?? this.#pinned });
  }

  /** Kept for every start from now on; false where this run goes on as before. No station is `null`. */
  async keep(place: Place, address: DistrictAddress | null): Promise<boolean> {
    if (place === 'station') return this.#keepStation(address);
    if (address === null) return false;
    const { identity, dataFolder, systemKey } = this.#ports;
    const { url: district } = address;
    const fingerprint = address.fingerprint ?? this.#pinned;
    await writeIdentity(dataFolder, { ...identity, district, fingerprint }, systemKey);
    this.#pinned = fingerprint;
    Object.assign(this.#district, address);
    return true;
  }

  async #keepStation(address: DistrictAddress | null): Promise<boolean> {
    await this.#ports.desk.setSetting('station', address);
    this.#next = address;
    // Lines to a station are made at the start, or there are none.
    if (this.#station === null || address === null) return this.#station === address;
    Object.assign(this.#station, address);
    return true;
  }
}

export function addressOf(
  { district, fingerprint }: Identity,
  said: Pick<SaidAtStart, 'district'>,
): DistrictAddress {
  const url = said.district ?? district ?? NOWHERE;
  // In clear there is no certificate to hold it against, and this machine alone is believed.
  return { url, fingerprint: isPlain(url) ? null : fingerprint };
}

function isPlain(url: string): boolean {
  return /^(?:ws|http):/.test(url);
}

function isHere(url: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

function textOf({ url, fingerprint }: DistrictAddress): string {
  return fingerprint === null ? url : `${url}#${fingerprint}`;
}
