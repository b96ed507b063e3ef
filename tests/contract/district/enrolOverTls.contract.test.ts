import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { enrol } from '#core/host/enrol.ts';
import { createCertificate } from '#core/node/certificate.ts';
import { createDeviceKey } from '#core/node/deviceKey.ts';
import { smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

let place: Place;
let running: RunningDistrict;

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place, { host: '0.0.0.0' });
});
afterEach(async () => {
  await running.close();
  await place.remove();
});

const input = (code: string, port: number, scheme = 'wss') => ({
  address: `${scheme}://127.0.0.1:${port}`,
  code,
  name: '前台',
  scope: 'district',
});

it('a console enrols over TLS and pins the certificate that its code was made for', async () => {
  const { code } = await running.enrolment.issue('district', 'adm');
  const enrolled = await enrol(input(code, running.port), createDeviceKey());
  expect(enrolled).toMatchObject({
    ok: true,
    value: { scope: 'district', fingerprint: running.fingerprint },
  });
});

it('a district with another certificate is told nothing, and the code stays good', async () => {
  const { code } = await running.enrolment.issue('district', 'adm');
  const at = place.clock.wall();
  const identity = createCertificate({
    commonName: 'x',
    hosts: ['127.0.0.1'],
    from: at - 1,
    to: at + 1e9,
  });
  let requests = 0;
  const impostor = createServer(identity, (_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  const { port } = impostor.address() as AddressInfo;
  const refused = { ok: false, error: 'setup/wrong-certificate' };
  expect(await enrol(input(code, port), createDeviceKey())).toEqual(refused);
  impostor.close();
  expect(requests).toBe(0);
  const mistyped = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
  expect(await enrol(input(mistyped, running.port), createDeviceKey())).toEqual(refused);
  expect((await enrol(input(code, running.port), createDeviceKey())).ok).toBe(true);
});

it('nothing is said without TLS to another machine, and nobody there is named as such', async () => {
  const key = createDeviceKey();
  const far = { ...input('AAAAA-BBBBB', 1), address: 'http://192.0.2.1:1' };
  expect(await enrol(far, key)).toEqual({ ok: false, error: 'setup/wrong-certificate' });
  expect(await enrol(input('AAAAA-BBBBB', 1), key)).toEqual({
    ok: false,
    error: 'setup/unreachable',
  });
});
