import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openHost } from '#core/host/host.ts';
import { callerCases } from '#core/host/views/callsView.ts';
import { must } from '#core/kernel/assert.ts';
import { silentLog } from '#core/node/logFile.ts';
import { STREET_A, creation } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'opd' };
const OFFICE = { name: 'office', scope: 'district', login: 'adm' };
const PASSWORD = 'town-password';

describe('who sits here', () => {
  it('is judged by the cached verifier while the line is cut, for fourteen days', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    town.cut('street');
    await street.call('session.logout', {});
    const login = (password: string): ReturnType<typeof street.call<'session.login'>> =>
      street.call('session.login', { login: 'dia', password, seat: 'a1' });
    expect(await login('wrong')).toEqual({ ok: false, error: { code: 'session/bad-login' } });
    expect(await login(PASSWORD)).toEqual({ ok: true, value: {} });
    await street.creates();
    await street.call('session.logout', {});
    const stranger = await street.call('session.login', {
      login: 'dca',
      password: PASSWORD,
      seat: 'a1',
    });
    expect(stranger).toEqual({ ok: false, error: { code: 'session/needs-line' } });
    await town.pass(15 * 86_400_000);
    expect(await login(PASSWORD)).toEqual({
      ok: false,
      error: { code: 'session/expired-verifier' },
    });
  });

  it('is shut out for ten minutes after five wrong tries, over a restart too', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    town.cut('street');
    await street.call('session.lock', {});
    const act = await street.call('op.submit', {
      kind: 'case.create',
      caseId: null,
      args: creation(),
    });
    expect(act).toEqual({ ok: false, error: { code: 'session/locked' } });
    for (let i = 0; i < 5; i += 1) await street.call('session.unlock', { password: 'wrong' });
    const shut = { ok: false, error: { code: 'session/too-many-tries' } };
    expect(await street.call('session.unlock', { password: PASSWORD })).toEqual(shut);
    await street.crash();
    await street.open();
    const again = { login: 'dia', password: PASSWORD, seat: 'a1' };
    expect(await street.call('session.login', again)).toEqual(shut);
    await town.pass(11 * 60_000);
    expect(await street.call('session.login', again)).toEqual({ ok: true, value: {} });
  });
});

it('[I-19] a password typed in place of a login is on no disk, and is counted all the same', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const typed = 'my-own-secret-word';
  const wrong = { login: typed, password: typed, seat: 'a1' };
  await street.call('session.logout', {});
  await town.settles();
  for (let i = 0; i < 5; i += 1) expect((await street.call('session.login', wrong)).ok).toBe(false);
  expect(await street.call('session.login', wrong)).toEqual({
    ok: false,
    error: { code: 'session/too-many-tries' },
  });
  // What an earlier program left goes with the next one who logs in.
  await street.core.files.desk.write((tx) =>
    tx.run("INSERT INTO wrong_try VALUES ('typed-before', 1, 0)", []),
  );
  await street.login();
  const rows = await street.core.files.desk.read((reader) =>
    reader.all<{ login: string }>('SELECT login FROM wrong_try'),
  );
  expect(rows.map(({ login }) => login)).toEqual([expect.stringMatching(/^mark:[0-9a-f]{64}$/)]);
  await street.close();
  for (const name of (await readdir(street.folder)).filter((one) => one.includes('.db'))) {
    const bytes = await readFile(join(street.folder, name));
    expect(bytes.includes(typed)).toBe(false);
  }
});

it('[I-23] whoever logged in while the line was cut is told so, and proves himself by unlocking', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const codes = async (): Promise<string[]> =>
    (await street.look('alarms', {})).alarms.map(({ code }) => code);
  town.cut('street');
  await street.call('session.logout', {});
  await street.login();
  expect(await codes()).not.toContain('login-again');
  town.heal('street');
  await town.settles();
  expect(await codes()).toContain('login-again');
  await street.call('session.lock', {});
  expect(await street.call('session.unlock', { password: PASSWORD })).toMatchObject({ ok: true });
  expect(street.core.session.token).not.toBeNull();
  expect(await codes()).not.toContain('login-again');
  await town.settles();
  const note = { text: 'x', public: false };
  const op = { kind: 'case.note', caseId: randomUUID(), args: note, actor: 'dia' } as const;
  await town.running.district.core.act([op]);
  await expect.poll(() => street.core.replica.cursors()['inbox:dia'] ?? 0).toBeGreaterThan(0);
});

describe('a password that the district refuses', () => {
  it('takes the right to work cut off only when it was right before', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const login = async (password: string): Promise<string> => {
      await street.call('session.logout', {});
      await town.settles();
      const done = await street.call('session.login', { login: 'dia', password, seat: 'a1' });
      return done.ok ? 'open' : done.error.code;
    };
    expect(await login('a slip')).toBe('session/bad-login');
    expect(await street.core.desk.knownLogin('dia')).not.toBeNull();
    await town.running.district.logins.set('dia', 'dia', 'chosen-at-the-district');
    expect(await login(PASSWORD)).toBe('session/bad-login');
    expect(await street.core.desk.knownLogin('dia')).toBeNull();
  });
});

describe('a locked seat', () => {
  it('is opened by the district while the line is up, and by no password that was reset', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const { logins } = town.running.district;
    const opens = async (password: string): Promise<string> => {
      await street.call('session.lock', {});
      const done = await street.call('session.unlock', { password });
      return done.ok ? 'open' : done.error.code;
    };
    await logins.set('dia', 'dia', 'chosen-at-the-district');
    expect(await opens(PASSWORD)).toBe('session/bad-login');
    expect(await opens('chosen-at-the-district')).toBe('open');
    await logins.setFirst('dia', 'dia', 'a-first-password');
    for (let turn = 0; street.core.session.token !== null && turn < 100; turn += 1)
      await town.pass(200);
    expect(street.core.session.token).toBeNull();
    await town.settles();
    expect(await opens('chosen-at-the-district')).toBe('session/bad-login');
    expect(await opens('a-first-password')).toBe('session/first-password');
    expect(street.core.session.now.state).toBe('locked');
  });

  it('is opened here while the line is cut, for fourteen days, and goes on with its session', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const { token } = street.core.session;
    town.cut('street');
    await street.call('session.lock', {});
    expect(await street.call('session.unlock', { password: PASSWORD })).toMatchObject({ ok: true });
    expect(street.core.session.token).toBe(token);
    await street.call('session.lock', {});
    await town.pass(15 * 86_400_000);
    expect(await street.call('session.unlock', { password: PASSWORD })).toEqual({
      ok: false,
      error: { code: 'session/expired-verifier' },
    });
  });
});

describe('wrong tries at once', () => {
  it('count one by one, so that the sixth is not judged', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    town.cut('street');
    await street.call('session.lock', {});
    const tries = Array.from({ length: 6 }, () =>
      street.call('session.unlock', { password: 'wrong' }),
    );
    const codes = (await Promise.all(tries)).map((one) => (one.ok ? 'open' : one.error.code));
    expect(codes).toEqual([
      ...Array<string>(5).fill('session/bad-login'),
      'session/too-many-tries',
    ]);
    expect(await street.call('session.unlock', { password: PASSWORD })).toMatchObject({
      ok: false,
    });
  });
});

describe('as whom a console speaks', () => {
  it('is nobody once who logged in has left, and the next one by his own login', async () => {
    town = await Town.start([OFFICE]);
    const office = town.desk('office');
    const people = (): ReturnType<typeof office.core.engine.ask> =>
      office.core.engine.ask({ f: 'ask', name: 'people.list', input: {} });
    expect((await people()).ok).toBe(true);
    await office.call('session.logout', {});
    await town.settles();
    expect(await people()).toMatchObject({ ok: false, value: { code: 'session/needed' } });
    expect(office.core.lineMark.lostAt).toBeNull();
    await office.call('session.login', { login: 'adm', password: PASSWORD, seat: 'd1' });
    expect(office.core.session.token).not.toBeNull();
    expect((await people()).ok).toBe(true);
    expect(office.core.healing.last).toBeNull();
  });
});

describe('what a desk takes', () => {
  it('is refused with a reason before it is acknowledged, and leaves nothing behind', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const caseId = await street.creates({ next: 'queue' });
    const submit = async (kind: string, args: unknown): Promise<string> => {
      const result = await street.call('op.submit', { kind, caseId, args });
      return result.ok ? 'acknowledged' : result.error.code;
    };
    expect(
      await submit('case.close', { items: [], closeKind: 'department', publicText: 'x' }),
    ).toBe('grant/none');
    expect(await submit('case.note', { text: 'x'.repeat(100_000), public: false })).toBe(
      'op/schema',
    );
    expect(await submit('case.note', { text: 5 })).toBe('op/schema');
    expect(await submit('case.fly', {})).toBe('op/schema');
    await town.settles();
    expect(street.core.engine.status().last).toBe(1);
  });

  it('is the act of who asked for it, though he left before it was judged', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    town.cut('street');
    const asked = street.does('case.create', null, creation(), { once: 'form-1' });
    // By now it is being looked up whether this form has sent an act already.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    await street.call('session.logout', {});
    await asked;
    const [act] = await street.core.outbox.read(1, { ops: 1, bytes: 1 << 20 });
    expect(act).toMatchObject({ actor: 'dia', seat: 'a4' });
  });

  it('enrols once, though it was asked twice', async () => {
    town = await Town.start([STREET]);
    const dataFolder = join(town.desk('street').folder, '..', 'twice');
    const host = await openHost({
      dataFolder,
      referenceFolder: town.place.folder,
      district: null,
      clock: town.clock,
      rate: 1,
      witness: null,
      systemKey: null,
      demoIdentity: null,
      log: silentLog,
    });
    const enrols = async (): Promise<boolean> => {
      const { code } = await town.running.enrolment.issue('district', 'adm');
      const address = `ws://127.0.0.1:${town.running.port}`;
      return (await host.service.call('setup.enrol', { address, code, name: 'twice' })).ok;
    };
    expect(await Promise.all([enrols(), enrols()])).toEqual([true, false]);
    await host.close();
  });

  it('half-typed survives a kill', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    await street.call('draft.save', { key: 'intake:1', body: { title: '半句' } });
    await street.crash();
    await street.open();
    await street.login();
    const drafts = await street.call('draft.list', {});
    expect(drafts).toMatchObject({
      ok: true,
      value: { drafts: [{ key: 'intake:1', body: { title: '半句' } }] },
    });
    await street.call('draft.drop', { key: 'intake:1' });
    expect(await street.call('draft.list', {})).toEqual({ ok: true, value: { drafts: [] } });
  });

  it('[I-19] half-typed is sealed on disk, and nobody but who typed it finds it', async () => {
    town = await Town.start([STREET, HALL]);
    const street = town.desk('street');
    const body = { number: '13800001234', name: '张三' };
    await street.call('draft.save', { key: 'intake:1', body });
    const listed = (): ReturnType<typeof street.call<'draft.list'>> =>
      street.call('draft.list', {});
    const login = { password: PASSWORD, seat: 'a1' };
    await street.call('session.logout', {});
    expect(await listed()).toEqual({ ok: false, error: { code: 'session/needed' } });
    town.cut('street');
    await street.call('session.login', { login: 'dia', ...login });
    expect(await listed()).toMatchObject({ ok: true, value: { drafts: [{ body }] } });
    await street.core.desk.rememberLogin({
      ...must(await street.core.desk.knownLogin('dia'), 'dia was here'),
      login: 'dca',
      person: 'dca',
    });
    await street.call('session.logout', {});
    await street.call('session.login', { login: 'dca', ...login });
    expect(await listed()).toEqual({ ok: true, value: { drafts: [] } });
    await street.call('draft.drop', { key: 'intake:1' });
    await street.call('session.logout', {});
    await street.call('session.login', { login: 'dia', ...login });
    expect(await listed()).toMatchObject({ ok: true, value: { drafts: [{ body }] } });
    await street.close();
    for (const name of (await readdir(street.folder)).filter((one) => one.startsWith('desk.db'))) {
      const bytes = await readFile(join(street.folder, name));
      for (const said of Object.values(body)) expect(bytes.includes(said)).toBe(false);
    }
  });

  it('half-typed is forgotten after thirty days, saved filters are not', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    await street.call('draft.save', { key: 'intake:1', body: {} });
    await street.call('draft.save', { key: 'board.saved', body: [] });
    await town.pass(31 * 86_400_000);
    await street.call('draft.save', { key: 'intake:2', body: {} });
    const drafts = await street.call('draft.list', {});
    expect(drafts.ok && drafts.value.drafts.map(({ key }) => key).sort()).toEqual([
      'board.saved',
      'intake:2',
    ]);
  });

  it('keeps callers sealed and finds them by their number, however it is written', async () => {
    town = await Town.start([HALL, STREET]);
    const hall = town.desk('hall');
    const sealed = await hall.call('caller.seal', {
      number: '+86 138 0000 1234',
      name: '张三',
      kind: 'person',
      confidential: false,
    });
    if (!sealed.ok) throw new Error('not sealed');
    const caller = sealed.value.caller as { numberSealed: string };
    expect(JSON.stringify(caller)).not.toContain('13800001234');
    const caseId = await hall.creates({ caller: sealed.value.caller as never });
    await town.settles();
    const file = await hall.file(caseId);
    expect(file).toMatchObject({
      callerNumber: expect.stringContaining('****'),
      callerName: '张**',
    });
    expect(await hall.opensCaller(caseId)).toEqual({
      number: expect.stringContaining('138'),
      name: '张三',
    });
    const earlier = await town.desk('street').call('caller.cases', { number: '13800001234' });
    expect(earlier).toMatchObject({ ok: true, value: { rows: [{ caseId }] } });
  });

  it('[I-19] names a confidential caller to nobody but who wrote the case down', async () => {
    town = await Town.start([HALL, STREET]);
    const hall = town.desk('hall');
    const said = {
      number: '13800001234',
      name: '张三',
      kind: 'person',
      confidential: true,
    } as const;
    const sealed = await hall.call('caller.seal', said);
    if (!sealed.ok) throw new Error('not sealed');
    const caseId = await hall.creates({ caller: sealed.value.caller as never });
    await town.settles();
    const seen = async (desk: string): Promise<unknown> => {
      const [known] = await callerCases(town.desk(desk).core, said.number);
      return { name: known?.name, isConfidential: known?.isConfidential };
    };
    for (const desk of ['hall', 'street']) {
      expect(await seen(desk)).toEqual({ name: null, isConfidential: true });
    }
    expect(await hall.opensCaller(caseId, '核对身份')).toMatchObject({ name: '张三' });
    expect(await town.desk('street').opensCaller(caseId)).toBe('grant/none');
  });

  it('a critical case that nobody signs rings, a cut line is told, both until acknowledged', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    await street.creates({ urgency: 'critical', next: 'file' });
    await town.settles();
    await town.pass(40 * 60_000);
    const codes = async (): Promise<string[]> =>
      (await street.look('alarms', {})).alarms
        .filter((one) => !one.acknowledged)
        .map((one) => `${one.level} ${one.code}`);
    expect(await codes()).toContain('A1 unsigned');
    const [alarm] = (await street.look('alarms', {})).alarms;
    await street.call('alarm.acknowledge', { id: alarm?.id ?? '' });
    expect(await codes()).not.toContain('A1 unsigned');
    town.cut('street');
    await expect.poll(codes).toContain('A2 line-cut');
  });
});

describe('the data folder', () => {
  it('takes one program only', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const second = openHost({
      dataFolder: street.folder,
      referenceFolder: null,
      district: null,
      clock: town.clock,
      rate: 1,
      witness: null,
      systemKey: null,
      demoIdentity: null,
      log: silentLog,
    });
    await expect(second).rejects.toMatchObject({
      code: 'storage/busy',
      details: { pid: process.pid },
    });
    expect((await street.board()).total).toBe(0);
  });

  it('with a damaged outbox is not opened as if nothing had happened', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    await street.close();
    await writeFile(join(street.folder, 'outbox.db'), Buffer.alloc(8_192, 0x5a));
    await expect(street.open()).rejects.toMatchObject({ code: 'storage/outbox-lost' });
  });

  it('gives a bundle for support in which nobody is named', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    await street.creates({ title: '张三家门口', text: '电话13800001234' });
    const bundle = await street.call('diagnostics.bundle', {});
    if (!bundle.ok) throw new Error('no bundle');
    const text = gunzipSync(Buffer.from(bundle.value.base64, 'base64')).toString('utf8');
    expect(text).toContain('"enrolled": true');
    for (const secret of ['张三', '13800001234', PASSWORD, street.core.identity.privateKey]) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('the number a caller is told', () => {
  const told = async (form: string): Promise<string | null> => {
    const answer = await town.desk('street').call('number.peek', { form });
    return answer.ok ? answer.value.caseNo : null;
  };
  const sends = async (once?: string): Promise<string | null> => {
    const over = once === undefined ? {} : { once };
    return (await town.desk('street').does('case.create', null, creation(), over)).caseNo;
  };

  it('[I-14] is the own of each form, over a crash too, and that of the case made of it', async () => {
    town = await Town.start([STREET]);
    await town.settles();
    const [one, two] = [await told('form-1'), await told('form-2')];
    expect(one).toMatch(/^SA260302-\d{4}$/);
    expect(two).not.toBe(one);
    expect(await told('form-1')).toBe(one);
    const street = town.desk('street');
    await street.crash();
    await street.open();
    await street.login();
    await town.settles();
    expect([await told('form-1'), await told('form-2')]).toEqual([one, two]);
    expect(await sends('form-2')).toBe(two);
    expect(await sends('form-2')).toBe(two);
    // The number of a form that was given up is told to nobody else; what was told is kept.
    const plain = await sends();
    expect([one, two]).not.toContain(plain);
    expect(await told('form-3')).not.toBe(one);
    expect(await street.core.told.of('form-1')).toBe(one);
    await town.settles();
    expect(await town.converged()).toEqual([]);
  });

  it('does not run out while the line is up: more are asked for as soon as few are left', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    await town.settles();
    await town.pass(6_000);
    const numbers = new Set<string | null>();
    for (let i = 0; i < 160; i += 1) {
      numbers.add(await told(`form-${i}`));
      // Ten forms in three seconds, again and again.
      if (i % 10 === 9) {
        await town.pass(3_000);
        await town.settles();
        const left = async (): Promise<number> => (await street.look('sync', {})).numbersLeft;
        if (i === 79) await expect.poll(left, { timeout: 20_000 }).toBeGreaterThan(100);
      }
    }
    expect(numbers.has(null)).toBe(false);
    expect(numbers.size).toBe(160);
    expect(await town.converged()).toEqual([]);
  });
});

describe('an act that the district could not read', () => {
  const HALF = '\ud800';
  it('is refused before it is acknowledged, so that nothing waits behind it', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const caseId = await street.creates();
    const note = { text: '来电人又来电', public: false };
    const submit = (over: object): Promise<unknown> =>
      street.call('op.submit', { kind: 'case.note', caseId, args: note, ...over });
    const refused = { ok: false, error: { code: 'op/schema' } };
    const create = { kind: 'case.create', args: creation() };
    for (const over of [
      { onBehalf: '__proto__' },
      { onBehalf: HALF },
      { ...create, caseId: 'chosen-elsewhere' },
      { ...create, caseId: null, said: { at: 0.5, source: 'paper', card: '1' } },
      { ...create, caseId: null, said: { at: -1e300, source: 'paper', card: '1' } },
      { ...create, caseId: null, said: { at: 8.64e15 + 1, source: 'paper', card: '1' } },
    ]) {
      expect(await submit(over), JSON.stringify(over)).toMatchObject(refused);
    }
    expect(await submit({})).toMatchObject({ ok: true });
    await town.settles();
    expect(street.core.engine.status()).toMatchObject({ line: 'online', refusedWith: null });
  });

  it('is another one under the token of a form that was sent: it is told so', async () => {
    town = await Town.start([STREET]);
    const street = town.desk('street');
    const made = await street.does('case.create', null, creation(), { once: 'form-9' });
    const again = { kind: 'case.note', caseId: made.caseId, once: 'form-9' };
    expect(
      await street.call('op.submit', { ...again, args: { text: 'x', public: false } }),
    ).toMatchObject({ ok: false, error: { code: 'op/schema', details: { path: 'once' } } });
  });
});
