import { parseArgs } from 'node:util';
import { parseLocalDay, formatLocalDay } from '../domain/calendar/localDay.ts';
import type { LocalDay } from '../kernel/time.ts';
import { readFastTime, type FastTime } from '../node/systemClock.ts';
import { readStoreAddress } from './store/storeAddress.ts';
import type { StoreAddress } from './store/storeAddress.ts';

export type MainOptions = {
  readonly data: string;
  readonly postgres: StoreAddress;
  readonly port: number;
  readonly host: string;
  /** Folder of the built pages, or null. */
  readonly pages: string | null;
  /** Factor on the district's own arrival curve; null leaves the telephones silent. */
  readonly simulateCalls: number | null;
  readonly fastTime: FastTime | null;
  /** Scopes for which a one-time code is printed at the start: how the first console gets in. */
  readonly codes: readonly string[];
  /** It was put back from a backup: for this one start. */
  readonly isRestored: boolean;
  /** Move what stands in the folder's file to the server, and end. */
  readonly isMoveIn: boolean;
  /** Make this login the first administrator, and end. */
  readonly firstAdministrator: { readonly login: string; readonly name: string | null } | null;
  /** Say what became of the leased numbers of this day, and end. */
  readonly numberReport: LocalDay | null;
};

export const USAGE = `district --data FOLDER [--port N] [--host ADDRESS] [--static FOLDER]
         [--simulate-calls FACTOR] [--fast-time FROM,AT,RATE] [--code SCOPE]...
         [--restored]   (for the one start after it was put back from a backup)
         [--store sqlite|postgres|postgres://USER@HOST/DATABASE]
           (postgres: PGHOST, PGPORT, PGUSER, PGDATABASE say where; a password comes from PGPASSWORD or
           PGPASSFILE, never from here. A second process on the same folder waits and takes over.)
district --data FOLDER --store postgres... --move-in   (what stands in the folder's file goes to the server)
district --data FOLDER --first-administrator LOGIN [--name NAME]   (password on stdin)
district --data FOLDER --number-report YYYY-MM-DD   (leased numbers: used, told for nothing, unused)`;

/** Null when a flag is missing or says nothing sensible. */
export function readOptions(args: readonly string[]): MainOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '7700' },
        host: { type: 'string', default: '127.0.0.1' },
        static: { type: 'string' },
        'simulate-calls': { type: 'string' },
        'fast-time': { type: 'string' },
        'first-administrator': { type: 'string' },
        name: { type: 'string' },
        'number-report': { type: 'string' },
        store: { type: 'string', default: 'sqlite' },
        restored: { type: 'boolean', default: false },
        'move-in': { type: 'boolean', default: false },
        code: { type: 'string', multiple: true, default: [] },
      },
    });
    const port = Number(values.port);
    const simulateCalls = numberOrNull(values['simulate-calls']);
    const fastTime = readFastTime(values['fast-time']);
    if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535)
      return null;
    if (Number.isNaN(simulateCalls) || fastTime === 'bad') return null;
    const pages = values.static ?? null;
    const { data, host, code: codes } = values;
    const instead = readInstead(values);
    const isMoveIn = values['move-in'];
    const postgres = readStore(values.store, isMoveIn);
    if (instead === 'bad' || postgres === 'bad') return null;
    const how = { simulateCalls, fastTime, codes, isMoveIn, isRestored: values.restored };
    return { data, postgres, port, host, pages, ...how, ...instead };
  } catch {
    // An unknown flag: the usage says it all.
    return null;
  }
}

type Instead = Pick<MainOptions, 'firstAdministrator' | 'numberReport'>;

/** What it does and ends, instead of serving. */
function readInstead(values: {
  readonly 'first-administrator'?: string | undefined;
  readonly name?: string | undefined;
  readonly 'number-report'?: string | undefined;
}): Instead | 'bad' {
  const login = values['first-administrator'];
  const day = values['number-report'] ?? null;
  if (day !== null && !isDay(day)) return 'bad';
  const firstAdministrator = login === undefined ? null : { login, name: values.name ?? null };
  return { firstAdministrator, numberReport: day };
}

function readStore(text: string, isMoveIn: boolean): StoreAddress | 'bad' {
  const address = readStoreAddress(text);
  return address === null && isMoveIn ? 'bad' : address;
}

/** A day that there is, written the one way. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && formatLocalDay(parseLocalDay(text)) === text;
}

function numberOrNull(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  return text.trim() !== '' && value >= 0 && value <= 1_000 ? value : Number.NaN;
}
