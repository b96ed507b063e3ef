import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '../kernel/assert.ts';
import { Addresses, addressOf, type SaidAtStart } from './addresses.ts';
import { readIdentity, type Identity } from './identity.ts';

const PINNED = 'ab'.repeat(32);
const IDENTITY: Identity = {
  ...{ device: 'd', replica: 'r', publicKey: '', privateKey: '', dataKey: '', scope: 'district' },
  ...{ district: 'wss://district:7700', fingerprint: PINNED, isDemo: false },
};
const NOT_SAID: SaidAtStart = { district: null };

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'shaotai-addresses-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

function open(): Promise<Addresses> {
  const desk = { setting: () => Promise.resolve(null), setSetting: () => Promise.resolve() };
  return Addresses.open({ identity: IDENTITY, said: NOT_SAID, desk, dataFolder, systemKey: null });
}

async function keep(addresses: Addresses, text: string): Promise<Identity> {
  const read = addresses.read('district', text);
  if (!read.ok) throw new Error(read.error);
  await addresses.keep('district', read.value);
  return must(await readIdentity(dataFolder, null), 'an identity');
}

it('an address in clear on another machine is refused, of the district and of a station', async () => {
  const addresses = await open();
  for (const text of ['ws://10.1.2.3:7700', 'http://district:7700', 'ws://127.0.0.1.example:1']) {
    expect(addresses.read('district', text)).toMatchObject({ error: 'setup/bad-address' });
    expect(addresses.read('station', text)).toMatchObject({ error: 'setup/bad-station' });
  }
  expect(addresses.read('station', 'ws://[::1]:7710').ok).toBe(true);
});

it('the certificate of the enrolment is known again after an address in clear, now and at the next start', async () => {
  const addresses = await open();
  const plain = await keep(addresses, 'ws://127.0.0.1:7700');
  expect(addresses.district.fingerprint).toBeNull();
  expect(plain.fingerprint).toBe(PINNED);
  expect(addressOf(plain, NOT_SAID)).toEqual({ url: 'ws://127.0.0.1:7700', fingerprint: null });

  const back = await keep(addresses, 'wss://district:7701');
  expect(addresses.district).toEqual({ url: 'wss://district:7701', fingerprint: PINNED });
  expect(addressOf(back, NOT_SAID)).toEqual(addresses.district);
});
