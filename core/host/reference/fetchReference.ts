import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PeopleDirectory } from '../../domain/catalogue/people.ts';
import type { SyncEngine } from '../../sync/syncEngine.ts';
import type { DistrictAddress } from '../sync/districtLink.ts';
import { doorUrl, trustedSocket } from '../sync/trustedSocket.ts';
import { REFERENCE_FILES } from './referenceFiles.ts';

const TIMEOUT_MS = 60_000;

/** Of the engine, that it can ask the district. */
type Asking = Pick<SyncEngine, 'ask'>;

/**
 * Fetches the profile's files from the district, each with a token of minutes, written aside and renamed.
 * True when all that the district has are here.
 */
export async function fetchReference(
  engine: Asking,
  address: DistrictAddress,
  folder: string,
): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  for (const name of Object.values(REFERENCE_FILES)) {
    // One for each: on a slow line one file may take as long as a token is good for.
    const token = await openReference(engine);
    if (token === null) return false;
    const file = join(folder, name);
    try {
      await pipeline(await get(address, name, token), createWriteStream(`${file}.part`));
      await rename(`${file}.part`, file);
    } catch {
      // The line went or the file is not there: what is whole is kept, the rest is asked for next time.
      await rm(`${file}.part`, { force: true });
      if (name === REFERENCE_FILES.catalogue) return false;
    }
  }
  return true;
}

/** The people alone, when they are others than those here; else null. */
export async function fetchPeople(
  engine: Asking,
  address: DistrictAddress,
  folder: string,
): Promise<PeopleDirectory | null> {
  const token = await openReference(engine);
  if (token === null) return null;
  const file = join(folder, REFERENCE_FILES.people);
  try {
    const response = await get(address, REFERENCE_FILES.people, token);
    await pipeline(response, createWriteStream(`${file}.part`));
    const text = await readFile(`${file}.part`, 'utf8');
    const before = await readFile(file, 'utf8').catch(() => '');
    const people = JSON.parse(text) as PeopleDirectory;
    const own = before === '' ? null : (JSON.parse(before) as PeopleDirectory);
    if (own !== null && own.demoLogins.length > 0) {
      // The demo's district has its folder here, and its file is nobody's to write but its own. No console
      // is sent these logins, so whoever has them is beside it.
      await rm(`${file}.part`, { force: true });
      const whole = { ...people, demoLogins: own.demoLogins };
      return JSON.stringify(whole) === JSON.stringify(own) ? null : whole;
    }
    if (text === before) {
      await rm(`${file}.part`, { force: true });
      return null;
    }
    await rename(`${file}.part`, file);
    return people;
  } catch {
    // The line went: whom this console knows it goes on knowing, and asks again later.
    await rm(`${file}.part`, { force: true });
    return null;
  }
}

async function openReference(engine: Asking): Promise<string | null> {
  const answer = await engine.ask({ f: 'ask', name: 'ref.open', input: {} });
  const token = (answer.value as { readonly token?: string } | null)?.token;
  return answer.ok ? (token ?? null) : null;
}

async function get(
  address: DistrictAddress,
  name: string,
  token: string,
): Promise<IncomingMessage> {
  const url = doorUrl(address, `/ref/${name}`);
  const socket = await trustedSocket(url, address.fingerprint);
  return new Promise((resolve, reject) => {
    const sent = plainRequest(
      url.href.replace(/^https/, 'http'),
      {
        timeout: TIMEOUT_MS,
        createConnection: () => socket,
        headers: { authorization: `Bearer ${token}`, connection: 'close' },
      },
      (response) => {
        if (response.statusCode === 200) resolve(response);
        else {
          response.destroy();
          reject(new Error(`reference ${response.statusCode ?? 0}`));
        }
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('reference timed out')));
    sent.on('error', reject);
    sent.end();
  });
}
