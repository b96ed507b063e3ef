import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CalendarTable } from '../domain/calendar/calendarTable.ts';
import type { Catalogue } from '../domain/catalogue/catalogue.ts';
import type { PeopleDirectory } from '../domain/catalogue/people.ts';
import type { Clock } from '../kernel/time.ts';
import { fingerprintOf } from '../node/certificate.ts';
import { createDeviceKey } from '../node/deviceKey.ts';
import type { DeviceKey } from '../node/deviceKey.ts';
import type { TlsIdentity } from '../node/certificate.ts';
import { isAbsent } from '../node/isAbsent.ts';
import { createDataKey } from '../node/sealing.ts';
import { createServerCertificate } from '../node/serverCertificate.ts';
import { writeSynced } from '../node/writeSynced.ts';
import { AppError } from '../protocol/errors.ts';

/** What stands in a district's data folder beside the database. */
export const DISTRICT_FOLDER = {
  database: 'district.db',
  secrets: 'secrets.json',
  catalogue: 'catalogue.json',
  calendar: 'calendar.json',
  people: 'people.json',
} as const;

/** Made once, readable by the owner only; nothing of it may reach a log. */
export type DistrictSecrets = {
  readonly district: string;
  /** Seals callers in the whole district. */
  readonly dataKey: string;
  readonly tls: TlsIdentity;
  /** Opens the wall's page beyond this machine. */
  readonly wallToken: string;
  /** Signs the heads of the log's tree. */
  readonly headKey: DeviceKey;
};

export async function openSecrets(folder: string, clock: Clock): Promise<DistrictSecrets> {
  const file = join(folder, DISTRICT_FOLDER.secrets);
  const text = await readFile(file, 'utf8').catch(absent);
  if (text !== null) return withHeadKey(file, JSON.parse(text) as StoredSecrets);
  const district = randomUUID();
  const tls = createServerCertificate(`shaotai-${district}`, clock);
  const wallToken = randomBytes(24).toString('base64url');
  const headKey = createDeviceKey();
  const secrets = { district, dataKey: createDataKey(), tls, wallToken, headKey };
  await writeSecrets(file, secrets);
  return secrets;
}

/** Of a district that was begun: nothing is made here. */
export async function readSecrets(folder: string): Promise<DistrictSecrets> {
  const text = await readFile(join(folder, DISTRICT_FOLDER.secrets), 'utf8');
  return JSON.parse(text) as DistrictSecrets;
}

type StoredSecrets = Omit<DistrictSecrets, 'headKey'> & Partial<DistrictSecrets>;

/** A folder made before heads were signed gets its key at the next start. */
async function withHeadKey(file: string, stored: StoredSecrets): Promise<DistrictSecrets> {
  const { headKey } = stored;
  if (headKey !== undefined) return { ...stored, headKey };
  const secrets = { ...stored, headKey: createDeviceKey() };
  await writeSecrets(file, secrets);
  return secrets;
}

/** A torn file of keys is a district that can open nothing any more. */
function writeSecrets(file: string, secrets: DistrictSecrets): Promise<void> {
  return writeSynced(file, JSON.stringify(secrets));
}

export function certificateFingerprint(secrets: DistrictSecrets): string {
  return fingerprintOf(secrets.tls.cert);
}

export type Profile = {
  readonly catalogue: Catalogue;
  readonly calendar: CalendarTable;
  readonly people: PeopleDirectory | null;
};

/** Without its catalogue and calendar a district cannot decide anything: it does not start. */
export async function readProfile(folder: string): Promise<Profile> {
  const catalogue = await readJson<Catalogue>(folder, DISTRICT_FOLDER.catalogue);
  const calendar = await readJson<CalendarTable>(folder, DISTRICT_FOLDER.calendar);
  if (catalogue === null) throw missing(DISTRICT_FOLDER.catalogue);
  if (calendar === null) throw missing(DISTRICT_FOLDER.calendar);
  const people = await readJson<PeopleDirectory>(folder, DISTRICT_FOLDER.people);
  return { catalogue, calendar, people };
}

function missing(what: string): AppError {
  return new AppError('bundle/missing', { details: { what } });
}

async function readJson<T>(folder: string, name: string): Promise<T | null> {
  const text = await readFile(join(folder, name), 'utf8').catch(absent);
  return text === null ? null : (JSON.parse(text) as T);
}

function absent(cause: unknown): null {
  if (isAbsent(cause)) return null;
  throw cause;
}
