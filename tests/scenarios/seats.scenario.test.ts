import { afterEach, expect, it } from 'vitest';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const ONE = { name: 'one', scope: 'district', login: 'opd' };
const TWO = { name: 'two', scope: 'district', login: 'did', seat: 's2' };
const PASSWORD = 'town-password';

const enters = (desk: Desk, seat: string, takeOver = false): Promise<unknown> =>
  desk.call('session.login', { login: desk.plan.login, password: PASSWORD, seat, takeOver });

/** The news of who sits where goes out once a second of the machine. */
async function proposes(desk: Desk, seat: string, taken: readonly string[]): Promise<void> {
  await expect
    .poll(() => desk.look('session', {}), { timeout: 5_000, interval: 100 })
    .toMatchObject({ proposedSeat: seat, seatsTaken: taken });
}

it('a login proposes a seat where nobody else sits, and is told who has the one it wants', async () => {
  town = await Town.start([ONE, TWO]);
  const [one, two] = [town.desk('one'), town.desk('two')];
  await two.call('session.logout', {});
  await proposes(two, 's2', ['s1']);
  expect(await enters(two, 's1')).toEqual({
    ok: false,
    error: { code: 'session/seat-taken', details: { seat: 's1', by: 'opd' } },
  });
  expect((await two.look('session', {})).state).toBe('login');
  expect((await two.call('case.search', { text: 'x', limit: 1 })).ok).toBe(false);
  expect(await enters(two, 's1', true)).toEqual({ ok: true, value: {} });
  await expect
    .poll(() => one.look('alarms', {}))
    .toMatchObject({ alarms: [{ code: 'seat-lost', title: 'did' }] });
  expect(await one.look('calls', {})).toMatchObject({ seatState: 'off', calls: [] });
  // Who lost the seat goes on with his work, and may sit down elsewhere.
  await one.creates();
  await one.call('session.logout', {});
  await proposes(one, 's2', ['s1']);
  expect(await enters(one, 's2')).toEqual({ ok: true, value: {} });
  expect((await one.look('alarms', {})).alarms).toEqual([]);
});

it('whoever was refused his seat is nobody on that line, and nobody else comes in over him', async () => {
  town = await Town.start([ONE, TWO]);
  const two = town.desk('two');
  const known = { ok: false, value: { code: 'grant/none' } };
  const people = (): Promise<unknown> =>
    two.core.engine.ask({ f: 'ask', name: 'people.list', input: {} });
  await two.call('session.logout', {});
  await town.settles();
  expect(await enters(two, 's1')).toMatchObject({ error: { code: 'session/seat-taken' } });
  await town.settles();
  expect(await people()).toEqual({ ok: false, value: { code: 'session/needed' } });
  expect(await enters(two, 's2')).toEqual({ ok: true, value: {} });
  expect(await people()).toEqual(known);
  // The one who sits here may be refused another seat: he stays who he is.
  expect(await enters(two, 's1')).toMatchObject({ error: { code: 'session/seat-taken' } });
  await town.settles();
  expect(await people()).toEqual(known);
  for (const state of ['open', 'locked']) {
    if (state === 'locked') await two.call('session.lock', {});
    const other = { login: 'ins', password: PASSWORD, seat: 's2' };
    const refused = { ok: false, error: { code: 'session/in-use' } };
    expect(await two.call('session.login', other)).toEqual(refused);
    expect(two.core.session.now).toMatchObject({ state, person: { login: 'did' } });
  }
});

it('a seat is free again when whoever sat there has left, and is kept over a broken line', async () => {
  town = await Town.start([ONE, TWO]);
  const [one, two] = [town.desk('one'), town.desk('two')];
  await one.crash();
  await two.call('session.logout', {});
  expect(await enters(two, 's1')).toMatchObject({ error: { code: 'session/seat-taken' } });
  await one.open();
  await town.settles();
  expect(await enters(one, 's1')).toEqual({ ok: true, value: {} });
  await one.call('session.logout', {});
  await town.settles();
  expect(await enters(two, 's1')).toEqual({ ok: true, value: {} });
});

it('without a line the own last seat is proposed and taken; who has it by then is told afterwards', async () => {
  town = await Town.start([ONE, TWO]);
  const [one, two] = [town.desk('one'), town.desk('two')];
  town.cut('one');
  await one.call('session.logout', {});
  expect(await one.look('session', {})).toMatchObject({ proposedSeat: 's1', seatsTaken: [] });
  expect(await enters(one, 's1')).toEqual({ ok: true, value: {} });
  await two.call('session.logout', {});
  expect(await enters(two, 's1', true)).toEqual({ ok: true, value: {} });
  town.heal('one');
  await town.settles();
  await expect
    .poll(() => one.look('alarms', {}))
    .toMatchObject({
      alarms: expect.arrayContaining([expect.objectContaining({ code: 'seat-lost' })]),
    });
});

it('whoever may take no calls is given a desk, and no seat of the hall though he asks for one', async () => {
  town = await Town.start([ONE, { ...TWO, login: 'ins', seat: 'd1' }]);
  const two = town.desk('two');
  const forCalls = {
    ok: false,
    error: { code: 'session/seat-for-calls', details: { seat: 's2' } },
  };
  await two.call('session.logout', {});
  await town.settles();
  expect(await enters(two, 's2')).toEqual(forCalls);
  expect(await enters(two, 's2', true)).toEqual(forCalls);
  expect(two.core.session.now.state).toBe('login');
  const wish = { login: 'ins', password: PASSWORD, seat: 's2', isProposed: true };
  expect(await two.call('session.login', wish)).toEqual({ ok: true, value: {} });
  expect(await two.look('session', {})).toMatchObject({ state: 'open', seat: 'd1' });
  // A page that asks all the same, past its host, is refused by the district.
  const sit = { f: 'sit', seat: 's2', takeOver: true } as const;
  expect(await two.core.engine.ask(sit)).toEqual({
    ok: false,
    value: { code: 'session/seat-for-calls' },
  });
  // Nor while the line is cut, by what is known of him here.
  await two.call('session.logout', {});
  town.cut('two');
  expect(await enters(two, 's2')).toEqual(forCalls);
  expect(await enters(two, 'd1')).toEqual({ ok: true, value: {} });
});

it('an operator who chose no seat is given one where calls ring, and the desk he chose', async () => {
  town = await Town.start([ONE, { ...TWO, seat: 'd1' }]);
  const two = town.desk('two');
  await two.call('session.logout', {});
  await proposes(two, 'd1', ['s1']);
  const here = { login: 'opd', password: PASSWORD, seat: 'd1' };
  expect(await two.call('session.login', { ...here, isProposed: true })).toMatchObject({
    ok: true,
  });
  expect(await two.look('session', {})).toMatchObject({ state: 'open', seat: 's2' });
  await two.call('session.logout', {});
  await town.settles();
  expect(await two.call('session.login', here)).toMatchObject({ ok: true });
  expect(await two.look('session', {})).toMatchObject({ state: 'open', seat: 'd1' });
  // Whoever does other work keeps the desk that was proposed.
  await two.call('session.logout', {});
  const other = { ...here, login: 'did', isProposed: true };
  expect(await two.call('session.login', other)).toMatchObject({ ok: true });
  expect(await two.look('session', {})).toMatchObject({ state: 'open', seat: 'd1' });
});

it('nobody sits where there is no seat, nor at one of another place', async () => {
  town = await Town.start([ONE, TWO]);
  const two = town.desk('two');
  const here = { login: 'did', password: PASSWORD };
  const noSuch = (seat: string): object => ({
    ok: false,
    error: { code: 'session/no-such-seat', details: { seat } },
  });
  for (const isCut of [false, true]) {
    if (isCut) town.cut('two');
    for (const seat of ['nonsense', 'a1']) {
      await two.call('session.logout', {});
      if (!isCut) await town.settles();
      expect(await enters(two, seat)).toEqual(noSuch(seat));
      expect(two.core.session.now.state).toBe('login');
      // A page that proposed what it knew of before is given a desk.
      const wish = { ...here, seat, isProposed: true };
      expect(await two.call('session.login', wish)).toEqual({ ok: true, value: {} });
      expect(await two.look('session', {})).toMatchObject({ state: 'open', seat: 'd1' });
    }
  }
});

it('a desk is free at once when its person sits down at another console', async () => {
  const street = { scope: 'street:110101001', login: 'dia' };
  town = await Town.start([
    { ...street, name: 'one', seat: 'a1' },
    { ...street, name: 'two', seat: 'a2' },
    { ...street, name: 'three', login: 'dca', seat: 'a3' },
  ]);
  const three = town.desk('three');
  // His machine was switched off; he goes on at the next one.
  await town.desk('one').close();
  await three.call('session.logout', {});
  await town.settles();
  expect(await enters(three, 'a1')).toMatchObject({ error: { code: 'session/seat-taken' } });
  await town.desk('two').call('session.logout', {});
  await town.settles();
  expect(await enters(town.desk('two'), 'a2')).toEqual({ ok: true, value: {} });
  expect(await enters(three, 'a1')).toEqual({ ok: true, value: {} });
});
