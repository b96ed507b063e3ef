import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Author, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { handLines, helloOf } from '#tests/support/handLines.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { resetPassword } from '#core/district/makePerson.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { HOUR_MS } from '#core/kernel/time.ts';
import { createDeviceKey } from '#core/node/deviceKey.ts';
import type { ServerFrame } from '#core/protocol/sync/frames.ts';

let place: Place;
let running: RunningDistrict;
let desk: Author;
const { greet, online, hangUp } = handLines(() => running.port);
const PASSWORD = 'stolen-password';
const login = { f: 'login', id: 1, login: 'adm-login', password: PASSWORD, seat: 'd1' } as const;
const reset = (): ReturnType<typeof resetPassword> =>
  resetPassword(running.district, { person: 'adm', password: 'Fresh-First-Pass-99' });

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place);
  desk = new Author('desk', 'district', place.clock);
  await desk.enrol(running.district);
  await running.district.logins.set('adm-login', 'adm', PASSWORD);
});
afterEach(async () => {
  hangUp();
  await running.close();
  await place.remove();
});

const revoked = ({ device }: Author) => {
  const args = { device, reason: 'stolen' };
  return running.district.core.act([{ kind: 'device.revoke', caseId: null, args, actor: 'adm' }]);
};

/** A line without a network: what happens between two frames is decided here. */
function accepted() {
  const frames: ServerFrame[] = [];
  let isClosed = false;
  const connection = running.hub.accept({
    send: (text) => frames.push(JSON.parse(text) as ServerFrame),
    close: () => (isClosed = true),
    buffered: () => 0,
  });
  const [challenge] = frames.splice(0);
  if (challenge?.f !== 'challenge') throw new Error('no challenge');
  const { nonce } = challenge;
  return { connection, frames, nonce, isClosed: () => isClosed };
}

describe('a greeting under way', () => {
  it('[I-25] is refused when its device is revoked before it is welcomed', async () => {
    const { connection, frames, nonce, isClosed } = accepted();
    const acting = revoked(desk);
    // Its first range of numbers waits for the decider, behind the revocation.
    const greeting = connection.receive(JSON.stringify(helloOf(desk, nonce, { incarnation: 2 })));
    await Promise.all([acting, greeting]);
    expect(frames).toEqual([{ f: 'refuse', code: 'sync/not-enrolled' }]);
    expect(connection.identity).toBeNull();
    expect(isClosed()).toBe(true);
  });

  it('[I-25] speaks for nobody whose password was reset before it is welcomed', async () => {
    const before = await online(desk);
    before.send(login);
    const { token } = (await before.next('login')).value as { token: string };
    const { core } = running.district;
    const act = core.act.bind(core);
    let done: unknown;
    core.act = async (acts) => {
      done = await reset();
      return act(acts);
    };
    const { connection, frames, nonce } = accepted();
    const over = { incarnation: 2, session: token, scopes: ['district', 'inbox:adm'] } as const;
    await connection.receive(
      JSON.stringify(helloOf(desk, nonce, { ...over, scopes: [...over.scopes] })),
    );
    core.act = act;
    expect(done).toMatchObject({ ok: true });
    expect(connection.person).toBeNull();
    const welcome = frames.find((one) => one.f === 'welcome');
    expect(Object.keys(welcome?.heads ?? {})).toEqual(['district']);
  });
});

it('[I-25] a login under way ends with the others when the password is reset', async () => {
  const line = await online(desk);
  const { logins } = running.district;
  const opening = logins.open({ login: 'adm-login', password: PASSWORD, seat: 'd1' }, desk.device);
  expect(await reset()).toMatchObject({ ok: true });
  const opened = await opening;
  expect(opened.ok).toBe(true);
  const session = opened.ok ? opened.value.token : '';
  line.close();
  place.clock.pass(60_000);
  const back = await greet(desk, { session });
  await back.next('welcome');
  back.send({ f: 'ask', id: 2, name: 'people.list', input: { count: 1 } });
  expect((await back.next('answer')).value).toEqual({ code: 'session/needed' });
});

describe('a one-time code', () => {
  const enrolled = async (code: string): Promise<number> => {
    const { publicKey } = createDeviceKey();
    const body = JSON.stringify({ code, publicKey, name: 'new' });
    const url = `http://127.0.0.1:${running.port}/enrol`;
    return (await fetch(url, { method: 'POST', body })).status;
  };
  const issued = async (author: Author): Promise<string> => {
    const line = await online(author);
    line.send(login);
    expect((await line.next('login')).ok).toBe(true);
    line.send({ f: 'ask', id: 2, name: 'devices.code', input: { scope: 'district' } });
    return ((await line.next('answer')).value as { code: string }).code;
  };

  it('[I-25] makes no device once the password of its issuer was reset', async () => {
    const [first, second] = [await issued(desk), await issued(desk)];
    expect(await enrolled(first)).toBe(200);
    await reset();
    place.clock.pass(HOUR_MS);
    expect(await enrolled(second)).toBe(403);
  });

  it('[I-25] makes no device once the console of its issuer is revoked', async () => {
    const other = new Author('other', 'district', place.clock);
    await other.enrol(running.district);
    const code = await issued(desk);
    await revoked(other);
    const again = await issued(desk);
    expect(await enrolled(again)).toBe(200);
    await revoked(desk);
    expect(await enrolled(code)).toBe(403);
    // Who may give codes gives another one where he is now.
    const { code: fresh } = await running.enrolment.issue('district', 'adm');
    expect(await enrolled(fresh)).toBe(200);
  });
});
