import { parseArgs } from 'node:util';
import { readFastTime, type FastTime } from '../node/systemClock.ts';

export type StationFlags = {
  readonly data: string;
  /** Where the district is; kept at the enrolment, so it is said again only when it has moved. */
  readonly upstream: string | null;
  readonly host: string;
  readonly port: number;
  /** One-time code for a device of the street: for the first start alone. */
  readonly code: string | null;
  /** Nothing is served: a file is written into this folder, or an answer is taken in, and that was all. */
  readonly stick: StickWish | null;
  readonly fastTime: FastTime | null;
  readonly demo: { readonly folder: string; readonly device: string } | null;
};

export type StickWish = { readonly way: 'write' | 'take'; readonly path: string };

export const USAGE = `station --data FOLDER [--upstream wss://DISTRICT:PORT] [--host ADDRESS] [--port N] [--code CODE]
        [--enrol-demo FOLDER --demo-device NAME] [--fast-time FROM,AT,RATE]
station --data FOLDER --stick-write FOLDER | --stick-take FILE   while it does not run
  The first start enrols it with a code for a console of its street and needs --upstream.`;

/** Null when a flag is missing or says nothing sensible. */
export function readFlags(args: readonly string[]): StationFlags | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        upstream: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '7710' },
        code: { type: 'string' },
        'enrol-demo': { type: 'string' },
        'demo-device': { type: 'string' },
        'fast-time': { type: 'string' },
        'stick-write': { type: 'string' },
        'stick-take': { type: 'string' },
      },
    });
    const { data, upstream = null, host, code = null } = values;
    const port = Number(values.port);
    const demo = demoOf(values['enrol-demo'], values['demo-device']);
    if (data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) return null;
    const stick = stickOf(values['stick-write'], values['stick-take']);
    const fastTime = readFastTime(values['fast-time']);
    if (demo === 'bad' || stick === 'bad' || fastTime === 'bad') return null;
    return { data, upstream, host, port, code, stick, fastTime, demo };
  } catch {
    // An unknown flag: the usage says it all.
    return null;
  }
}

function demoOf(folder: string | undefined, device: string | undefined) {
  if (folder === undefined && device === undefined) return null;
  return folder === undefined || device === undefined ? 'bad' : { folder, device };
}

function stickOf(write: string | undefined, take: string | undefined): StickWish | null | 'bad' {
  if (write !== undefined && take !== undefined) return 'bad';
  if (write !== undefined) return { way: 'write', path: write };
  return take === undefined ? null : { way: 'take', path: take };
}
