import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { fetchPeople, fetchReference } from '#core/host/reference/fetchReference.ts';
import { createCertificate } from '#core/node/certificate.ts';
import { SMALL_CATALOGUE, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

let place: Place;
let running: RunningDistrict;
let folder: string;

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place, { host: '0.0.0.0' });
  folder = await mkdtemp(join(tmpdir(), 'shaotai-ref-'));
});
afterEach(async () => {
  await running.close();
  await place.remove();
  await rm(folder, { recursive: true, force: true });
});

const console1 = {
  device: 'dev-x',
  replica: 'rep-x',
  incarnation: 1,
  scope: 'district',
  person: null,
} as const;
/** The line on which the district gives its tokens. */
const line = {
  ask: async ({ name, input }: { readonly name: string; readonly input: unknown }) => {
    const answer = await running.hub.asks.answer(name, input, console1);
    return { ok: answer.ok, value: answer.ok ? answer.value : {} };
  },
} as Parameters<typeof fetchReference>[0];

it('a console fetches the profile from the district whose certificate it has pinned', async () => {
  const { port, fingerprint } = running;
  const address = { url: `wss://127.0.0.1:${port}`, fingerprint };
  await fetchReference(line, address, folder);
  const catalogue = JSON.parse(await readFile(join(folder, 'catalogue.json'), 'utf8')) as unknown;
  expect(catalogue).toEqual(SMALL_CATALOGUE);
  expect((await fetchPeople(line, address, folder)) ?? 'as before').toBe('as before');
});

it('whoever shows another certificate sees no request, no token, and is believed nothing', async () => {
  const from = place.clock.wall() - 1;
  const identity = createCertificate({
    commonName: 'x',
    hosts: ['127.0.0.1'],
    from,
    to: from + 1e9,
  });
  let requests = 0;
  let reached = 0;
  const impostor = createServer(identity, (_, response) => {
    requests += 1;
    response.end('{}');
  });
  impostor.on('connection', () => (reached += 1));
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  const { port } = impostor.address() as AddressInfo;
  const address = { url: `wss://127.0.0.1:${port}`, fingerprint: running.fingerprint };
  expect(await fetchReference(line, address, folder)).toBe(false);
  expect(await fetchPeople(line, address, folder)).toBeNull();
  await expect(readFile(join(folder, 'catalogue.json'))).rejects.toThrow('ENOENT');
  await new Promise((resolve) => impostor.close(resolve));
  expect(reached).toBeGreaterThan(0);
  expect(requests).toBe(0);
});
