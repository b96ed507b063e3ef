import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBlackHole, type BlackHole } from '#scripts/drill/blackHole.ts';
import { House, PASSWORD, settled, within, type HouseDesk } from '#tests/processes/house.ts';

let house: House;
let moved: BlackHole;

beforeEach(async () => {
  house = await House.open();
  // The district under another address.
  moved = await openBlackHole(house.district.port);
});
afterEach(async () => {
  await moved.close();
  await house.close();
});

type Of = 'district' | 'station';
const lineOf = async ({ client }: HouseDesk) => (await client.look('sync', {})).line;
const stationOf = async ({ client }: HouseDesk) => (await client.look('sync', {})).station;

async function tried({ client }: HouseDesk, of: Of, address: string): Promise<unknown> {
  const done = await client.do('address.try', { of, address });
  return done.ok ? done.value : done.error;
}
const keep = ({ client }: HouseDesk, of: Of, address: string) =>
  client.do('address.keep', { of, address });

/** An administrator at a console of the street, over a station or not. */
async function atStreet(station?: number): Promise<HouseDesk> {
  const desk = await house.openDesk('dca', station === undefined ? {} : { station });
  const login = { login: 'adm', password: PASSWORD, seat: 'a1' };
  await desk.client.do('session.logout', {});
  await within(async () => (await desk.client.do('session.login', login)).ok);
  return desk;
}

it('[R1-09] an administrator tells a console where the district is now, and its line comes up without a new start', async () => {
  const worker = await house.openDesk('dia');
  for (const name of ['address.get', 'address.try', 'address.keep'] as const) {
    const input = { of: 'district' as const, address: house.address };
    const refused = await worker.client.do(name, input);
    expect(refused).toMatchObject({ ok: false, error: { code: 'grant/none' } });
  }
  const desk = await atStreet();
  const shown = { district: house.address, station: '', mayHaveStation: true, saidAtStart: [] };
  expect(await desk.client.do('address.get', {})).toMatchObject({ ok: true, value: shown });

  const there = `ws://127.0.0.1:${moved.port}`;
  const agreed = { certificate: 'plain', version: 'agreed', fingerprint: null };
  expect(await tried(desk, 'district', there)).toMatchObject({ answer: 'district', ...agreed });
  house.cutLine();
  await within(async () => (await lineOf(desk)) === 'cut');
  expect(await tried(desk, 'district', 'ws://127.0.0.1:1')).toMatchObject({ answer: 'none' });
  expect(await tried(desk, 'district', 'nowhere')).toMatchObject({ code: 'setup/bad-address' });
  // Trying has changed nothing.
  expect(await lineOf(desk)).toBe('cut');
  expect(await keep(desk, 'district', 'nowhere')).toMatchObject({ ok: false });
  expect(await keep(desk, 'district', there)).toEqual({ ok: true, value: { counts: 'now' } });
  await within(async () => (await lineOf(desk)) === 'online');

  // And it is known at the next start.
  await desk.process.kill();
  const again = await house.restartDesk('dca');
  await settled([again]);
});

it('[R1-09] an administrator tells a console where its station is now, and who answers there', async () => {
  const first = await house.startStation(0);
  const desk = await atStreet(first.port);
  await within(async () => (await stationOf(desk))?.isOpen === true);
  const at = (port: number): string => `ws://127.0.0.1:${port}`;
  const known = { answer: 'station', certificate: 'plain', version: 'agreed', letsIn: true };
  expect(await tried(desk, 'station', at(first.port))).toMatchObject(known);
  // Whoever is no station, and a station where a district should be, are called what they are.
  expect(await tried(desk, 'station', at(house.district.port))).toMatchObject({
    answer: 'district',
    letsIn: null,
  });
  expect(await tried(desk, 'district', at(first.port))).toMatchObject({ answer: 'station' });
  expect(await tried(desk, 'station', '10.1.2.3')).toMatchObject({ code: 'setup/bad-station' });

  await first.process.kill();
  await within(async () => (await stationOf(desk))?.isOpen === false);
  const second = await house.startStation(0);
  expect(second.port).not.toBe(first.port);
  expect(await keep(desk, 'station', at(second.port))).toMatchObject({ value: { counts: 'now' } });
  await within(async () => (await stationOf(desk))?.isOpen === true);
  expect((await stationOf(desk))?.address).toBe(at(second.port));
  // Without one: this run keeps its line, the next has none.
  expect(await keep(desk, 'station', ' ')).toMatchObject({ value: { counts: 'nextStart' } });
  await desk.process.kill();
  const again = await house.restartDesk('dca');
  await settled([again]);
  expect(await stationOf(again)).toBeUndefined();
});
