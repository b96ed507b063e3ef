import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { decidedBy } from '#tests/support/decidedBy.ts';
import type { RoleGrant } from '#core/domain/catalogue/people.ts';
import type { Role, Scope } from '#core/domain/operation/identity.ts';
import { err, ok } from '#core/kernel/result.ts';
import { HOUR_MS } from '#core/kernel/time.ts';
import { silentLog } from '#core/node/logFile.ts';
import { createDataKey, createSealing } from '#core/node/sealing.ts';
import type { ClientFrame, ServerFrame } from '#core/protocol/sync/frames.ts';
import type { TelephonyAdapter, TelephonyEvent } from '#core/telephony/adapter.ts';
import { openDistrict } from '#core/district/openDistrict.ts';
import type { District } from '#core/district/openDistrict.ts';
import { Enrolment } from '#core/district/sync/enrolment.ts';
import { SyncHub } from '#core/district/sync/syncHub.ts';
import type { SyncConnection } from '#core/district/sync/syncConnection.ts';
import { CallHub } from '#core/district/calls/callHub.ts';

/** A telephone exchange worked by hand. */
class HandAdapter implements TelephonyAdapter {
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  readonly taken = new Set<string>();
  now = (): number => 0;

  emit(event: TelephonyEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
  onEvent(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  start(): void {
    return undefined;
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  answer(callId: string, seat: string): ReturnType<TelephonyAdapter['answer']> {
    if (this.taken.has(callId)) return err('call/taken');
    this.taken.add(callId);
    this.emit({ type: 'answered', callId, at: this.now(), seat });
    return ok(null);
  }
  hold(callId: string, on: boolean): ReturnType<TelephonyAdapter['hold']> {
    this.emit({ type: on ? 'held' : 'resumed', callId, at: this.now() });
    return ok(null);
  }
  end(callId: string): ReturnType<TelephonyAdapter['end']> {
    this.emit({ type: 'ended', callId, at: this.now(), by: 'seat', recording: null });
    return ok(null);
  }
}

let place: Place;
let district: District;
let hub: SyncHub;
let hall: CallHub;
const adapter = new HandAdapter();
const sealing = createSealing(createDataKey());

beforeEach(async () => {
  place = await smallPlace();
  const { clock, folder } = place;
  adapter.now = () => clock.wall();
  adapter.taken.clear();
  district = await openDistrict({ folder, clock, log: silentLog });
  const enrolment = new Enrolment({ district, clock, log: silentLog, fingerprint: null });
  hub = await SyncHub.open({ district, clock, log: silentLog, enrolment });
  hall = openHall();
});
function openHall(): CallHub {
  const { clock } = place;
  const parts = { district, hub, clock, log: silentLog, sealing };
  return new CallHub({ ...parts, telephony: adapter, staffedSeats: [] });
}
afterEach(async () => {
  await hall.close();
  await hub.close();
  await district.close();
  await place.remove();
});

/** The hall looks at its seats once a second, in real time; a slow machine gets its share. */
const TOLD_SOON = { timeout: 8_000 };

type Console = { readonly connection: SyncConnection; readonly frames: ServerFrame[] };
type Shown = {
  seatState: string;
  queue: number;
  idleSeats: number;
  calls: { callId: string; state: string; number: string | null; lineName: string }[];
  lastHour: number[];
  shift: { answered: number; within15: number; meanTalkMs: number; answeredAtOnce: number };
};

async function sitDown(name: string, seat: string, scope: Scope = 'district'): Promise<Console> {
  const one = await lineOf(name, scope);
  await say(one.connection, one.hello);
  await say(one.connection, { f: 'seat', seat, state: 'idle', person: `p-${name}` });
  return one;
}

type Line = Console & { readonly hello: ClientFrame; readonly author: Author };

async function lineOf(name: string, scope: Scope = 'district'): Promise<Line> {
  const author = new Author(name, scope, place.clock);
  await author.enrol(district);
  await author.seat(district, [`p-${name}`]);
  if (district.people.person(`p-${name}`) === undefined) await hires(name, 'operator');
  return dials(author);
}

/** A line of this console, before anything is said on it. */
function dials(author: Author): Line {
  const frames: ServerFrame[] = [];
  const connection = hub.accept({
    send: (text) => frames.push(JSON.parse(text) as ServerFrame),
    close: () => undefined,
    buffered: () => 0,
  });
  const [challenge] = frames;
  const nonce = challenge?.f === 'challenge' ? challenge.nonce : '';
  const hello: ClientFrame = {
    f: 'hello',
    protocol: 1,
    minProtocol: 1,
    program: 't',
    device: author.device,
    replica: author.replica,
    incarnation: 1,
    scopes: ['district'],
    epoch: null,
    cursors: {},
    proof: author.sign(nonce),
    session: null,
  };
  return { connection, frames, hello, author };
}

/** A person of the district with this role. */
function hires(name: string, role: Role, term: Partial<RoleGrant> = {}): Promise<void> {
  const grants = [{ role, scope: 'district', from: 0, to: null, ...term } as const];
  const id = `p-${name}`;
  const rest = { initials: id, employment: 'center', unit: null, workNo: '900001' } as const;
  return district.people.add({ id, name: id, ...rest, grants });
}

const say = (connection: SyncConnection, frame: ClientFrame): Promise<void> =>
  connection.receive(JSON.stringify(frame));
const settled = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const shown = async ({ frames }: Console): Promise<Shown> => {
  await settled();
  const last = frames.findLast((frame) => frame.f === 'calls');
  return (last?.f === 'calls' ? last.calls : null) as Shown;
};
const ring = (callId: string): void => {
  const at = place.clock.wall();
  adapter.emit({ type: 'ringing', callId, at, line: '12345', number: '13800001234' });
};
async function act(
  console: Console,
  callId: string,
  what: 'claim' | 'pass' | 'hold' | 'end',
  seat: string,
): Promise<unknown> {
  await say(console.connection, { f: 'callAct', id: 1, act: what, callId, seat });
  await settled();
  const last = console.frames.findLast((frame) => frame.f === 'answer');
  return last?.f === 'answer' && last.ok ? 'ok' : last?.f === 'answer' ? last.value : null;
}

it('rings at every idle seat, and the first claim wins', async () => {
  const one = await sitDown('one', 's1');
  const two = await sitDown('two', 's2');
  ring('c1');
  expect(await shown(one)).toMatchObject({
    seatState: 'ringing',
    queue: 1,
    calls: [{ callId: 'c1', state: 'ringing', number: '13800001234', lineName: '热线' }],
  });
  expect((await shown(two)).calls).toHaveLength(1);
  expect(await act(two, 'c1', 'claim', 's2')).toBe('ok');
  expect(await act(one, 'c1', 'claim', 's1')).toEqual({ code: 'call/taken' });
  expect(await shown(two)).toMatchObject({ seatState: 'talking', calls: [{ state: 'answered' }] });
  expect(await shown(one)).toMatchObject({ seatState: 'idle', queue: 0, calls: [] });
});

it('does not ring again at a seat that passed, nor at one on a break', async () => {
  const one = await sitDown('one', 's1');
  const two = await sitDown('two', 's2');
  await say(two.connection, { f: 'seat', seat: 's2', state: 'break', person: 'p-two' });
  ring('c1');
  expect((await shown(two)).calls).toEqual([]);
  await act(one, 'c1', 'pass', 's1');
  expect(await shown(one)).toMatchObject({ calls: [], queue: 1 });
});

it('logs an ended call once, sealed, by the same decider as everything else', async () => {
  const one = await sitDown('one', 's1');
  ring('c1');
  place.clock.pass(9_000);
  await act(one, 'c1', 'claim', 's1');
  place.clock.pass(120_000);
  await act(one, 'c1', 'end', 's1');
  expect(await shown(one)).toMatchObject({
    seatState: 'after_call',
    shift: { answered: 1, within15: 1, meanTalkMs: 120_000 },
  });
  await district.core.act([]);
  const [record] = await district.store.records('call', ['c1']);
  const doc = record?.type === 'call' ? record.doc : null;
  expect(doc).toMatchObject({ seat: 's1', outcome: 'answered' });
  expect((doc?.endedAt ?? 0) - (doc?.rangAt ?? 0)).toBe(129_000);
  expect(JSON.stringify(doc)).not.toContain('13800001234');
  expect(sealing.open(doc?.caller?.numberSealed ?? '')).toBe('13800001234');
  expect(doc?.caller).toMatchObject({ tail: '1234', numberHmac: sealing.hmacOf('138 0000 1234') });
});

it('logs a call that nobody answered as abandoned', async () => {
  ring('c2');
  place.clock.pass(40_000);
  expect(hall.queue()).toEqual({ waiting: 1, longestMs: 40_000 });
  adapter.emit({ type: 'abandoned', callId: 'c2', at: place.clock.wall() });
  await settled();
  await district.core.act([]);
  const [record] = await district.store.records('call', ['c2']);
  expect(record?.doc).toMatchObject({ outcome: 'abandoned' });
  expect(hall.queue()).toEqual({ waiting: 0, longestMs: 0 });
});

it('counts the calls of the last hour beyond its own beginning, by the log', async () => {
  ring('c2');
  adapter.emit({ type: 'abandoned', callId: 'c2', at: place.clock.wall() });
  await settled();
  await district.core.act([]);
  await hall.close();
  place.clock.pass(20 * 60_000);
  hall = openHall();
  const one = await sitDown('one', 's1');
  ring('c3');
  await vi.waitFor(async () => {
    expect((await shown(one)).lastHour).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  }, TOLD_SOON);
});

it('leaves desks outside the hall in peace', async () => {
  const desk = await sitDown('desk', 'd1');
  ring('c1');
  expect(await shown(desk)).toMatchObject({ seatState: 'idle', calls: [], queue: 1, idleSeats: 0 });
  expect(await act(desk, 'c1', 'claim', 'd1')).toEqual({ code: 'call/gone' });
});

it('rings at no console of another place, whatever seat it says it sits at', async () => {
  const stranger = await sitDown('stranger', 's1', `street:${STREET_A}`);
  ring('c1');
  expect(await shown(stranger)).toBeNull();
  expect(await act(stranger, 'c1', 'claim', 's1')).toEqual({ code: 'session/needed' });
  expect(hall.seatsNow()).toContainEqual({ seat: 's1', state: 'off' });
});

it('lets nobody act at a seat where he does not sit, nor on the call of another', async () => {
  const one = await sitDown('one', 's1');
  const two = await sitDown('two', 's2');
  ring('c1');
  expect(await act(two, 'c1', 'claim', 's1')).toEqual({ code: 'session/needed' });
  await act(one, 'c1', 'claim', 's1');
  expect(await act(two, 'c1', 'end', 's2')).toEqual({ code: 'call/taken' });
  expect(await act(two, 'nothing', 'claim', 's2')).toEqual({ code: 'call/gone' });
});

it('seats nobody who did not log in at that console, and lets nobody leave for another', async () => {
  await sitDown('one', 's1');
  const two = await lineOf('two');
  await say(two.connection, two.hello);
  await say(two.connection, { f: 'seat', seat: 's2', state: 'idle', person: 'p-one' });
  await say(two.connection, { f: 'seat', seat: 's2', state: 'idle', person: null });
  await say(two.connection, { f: 'seat', seat: 's1', state: 'off', person: null });
  expect(hall.seatsNow()).toEqual([
    { seat: 's1', state: 'idle' },
    { seat: 's2', state: 'off' },
  ]);
});

it('counts nobody as here who hung up while greeting', async () => {
  const scope = `street:${STREET_A}` as const;
  const { connection, hello, frames } = await lineOf('gone', scope);
  const greeting = say(connection, hello);
  hub.leave(connection);
  await greeting;
  expect(frames.map(({ f }) => f)).toEqual(['challenge']);
  expect(hub.presence.isConnected(scope)).toBe(false);
});

it('shows a seat as off when its console is gone', async () => {
  const one = await sitDown('one', 's1');
  expect(hall.seatsNow()).toEqual([
    { seat: 's1', state: 'idle' },
    { seat: 's2', state: 'off' },
  ]);
  hub.leave(one.connection);
  expect(hall.seatsNow()).toContainEqual({ seat: 's1', state: 'off' });
});

/** A console where this person has logged in, and what it is answered when it wants a seat. */
async function wants(
  one: Console,
  seat: string,
  takeOver = false,
): Promise<'ok' | Readonly<Record<string, unknown>>> {
  await say(one.connection, { f: 'sit', id: 9, seat, takeOver });
  const answer = one.frames.findLast((frame) => frame.f === 'answer');
  if (answer?.f !== 'answer') throw new Error('no answer');
  return answer.ok ? 'ok' : (answer.value as never);
}

async function logsIn(name: string): Promise<Line> {
  await district.logins.set(name, `p-${name}`, 'password-1');
  const one = await lineOf(name);
  await say(one.connection, one.hello);
  const login = { f: 'login', id: 1, login: name, password: 'password-1', seat: 's1' } as const;
  await say(one.connection, login);
  return one;
}

it('gives a seat to one console, tells another one who sits there, and lets it take over', async () => {
  const one = await logsIn('one');
  const two = await logsIn('two');
  expect(await wants(one, 's1')).toBe('ok');
  expect(await wants(one, 's1')).toBe('ok');
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' });
  expect(await wants(two, 's1')).toEqual({ code: 'session/seat-taken', by: 'p-one' });
  expect(await wants(two, 's2')).toBe('ok');
  expect(await wants(two, 's1', true)).toBe('ok');
  expect(one.frames).toContainEqual({ f: 'seatLost', seat: 's1', by: 'p-two' });
  expect(hall.seatsNow()).toEqual([
    { seat: 's1', state: 'off' },
    { seat: 's2', state: 'off' },
  ]);
  // Who lost it does not get it back by saying that he sits there.
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' });
  ring('c1');
  expect(await act(one, 'c1', 'claim', 's1')).toEqual({ code: 'session/needed' });
  expect(one.frames.filter((frame) => frame.f === 'seatLost')).toHaveLength(2);
});

it('lets nobody take a seat where somebody talks', async () => {
  const one = await logsIn('one');
  const two = await logsIn('two');
  await wants(one, 's1');
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' });
  ring('c1');
  expect(await act(one, 'c1', 'claim', 's1')).toBe('ok');
  expect(await wants(two, 's1', true)).toEqual({ code: 'session/seat-taken', by: 'p-one' });
  expect(one.frames.some((frame) => frame.f === 'seatLost')).toBe(false);
});

it('is idle no longer than its console is there, keeps the seat for it a minute, and frees it', async () => {
  const one = await logsIn('one');
  const two = await logsIn('two');
  await wants(one, 's1');
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' });
  hub.leave(one.connection);
  expect(hall.seatsNow()[0]).toEqual({ seat: 's1', state: 'off' });
  expect(await wants(two, 's1')).toEqual({ code: 'session/seat-taken', by: 'p-one' });
  place.clock.pass(61_000);
  expect(await wants(two, 's1')).toBe('ok');
  await say(two.connection, { f: 'seat', seat: 's1', state: 'off', person: null });
  const three = await logsIn('three');
  expect(await wants(three, 's1')).toBe('ok');
});

it('tells every console which seats are not free', async () => {
  const one = await logsIn('one');
  await wants(one, 's2');
  const two = await logsIn('two');
  const news = two.frames.findLast((frame) => frame.f === 'seats');
  expect(news?.f === 'seats' ? news.sat : null).toEqual([{ seat: 's2', device: 'dev-one' }]);
});

it('seats at a hall seat only who may take calls, whatever his page asks', async () => {
  await hires('inspector', 'inspector');
  await hires('street', 'operator', { scope: `street:${STREET_A}` });
  const one = await logsIn('one');
  await wants(one, 's1');
  for (const name of ['inspector', 'street']) {
    const guest = await logsIn(name);
    for (const takeOver of [false, true]) {
      expect(await wants(guest, 's1', takeOver)).toEqual({ code: 'session/seat-for-calls' });
    }
    await say(guest.connection, { f: 'seat', seat: 's2', state: 'idle', person: `p-${name}` });
    ring(`for ${name}`);
    expect(await shown(guest)).toBeNull();
    expect(await act(guest, `for ${name}`, 'claim', 's2')).toEqual({ code: 'session/needed' });
    expect(await wants(guest, 'd1')).toBe('ok');
    hub.leave(guest.connection);
    place.clock.pass(61_000);
  }
  expect(one.frames.some((frame) => frame.f === 'seatLost')).toBe(false);
});

it('counts a case answered at once at the seat of who answered, whatever seat another names', async () => {
  const sits = async (name: string, seat: string): Promise<Line> => {
    const line = await logsIn(name);
    await wants(line, seat);
    await say(line.connection, { f: 'seat', seat, state: 'idle', person: `p-${name}` });
    return line;
  };
  const one = await sits('one', 's1');
  const two = await sits('two', 's2');
  const answers = async (by: string, { author }: Line): Promise<void> => {
    // Every operation of an author names the seat s1.
    const args = creation({ next: 'answer', answer: 'x' });
    const act = author.make({ kind: 'case.create', caseId: newCaseId(), args, by });
    const [decided] = await decidedBy(district, { ...author.batch([act]), person: by });
    expect(decided?.outcome).toBe('applied');
  };
  await answers('p-two', two);
  expect((await shown(one)).shift).toMatchObject({ answeredAtOnce: 0 });
  await answers('p-one', one);
  expect((await shown(one)).shift).toMatchObject({ answeredAtOnce: 1 });
});

it('gives no console a seat of another place', async () => {
  const one = await logsIn('one');
  expect(await wants(one, 'a1')).toEqual({ code: 'session/no-such-seat' });
  // A place whose seats no catalogue names calls them as it likes.
  expect(await wants(one, 'by the window')).toBe('ok');
});

it('seats nobody in the name of another than who logged in on the line', async () => {
  const one = await logsIn('one');
  // He sat at this console, too, some days ago; the one who is here now has no such role.
  await hires('inspector', 'inspector');
  await district.logins.set('inspector', 'p-inspector', 'password-1');
  const login = { f: 'login', id: 2, login: 'inspector', password: 'password-1' } as const;
  await say(one.connection, { ...login, seat: 's1' });
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' });
  ring('c1');
  expect(await shown(one)).toBeNull();
  expect(hall.seatsNow()[0]).toEqual({ seat: 's1', state: 'off' });
});

it('[I-25] rings no more at a seat whose sitter was a call-taker until now', async () => {
  const grant = { person: 'p-one', role: 'operator', scope: 'district' } as const;
  const one = await logsIn('one');
  await wants(one, 's1');
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' });
  ring('c1');
  expect((await shown(one)).calls).toHaveLength(1);
  const office = new Author('office', 'district', place.clock);
  await office.enrol(district);
  const args = { ...grant, at: place.clock.wall() };
  const revoke = office.make({ kind: 'grant.revoke', caseId: null, args, by: 'adm' });
  await district.core.push({ ...office.batch([revoke]), person: 'adm' });
  place.clock.pass(1);
  // Nothing else happens in the hall.
  await expect.poll(() => shown(one), TOLD_SOON).toMatchObject({ seatState: 'off', calls: [] });
  expect(await act(one, 'c1', 'claim', 's1')).toEqual({ code: 'session/seat-for-calls' });
});

it('[I-25] rings no more for whoever sits there by a password that was reset since', async () => {
  // He logged in while the line was cut: on this line nobody has.
  const one = await sitDown('one', 's1');
  await district.logins.set('one', 'p-one', 'password-1');
  ring('c1');
  expect((await shown(one)).calls).toHaveLength(1);
  await district.logins.setFirst('one', 'p-one', 'password-2');
  expect(await shown(one)).toMatchObject({ seatState: 'off', calls: [] });
  expect(await act(one, 'c1', 'claim', 's1')).toEqual({ code: 'session/needed' });
  expect(await act(one, 'c1', 'pass', 's1')).toEqual({ code: 'session/needed' });
});

it('[I-25] seats nobody by a login that a reset of his password has ended', async () => {
  const one = await lineOf('one');
  await district.logins.set('one', 'p-one', 'password-1');
  await say(one.connection, one.hello);
  const login = { f: 'login', id: 1, login: 'one', seat: 's1' } as const;
  await say(one.connection, { ...login, password: 'password-1' });
  await district.logins.setFirst('one', 'p-one', 'password-2');
  await settled();
  place.clock.pass(3_600_000);
  // The console comes back, nobody is logged in on its line, and it says that he sits there.
  const again = dials(one.author);
  await say(again.connection, again.hello);
  const sits = { f: 'seat', seat: 's1', state: 'idle', person: 'p-one' } as const;
  await say(again.connection, sits);
  ring('c1');
  expect(await shown(again)).toBeNull();
  expect(hall.seatsNow()[0]).toEqual({ seat: 's1', state: 'off' });
  expect(await act(again, 'c1', 'claim', 's1')).toEqual({ code: 'session/needed' });
  // By the password that he has chosen since he does.
  const chosen = { password: 'password-2', newPassword: 'of-his-choice-3' };
  await say(again.connection, { ...login, ...chosen });
  await say(again.connection, sits);
  expect((await shown(again)).calls).toHaveLength(1);
  expect(await act(again, 'c1', 'claim', 's1')).toBe('ok');
});

it('[I-25] rings no more at a seat whose sitter was a call-taker until this hour', async () => {
  await hires('relief', 'operator', { to: place.clock.wall() + HOUR_MS });
  const one = await logsIn('relief');
  await wants(one, 's1');
  await say(one.connection, { f: 'seat', seat: 's1', state: 'idle', person: 'p-relief' });
  ring('c1');
  expect((await shown(one)).calls).toHaveLength(1);
  place.clock.pass(HOUR_MS);
  await expect.poll(() => shown(one), TOLD_SOON).toMatchObject({ seatState: 'off', calls: [] });
});

it('keeps no seat for whoever has sat down elsewhere', async () => {
  const one = await logsIn('one');
  await wants(one, 's1');
  hub.leave(one.connection);
  const two = await logsIn('two');
  expect(await wants(two, 's1')).toMatchObject({ code: 'session/seat-taken' });
  // The same person at another console.
  const other = await lineOf('other');
  await say(other.connection, other.hello);
  const login = { f: 'login', id: 1, login: 'one', password: 'password-1', seat: 's2' } as const;
  await say(other.connection, login);
  expect(await wants(other, 's2')).toBe('ok');
  expect(await wants(two, 's1')).toBe('ok');
});
