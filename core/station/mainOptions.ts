import { parseArgs } from 'node:util';

export type StationFlags = {
  readonly data: string;
  /** Where the district is; kept at the enrolment, so it is said again only when it has moved. */
  readonly upstream: string | null;
  readonly host: string;
  readonly port: number;
  /** One-time code for a device of the street: for the first start alone. */
  readonly code: string | null;
  readonly demo: { readonly folder: string; readonly device: string } | null;
};

export const USAGE = `station --data FOLDER [--upstream wss://DISTRICT:PORT] [--host ADDRESS] [--port N] [--code CODE]
        [--enrol-demo FOLDER --demo-device NAME]
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
      },
    });
    const { data, upstream = null, host, code = null } = values;
    const port = Number(values.port);
    const demo = demoOf(values['enrol-demo'], values['demo-device']);
    if (data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) return null;
    if (demo === 'bad') return null;
    return { data, upstream, host, port, code, demo };
  } catch {
    // An unknown flag: the usage says it all.
    return null;
  }
}

function demoOf(folder: string | undefined, device: string | undefined) {
  if (folder === undefined && device === undefined) return null;
  return folder === undefined || device === undefined ? 'bad' : { folder, device };
}
