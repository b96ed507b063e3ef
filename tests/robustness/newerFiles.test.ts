import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeviceKey } from '#core/node/deviceKey.ts';
import { silentLog } from '#core/node/logFile.ts';
import { createDataKey } from '#core/node/sealing.ts';
import { writeIdentity } from '#core/host/identity.ts';
import { openMigrated } from '#core/host/store/consoleFiles.ts';
import { RelayStore } from '#core/station/relayStore.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { STREET_A, smallPlace, type Place } from '#tests/support/smallDistrict.ts';

const program = (name: string): string =>
  fileURLToPath(new URL(`../../core/${name}/main.ts`, import.meta.url));

let folder = '';
let place: Place;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shaotai-newer-'));
  place = await smallPlace();
});
afterEach(async () => {
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

/** What a program says when it is started on these files, and how it ends. */
async function started(name: string, args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', program(name), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  }
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, said };
}

/** As a program of the future leaves it. */
async function writtenByNewer(file: string): Promise<Buffer> {
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1, cacheMb: 2 });
  await database.maintain((writer) => writer.exec('PRAGMA user_version = 999'));
  await database.close();
  return readFile(file);
}

function enrolled(): Promise<void> {
  const identity = {
    ...createDeviceKey(),
    device: 'd',
    replica: 'r',
    scope: `street:${STREET_A}`,
    district: 'ws://127.0.0.1:1',
    dataKey: createDataKey(),
    fingerprint: null,
    isDemo: false,
  };
  return writeIdentity(folder, identity, null);
}

it.each(['outbox', 'replica', 'desk'] as const)(
  'a console opens no %s.db that a newer program wrote, says so, and leaves it as it is',
  async (name) => {
    await enrolled();
    const file = join(folder, `${name}.db`);
    await (await openMigrated(file, name, silentLog)).close();
    const before = await writtenByNewer(file);
    const args = ['--data', folder, '--port', '0', '--reference', place.folder];
    const { code, said } = await started('host', args);
    expect(said).toContain('"error":"storage/from-the-future","file":999');
    expect(said).not.toContain('listening');
    expect(code).toBe(76);
    expect((await readFile(file)).equals(before)).toBe(true);
  },
);

it('a district opens no district.db that a newer program wrote, says so, and leaves it as it is', async () => {
  await (await place.open()).close();
  const file = join(place.folder, 'district.db');
  const before = await writtenByNewer(file);
  const { code, said } = await started('district', ['--data', place.folder, '--port', '0']);
  expect(said).toContain('"failed":"storage/from-the-future","file":999');
  expect(code).toBe(1);
  expect((await readFile(file)).equals(before)).toBe(true);
});

it('a station opens no relay.db that a newer program wrote, says so, and leaves it as it is', async () => {
  await enrolled();
  const file = join(folder, 'relay.db');
  await (await RelayStore.open(folder, silentLog)).close();
  const before = await writtenByNewer(file);
  const { code, said } = await started('station', ['--data', folder, '--port', '0']);
  expect(said).toContain('"failed":"storage/from-the-future"');
  expect(code).toBe(1);
  expect((await readFile(file)).equals(before)).toBe(true);
});
