import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Author, STREET_A, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { handLines } from '#tests/support/handLines.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { silentLog } from '#core/node/logFile.ts';
import type { Log, LogDetails } from '#core/node/logFile.ts';
import { makePerson } from '#core/district/makePerson.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';

let place: Place;
let running: RunningDistrict;
let hall: Author;
let streetA: Author;
const { greet, online, hangUp } = handLines(() => running.port);
const traces: [string, LogDetails | undefined][] = [];
const STREET_A_SCOPE = `street:${STREET_A}` as const;

beforeEach(async () => {
  place = await smallPlace();
  traces.length = 0;
  const log: Log = {
    ...silentLog,
    write: (_, event, details) => {
      if (event.startsWith('people/')) traces.push([event, details]);
    },
  };
  running = await startDistrict(place, { log });
  hall = new Author('hall', 'district', place.clock);
  streetA = new Author('a', `street:${STREET_A}`, place.clock);
  for (const author of [hall, streetA]) await author.enrol(running.district);
});
afterEach(async () => {
  hangUp();
  await running.close();
  await place.remove();
});

describe('people', () => {
  const person = (id: string) =>
    ({ id, name: id, initials: id, employment: 'center', unit: null, workNo: '900001' }) as const;
  beforeEach(() => running.district.logins.set('wang', 'adm', 'right'));
  const login = { f: 'login', id: 3, login: 'wang', seat: 's1' } as const;

  it('log in with grants, an own verifier and a session that the next greeting may use', async () => {
    const line = await online(hall);
    line.send({ ...login, password: 'right' });
    const { ok, value } = await line.next('login');
    expect(ok).toBe(true);
    const given = value as {
      person: { id: string };
      grants: unknown[];
      verifier: string;
      token: string;
    };
    expect(given.person.id).toBe('adm');
    expect(given.grants).toHaveLength(1);
    expect(given.verifier.startsWith('scrypt$')).toBe(true);
    const again = await greet(hall, { session: given.token });
    await again.next('welcome');
    again.send({ f: 'ask', id: 9, name: 'devices.list', input: {} });
    expect(await again.next('answer')).toMatchObject({ ok: true, id: 9 });
    const elsewhere = await greet(streetA, { session: given.token });
    await elsewhere.next('welcome');
    elsewhere.send({ f: 'ask', id: 9, name: 'devices.list', input: {} });
    expect(await elsewhere.next('answer')).toMatchObject({
      ok: false,
      value: { code: 'session/needed' },
    });
  });

  it('are locked out for ten minutes by five wrong tries', async () => {
    const line = await online(hall);
    const attempt = async (password: string): Promise<unknown> => {
      line.send({ ...login, password });
      const { ok, value } = await line.next('login');
      return ok ? 'in' : (value as { code: string }).code;
    };
    for (let i = 0; i < 5; i += 1) expect(await attempt('wrong')).toBe('session/bad-login');
    expect(await attempt('right')).toBe('session/too-many-tries');
    place.clock.pass(10 * 60_000 + 1);
    expect(await attempt('right')).toBe('in');
  });

  it('without the role ask for nothing of an administrator', async () => {
    await running.district.logins.set('li', 'opd', 'right');
    const line = await online(hall);
    line.send({ ...login, login: 'li', password: 'right' });
    await line.next('login');
    for (const name of ['devices.list', 'devices.code', 'people.list']) {
      line.send({ f: 'ask', id: 1, name, input: { scope: 'district' } });
      expect((await line.next('answer')).value).toEqual({ code: 'grant/none' });
    }
  });

  const ADMINISTRATOR_ASKS = {
    'devices.list': {},
    'devices.code': { scope: 'district' },
    'people.list': {},
    'people.make': { name: '新人', login: 'newcomer', password: 'a-first-password' },
    'people.password': { person: 'adm', password: 'a-first-password' },
  };

  it('who administer one street ask for nothing of the district', async () => {
    const grant = { role: 'administrator', scope: STREET_A_SCOPE, from: 0, to: null } as const;
    const local = { ...person('local'), grants: [grant] };
    await running.district.people.add(local);
    await running.district.logins.set('local', 'local', 'right');
    const line = await online(hall);
    line.send({ ...login, login: 'local', password: 'right' });
    expect((await line.next('login')).ok).toBe(true);
    for (const [name, input] of Object.entries(ADMINISTRATOR_ASKS)) {
      line.send({ f: 'ask', id: 1, name, input });
      expect((await line.next('answer')).value).toEqual({ code: 'grant/none' });
    }
    line.send({ ...login, password: 'right' });
    expect((await line.next('login')).ok).toBe(true);
  });

  it('whose password was reset are logged in nowhere, and their sessions open nothing', async () => {
    const { district } = running;
    const desk = await online(streetA);
    await district.logins.set('li', 'dia', 'right');
    desk.send({ ...login, login: 'li', password: 'right' });
    const { token } = (await desk.next('login')).value as { token: string };
    const office = await online(hall);
    office.send({ ...login, password: 'right' });
    await office.next('login');
    place.clock.pass(1_000);
    const input = { person: 'dia', password: 'a-first-password' };
    office.send({ f: 'ask', id: 1, name: 'people.password', input });
    expect((await office.next('answer')).ok).toBe(true);
    await desk.until(() => desk.isClosed);
    expect(office.isClosed).toBe(false);
    expect(await district.logins.person(token, streetA.device)).toBeNull();
    const again = await greet(streetA, { session: token, scopes: [streetA.scope, 'inbox:dia'] });
    expect(Object.keys((await again.next('welcome')).heads)).toEqual([streetA.scope]);
    // Who sat there until then is still known to have sat there.
    const sessions = await district.secretStore.sessions();
    expect(sessions.find(({ person }) => person === 'dia')?.until).toBe(place.clock.wall());
  });

  it('are made one by one: a login has one owner, a work number too', async () => {
    const { district } = running;
    const make = (name: string, newLogin: string): ReturnType<typeof makePerson> =>
      makePerson(district, { name, login: newLogin, password: 'a-first-password' });
    const before = district.people.all.length;
    const done = await Promise.all([make('甲', 'same'), make('乙', 'same'), make('丙', 'other')]);
    expect(done.map((one) => (one.ok ? 'made' : one.error))).toEqual([
      'made',
      'people/login-taken',
      'made',
    ]);
    const added = district.people.all.slice(before);
    expect(added.map(({ name }) => name)).toEqual(['甲', '丙']);
    expect(new Set(added.map(({ workNo }) => workNo)).size).toBe(2);
    expect((await district.secretStore.login('same'))?.person).toBe(added[0]?.id);
    expect(await district.logins.addFirst('same', 'adm', 'a-first-password')).toBe(false);
    expect((await district.secretStore.login('same'))?.person).toBe(added[0]?.id);
  });

  it('are made and given new passwords with a trace of who did it, and of no password', async () => {
    const line = await online(hall);
    line.send({ ...login, password: 'right' });
    await line.next('login');
    const ask = async (
      name: 'people.make' | 'people.password',
      input: object,
    ): Promise<unknown> => {
      line.send({ f: 'ask', id: 1, name, input });
      return (await line.next('answer')).value;
    };
    const made = await ask('people.make', ADMINISTRATOR_ASKS['people.make']);
    const { person: whom } = made as { person: string };
    expect(await ask('people.password', { person: whom, password: 'another-first' })).toEqual({});
    expect(traces).toEqual([
      ['people/made', { by: 'adm', person: whom }],
      ['people/password-reset', { by: 'adm', person: whom }],
    ]);
  });
});
