import { parseArgs } from 'node:util';
import { readFastTime, type FastTime } from '../node/systemClock.ts';
import type { DistrictAddress } from './sync/districtLink.ts';
import { stationNamed } from './sync/streetLink.ts';

export type HostFlags = {
  readonly data: string;
  /** Said here, it counts before what was kept. */
  readonly district: string | null;
  readonly station: DistrictAddress | null;
  /** Of the pages, where they are served; 0 is any. */
  readonly port: number;
  readonly pages: string | null;
  readonly reference: string | null;
  readonly demo: { readonly folder: string | null; readonly device: string };
  readonly witness: string | null;
  readonly fastTime: FastTime | null;
};

export const USAGE = `host [--data FOLDER] [--district URL] [--station wss://HOST:PORT#FINGERPRINT] [--port N]
     [--static FOLDER] [--reference FOLDER] [--enrol-demo FOLDER] [--demo-device ID] [--witness FILE]
     [--fast-time FROM,AT,RATE]`;

/** Null when a flag is unknown or says nothing sensible: nothing starts by half of what it was told. */
export function readFlags(args: readonly string[]): HostFlags | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: 'console' },
        district: { type: 'string' },
        station: { type: 'string' },
        port: { type: 'string', default: '0' },
        static: { type: 'string' },
        reference: { type: 'string' },
        'enrol-demo': { type: 'string' },
        'demo-device': { type: 'string', default: 'district' },
        witness: { type: 'string' },
        'fast-time': { type: 'string' },
      },
    });
    const { data, district = null, reference = null, witness = null } = values;
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return null;
    const station = stationNamed(values.station);
    const fastTime = readFastTime(values['fast-time']);
    if (station === 'bad' || fastTime === 'bad') return null;
    const { 'enrol-demo': folder = null, 'demo-device': device, static: pages = null } = values;
    const demo = { folder, device };
    return { data, district, station, port, pages, reference, demo, witness, fastTime };
  } catch {
    // An unknown flag: the usage says it all.
    return null;
  }
}
