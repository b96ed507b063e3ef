import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Author,
  STREET_A,
  STREET_B,
  creation,
  newCaseId,
  smallPlace,
} from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { caseAt } from '#tests/support/decidedBy.ts';
import type { Carrier, Frame, Line } from '#tests/support/frameLine.ts';
import { handLines, helloOf } from '#tests/support/handLines.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { assignmentId } from '#core/domain/case/assignments.ts';
import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { createDeviceKey } from '#core/node/deviceKey.ts';
import { AppError } from '#core/protocol/errors.ts';
import { comeBackText } from '#core/protocol/sync/enrol.ts';
import type { ServerFrame } from '#core/protocol/sync/frames.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import type { FrameSocket } from '#core/district/sync/frameSocket.ts';
import { LOST_READER_BYTES, SLOW_READER_BYTES } from '#core/district/sync/syncConnection.ts';

const PAGE_AT_MOST = 2 * SLOW_READER_BYTES;

/** What a line of a console must keep, whatever carries it. */
export function linesKeepTo(carrier: Carrier): void {
  let place: Place;
  let running: RunningDistrict;
  let hall: Author;
  let streetA: Author;
  const { dial, greet, online, hangUp } = handLines(() => running.port, carrier);

  beforeEach(async () => {
    place = await smallPlace();
    running = await startDistrict(place);
    hall = new Author('hall', 'district', place.clock);
    streetA = new Author('a', `street:${STREET_A}`, place.clock);
    for (const author of [hall, streetA]) await author.enrol(running.district);
  });

  afterEach(async () => {
    hangUp();
    await running.close();
    await place.remove();
  });

  describe('one person alone on a street', () => {
    const lone = 'lone';
    const closing = { items: [], closeKind: 'sub_dispatched', publicText: '已办结' } as const;

    async function pushed(
      line: Line,
      ops: readonly AnyOperation[],
      batch: number,
    ): Promise<string[]> {
      const sig = streetA.batch(ops).sig;
      line.send({ f: 'push', batch, ops: ops as never, sig });
      const { decisions } = await line.next('decisions');
      return decisions.map(({ outcome, reason }) => reason?.code ?? outcome);
    }

    /** A case that this person dispatched and whose unit is done: to close it he needs another pair of hands. */
    function handled(): { readonly caseId: string; readonly ops: AnyOperation[] } {
      const caseId = newCaseId();
      const say = <K extends OpKind>(kind: K, args: ArgsOf[K], own: number, more: object = {}) =>
        streetA.make({ kind, caseId, args, by: lone, seen: [0, own], over: more });
      const units = [{ unit: 'roads-a', lead: true }];
      const dispatch = { units, condition: 'c1', limitNote: '', note: '', advice: null };
      const sent = [say('case.create', creation({ next: 'file' }), 0)];
      sent.push(say('case.dispatch', dispatch, 1));
      const assignment = sent[1]?.opId ?? '';
      const byUnit = { onBehalf: 'roads-a' };
      const result = { result: 'x', measures: '', basis: '', solved: true, metCaller: null };
      const at = place.clock.wall();
      const named = assignmentId(assignment, 0);
      sent.push(say('assign.sign', { assignment: named, at }, 2, byUnit));
      sent.push(say('assign.done', { assignment: named, ...result, photosAfter: [] }, 3, byUnit));
      return { caseId, ops: sent };
    }

    const close = (caseId: string): AnyOperation =>
      streetA.make({
        kind: 'case.close',
        caseId,
        args: closing,
        by: lone,
        seen: [0, 9],
        over: { soleHand: true },
      });

    it('is believed of an act that was made while the line was down, not of one made while it was up', async () => {
      const line = await online(streetA);
      place.clock.pass(60_000);
      const { caseId, ops } = handled();
      expect(await pushed(line, ops, 1)).toEqual(Array(4).fill('applied'));
      // Whatever the console says of itself: the district hears it.
      expect(await pushed(line, [close(caseId)], 2)).toEqual(['axis/both']);
      line.close();
      await line.until(() => line.isClosed);
      place.clock.pass(600_000);
      const inTheGap = close(caseId);
      place.clock.pass(600_000);
      const again = await online(streetA);
      place.clock.pass(60_000);
      const afterIt = close(caseId);
      expect(await pushed(again, [inTheGap, afterIt], 3)).toEqual(['applied', 'axis/both']);
      expect(await caseAt(running.district, caseId)).toMatchObject({
        stage: 'closed',
        soleHand: true,
      });
    });

    it('is judged by the lines of before a restart, too', async () => {
      const line = await online(streetA);
      place.clock.pass(60_000);
      const { caseId, ops } = handled();
      expect(await pushed(line, ops, 1)).toEqual(Array(4).fill('applied'));
      const online_ = close(caseId);
      place.clock.pass(60_000);
      line.send({ f: 'clock', sent: 1 });
      await line.next('clock');
      await running.close();
      running = await startDistrict(place);
      const again = await online(streetA);
      expect(await pushed(again, [online_], 2)).toEqual(['axis/both']);
    });
  });

  describe('the door', () => {
    it('asks for a proof and refuses everybody who has none', async () => {
      const silent = dial();
      await silent.next('challenge');
      silent.send({ f: 'pull', scope: 'district', from: 0 });
      expect((await silent.next('refuse')).code).toBe('sync/not-enrolled');
      await silent.until(() => silent.isClosed);

      const forged = await greet(hall, { proof: streetA.sign('something else') });
      expect((await forged.next('refuse')).code).toBe('sync/not-enrolled');
      const borrowed = await greet(hall, { replica: streetA.replica });
      expect((await borrowed.next('refuse')).code).toBe('sync/not-enrolled');
      const stranger = await greet(new Author('x', 'district', place.clock));
      expect((await stranger.next('refuse')).code).toBe('sync/not-enrolled');
    });

    it('says that a console is too old or too new instead of hanging up', async () => {
      const newer = await greet(hall, { protocol: 99, minProtocol: 99 });
      expect(await newer.next('refuse')).toMatchObject({
        code: 'sync/version',
        details: { console: 'newer' },
      });
      const older = await greet(hall, { protocol: 0, minProtocol: 0 });
      expect(await older.next('refuse')).toMatchObject({
        code: 'sync/version',
        details: { console: 'older' },
      });
    });

    it('welcomes with what it has, and leases numbers once an incarnation', async () => {
      const line = await greet(hall);
      const welcome = await line.next('welcome');
      expect(welcome).toMatchObject({
        have: 0,
        epoch: running.district.history.epoch,
        serverTime: place.clock.wall(),
      });
      expect(Object.keys(welcome.heads).sort()).toEqual(['district', 'ref']);
      await online(hall);
      await online(streetA);
      const leases = running.district.core.state.recordsOf('lease');
      expect(leases.map(({ origin, from, to, replica }) => [origin, from, to, replica])).toEqual([
        ['DC', 1, 100, hall.replica],
        ['SA', 1, 100, streetA.replica],
      ]);
    });

    it('keeps pages of strangers and foreign paths out', async () => {
      const foreign = dial('/sync', { origin: 'http://evil.example' });
      await foreign.until(() => foreign.isClosed);
      const nowhere = dial('/elsewhere');
      await nowhere.until(() => nowhere.isClosed);
      expect([...foreign.frames, ...nowhere.frames]).toEqual([]);
    });

    it('refuses a revoked device in the middle of its work', async () => {
      const line = await online(hall);
      const args = { device: hall.device, reason: 'lost' };
      const revoke = { kind: 'device.revoke', caseId: null, args, actor: 'adm' } as const;
      await running.district.core.act([revoke]);
      const caseId = newCaseId();
      const { ops, sig } = hall.batch([
        hall.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' }),
      ]);
      line.send({ f: 'push', batch: 1, ops: ops as never, sig });
      expect((await line.next('refuse')).code).toBe('sync/not-enrolled');
      expect(await running.district.store.cases([caseId])).toEqual([]);
    });

    it('lets a revoked device read nothing more, not even what it asked before', async () => {
      const line = await online(streetA);
      const args = { device: streetA.device, reason: 'lost' };
      const revoke = { kind: 'device.revoke', caseId: null, args, actor: 'adm' } as const;
      await running.district.core.act([revoke]);
      expect((await line.next('refuse')).code).toBe('sync/not-enrolled');
      await line.until(() => line.isClosed);
      const again = await greet(streetA);
      expect((await again.next('refuse')).code).toBe('sync/not-enrolled');
    });

    it('takes no operation without its frame, and goes on for everybody else', async () => {
      const line = await online(hall);
      const caseId = newCaseId();
      const act = { kind: 'case.create', caseId, args: creation(), by: 'opd' } as const;
      const bare = hall.make({ ...act, over: { t: null, bases: null } as never });
      const { ops, sig } = hall.batch([bare]);
      line.send({ f: 'push', batch: 1, ops: ops as never, sig });
      expect((await line.next('refuse')).code).toBe('sync/bad-batch');
      const other = await online(streetA);
      const note = streetA.make({ ...act, by: 'dia' });
      const fine = streetA.batch([note]);
      other.send({ f: 'push', batch: 1, ops: fine.ops as never, sig: fine.sig });
      expect((await other.next('decisions')).decisions[0]?.outcome).toBe('applied');
    });

    it('survives what is no frame', async () => {
      const line = await online(hall);
      line.say('{"f":');
      await line.until(() => line.isClosed);
      const other = await online(streetA);
      other.send({ f: 'clock', sent: 5 });
      expect(await other.next('clock')).toEqual({
        f: 'clock',
        sent: 5,
        server: place.clock.wall(),
      });
    });
  });

  describe('the line', () => {
    it('carries an act of one console to another: push, decision, poke, page', async () => {
      const a = await online(streetA);
      const h = await online(hall);
      const caseId = newCaseId();
      const create = hall.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' });
      const { ops, sig } = hall.batch([create]);
      h.send({ f: 'push', batch: 7, ops: ops as never, sig });
      const { batch, decisions } = await h.next('decisions');
      expect(batch).toBe(7);
      expect(decisions[0]).toMatchObject({ rseq: 1, outcome: 'applied', ver: 1, caseId });
      const scope = streetA.scope;
      await a.until(() =>
        a.frames.some((frame) => frame.f === 'poke' && frame.heads[scope] !== undefined),
      );
      a.send({ f: 'pull', scope, from: 0 });
      const page = await a.next('page');
      expect(page).toMatchObject({ scope, from: 0, to: decisions[0]?.serverSeq, head: page.to });
      expect(page.entries[0]).toMatchObject({ type: 'event', event: { caseId, ver: 1 } });
    });

    it('asks for the missing part of a chain', async () => {
      const line = await online(hall);
      const caseId = newCaseId();
      hall.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' });
      const late = hall.make({
        kind: 'case.note',
        caseId,
        args: { text: 'x', public: false },
        by: 'opd',
        seen: [0, 1],
      });
      const { ops, sig } = hall.batch([late]);
      line.send({ f: 'push', batch: 1, ops: ops as never, sig });
      expect((await line.next('needFrom')).rseq).toBe(1);
    });

    it('shows nobody the feed of another scope', async () => {
      const line = await greet(streetA, {
        scopes: [streetA.scope, 'district', `street:${STREET_B}`],
      });
      const { heads } = await line.next('welcome');
      expect(Object.keys(heads)).toEqual([streetA.scope]);
      line.send({ f: 'pull', scope: 'district', from: 0 });
      expect((await line.next('refuse')).code).toBe('sync/not-enrolled');
      await line.until(() => line.isClosed);
    });

    it('gives a case to its members whole, to former members as a stub, to others not at all', async () => {
      const caseId = newCaseId();
      const create = hall.make({
        kind: 'case.create',
        caseId,
        args: creation({ next: 'file' }),
        by: 'opd',
      });
      await running.district.core.push(hall.batch([create]));
      const ask = async (author: Author): Promise<Record<string, unknown>> => {
        const line = await online(author);
        line.send({ f: 'ask', id: 1, name: 'case.get', input: { caseId } });
        return (await line.next('answer')).value as Record<string, unknown>;
      };
      expect(await ask(streetA)).toMatchObject({ caseId, doc: { ver: 1 }, events: [{ ver: 1 }] });
      const streetB = new Author('b', `street:${STREET_B}`, place.clock);
      await streetB.enrol(running.district);
      expect(await ask(streetB)).toEqual({
        caseId,
        doc: null,
        stateHash: null,
        events: [],
        stub: null,
      });
    });

    it('drops pages for a reader who does not read, and tells it only where the heads are', async () => {
      const caseId = newCaseId();
      const text = '长'.repeat(1_900);
      const ops = [hall.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' })];
      for (let own = 1; own < 120; own += 1) {
        const args = { text, public: false };
        ops.push(hall.make({ kind: 'case.note', caseId, args, by: 'opd', seen: [0, own] }));
      }
      await running.district.core.push(hall.batch(ops));
      const sent: string[] = [];
      let buffered = 0;
      const connection = running.hub.accept({
        send: (frame) => sent.push(frame),
        close: () => undefined,
        buffered: () => buffered,
      });
      const { nonce } = JSON.parse(sent[0] ?? '{}') as { nonce: string };
      const hello = helloOf(streetA, nonce, { scopes: [streetA.scope] });
      await connection.receive(JSON.stringify(hello));
      // What that push changed is told once everything of this moment has been decided.
      await new Promise((resolve) => setImmediate(resolve));
      buffered = 2_000_000;
      sent.length = 0;
      await connection.receive(JSON.stringify({ f: 'pull', scope: streetA.scope, from: 0 }));
      expect(sent.map((frame) => (JSON.parse(frame) as ServerFrame).f)).toEqual(['poke']);
      buffered = 0;
      await connection.receive(JSON.stringify({ f: 'pull', scope: streetA.scope, from: 0 }));
      expect((JSON.parse(sent.at(-1) ?? '{}') as ServerFrame).f).toBe('page');
    });

    it('keeps little for a reader who stops, serves all others meanwhile, and him when he reads again', async () => {
      const caseId = newCaseId();
      const text = '长'.repeat(1_900);
      const ops = [hall.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' })];
      for (let own = 1; own < 120; own += 1) {
        const args = { text, public: false };
        ops.push(hall.make({ kind: 'case.note', caseId, args, by: 'opd', seen: [0, own] }));
      }
      await running.district.core.push(hall.batch(ops));
      const sockets: FrameSocket[] = [];
      const { hub } = running;
      const accept = hub.accept.bind(hub);
      hub.accept = (socket) => {
        sockets.push(socket);
        return accept(socket);
      };
      const idle = await online(streetA);
      const other = await online(hall);
      idle.hold(true);
      let most = 0;
      // Some forty megabytes of pages, if they were kept for him.
      for (let asked = 0; asked < 60; asked += 1) {
        idle.send({ f: 'pull', scope: streetA.scope, from: 0 });
        other.send({ f: 'clock', sent: asked });
        await other.next('clock');
        most = Math.max(most, ...sockets.map((socket) => socket.buffered()));
      }
      expect(most).toBeLessThan(SLOW_READER_BYTES + PAGE_AT_MOST);
      idle.hold(false);
      await idle.next('page');
      idle.send({ f: 'clock', sent: -1 });
      await idle.until(() => idle.frames.some((frame) => frame.f === 'clock' && frame.sent === -1));
      idle.send({ f: 'pull', scope: streetA.scope, from: 0 });
      await idle.until(() => sockets.every((socket) => socket.buffered() < SLOW_READER_BYTES));
      expect(idle.isClosed).toBe(false);
    });

    it('hangs up on a reader for whom even answers pile up', async () => {
      const sent: string[] = [];
      let buffered = 0;
      let isOver = false;
      const connection = running.hub.accept({
        send: (text) => sent.push(text),
        close: () => (isOver = true),
        buffered: () => buffered,
      });
      const { nonce } = JSON.parse(sent[0] ?? '{}') as { nonce: string };
      await connection.receive(JSON.stringify(helloOf(streetA, nonce)));
      buffered = LOST_READER_BYTES;
      await connection.receive(JSON.stringify({ f: 'clock', sent: 1 }));
      expect(isOver).toBe(false);
      buffered += 1;
      sent.length = 0;
      await connection.receive(JSON.stringify({ f: 'clock', sent: 2 }));
      expect([isOver, sent]).toEqual([true, []]);
    });

    it('knows a street that is there from one that fell silent', async () => {
      const street = streetA.scope;
      const line = await online(streetA);
      expect(running.hub.presence.isConnected(street)).toBe(true);
      expect(running.hub.presence.silentSince(street)).toBeNull();
      const left = place.clock.wall();
      line.close();
      await line.until(() => !running.hub.presence.isConnected(street));
      place.clock.pass(4 * 60_000);
      expect(running.hub.presence.silentSince(street)).toBeNull();
      place.clock.pass(61_000);
      expect(running.hub.presence.silentSince(street)).toBe(left);
    });
  });

  it('remembers over a restart when a street was heard of last, and blames none for its own absence', async () => {
    const line = await online(streetA);
    line.close();
    const left = place.clock.wall();
    await line.until(() => !running.hub.presence.isConnected(streetA.scope));
    await running.close();
    place.clock.pass(3_600_000);
    running = await startDistrict(place);
    expect(running.hub.presence.lastSeen(streetA.scope)).toBe(left);
    expect(running.hub.presence.silentSince(streetA.scope)).toBeNull();
    const begun = place.clock.wall();
    place.clock.pass(300_000);
    expect(running.hub.presence.silentSince(streetA.scope)).toBe(begun);
  });

  describe('enrolment', () => {
    const post = (body: unknown): Promise<Response> =>
      fetch(`http://127.0.0.1:${running.port}/enrol`, {
        method: 'POST',
        body: JSON.stringify(body),
      });

    it('makes a device of a one-time code, once, in the scope that the code was made for', async () => {
      const { code } = await running.enrolment.issue(`street:${STREET_B}`, 'adm');
      const key = createDeviceKey();
      const request = { code, name: '前台', publicKey: key.publicKey };
      const first = await post(request);
      expect(first.status).toBe(200);
      const reply = (await first.json()) as Record<string, string>;
      expect(reply).toMatchObject({ scope: `street:${STREET_B}`, fingerprint: null });
      expect(Buffer.from(reply['dataKey'] ?? '', 'base64')).toHaveLength(32);
      expect((await post(request)).status).toBe(403);
      const author = Object.assign(new Author('n', `street:${STREET_B}`, place.clock), {
        device: reply['device'],
        replica: reply['replica'],
      });
      const enrolled = running.district.core.state.recordsOf('device');
      expect(enrolled.find((one) => one.device === author.device)?.publicKey).toBe(key.publicKey);
    });

    it('leaves a code of another place as it is when a console comes back with it', async () => {
      const { code } = await running.enrolment.issue(`street:${STREET_B}`, 'adm');
      const back = (scope: string): unknown => {
        const who = new Author('back', 'district', place.clock);
        const { device, replica, key } = who;
        const proof = who.sign(comeBackText(code, device, replica));
        return {
          code,
          name: 'b',
          publicKey: key.publicKey,
          again: { device, replica, scope, proof },
        };
      };
      const wrong = await post(back(`street:${STREET_A}`));
      expect([wrong.status, await wrong.json()]).toEqual([403, { code: 'setup/other-scope' }]);
      expect((await post(back(`street:${STREET_B}`))).status).toBe(200);
    });

    it('is refused with an old code, a made-up one, and after ten tries in a minute', async () => {
      const { code } = await running.enrolment.issue('district', 'adm');
      place.clock.pass(24 * 3_600_000 + 1);
      const { publicKey } = createDeviceKey();
      expect((await post({ code, name: 'x', publicKey })).status).toBe(403);
      for (let i = 0; i < 9; i += 1) {
        expect((await post({ code: `AAAAA-BBBB${i}`, name: 'x', publicKey })).status).toBe(403);
      }
      expect((await post({ code: 'AAAAA-BBBBB', name: 'x', publicKey })).status).toBe(429);
    });

    it('gives reference data to who asked on an open line only, and never a demo password', async () => {
      const get = (name: string, token: string): Promise<Response> =>
        fetch(`http://127.0.0.1:${running.port}/ref/${name}`, {
          headers: { authorization: `Bearer ${token}` },
        });
      expect((await get('catalogue.json', '')).status).toBe(403);
      const line = await online(hall);
      line.send({ f: 'ask', id: 1, name: 'ref.open', input: {} });
      const { token } = (await line.next('answer')).value as { token: string };
      const people = await get('people.json', token);
      expect(((await people.json()) as { demoLogins: unknown[] }).demoLogins).toEqual([]);
      expect((await get('catalogue.json', token)).status).toBe(200);
      expect((await get('secrets.json', token)).status).toBe(404);
      expect((await get('..%2fsecrets.json', token)).status).toBe(404);
      expect((await get('district.db', token)).status).toBe(404);
    });
  });

  describe('an inbox', () => {
    const INBOX_A = `inbox:street:${STREET_A}` as const;
    const refused = (by: string) =>
      hall.make({ kind: 'case.note', caseId: newCaseId(), args: { text: '', public: false }, by });

    async function login(line: Line, name: string): Promise<string> {
      await running.district.logins.set(name, name, 'a-password');
      line.send({ f: 'login', id: 1, login: name, password: 'a-password', seat: 's1' });
      const answer = await line.next('login');
      expect(answer.ok).toBe(true);
      return (answer.value as { token: string }).token;
    }

    async function told(line: Line, scope: string, from = 0): Promise<Frame<'page'>> {
      line.send({ f: 'pull', scope, from });
      return line.next('page');
    }

    it('of a person opens with his login, on that line alone, and again with his session', async () => {
      const line = await greet(hall, { scopes: ['district', 'inbox:opd', 'inbox:did'] });
      expect(Object.keys((await line.next('welcome')).heads)).toEqual(['district']);
      const session = await login(line, 'opd');
      expect((await line.next('poke')).heads).toEqual({ 'inbox:opd': 0 });
      await running.district.core.push(hall.batch([refused('opd')]));
      await line.until(() =>
        line.frames.some((one) => one.f === 'poke' && 'inbox:opd' in one.heads),
      );
      const page = await told(line, 'inbox:opd');
      expect(page.entries.map((one) => (one.type === 'notice' ? one.notice : one))).toMatchObject([
        { to: 'opd', code: 'act-refused', kind: 'case.note', reason: { code: 'case/not-found' } },
      ]);

      const again = await greet(hall, { scopes: ['inbox:opd', 'inbox:did'], session });
      expect((await again.next('welcome')).heads).toEqual({ 'inbox:opd': page.head });
      again.send({ f: 'pull', scope: 'inbox:did', from: 0 });
      expect((await again.next('refuse')).code).toBe('sync/not-enrolled');
    });

    it('of a person is shut to whoever comes after him', async () => {
      const line = await online(hall);
      await login(line, 'opd');
      await login(line, 'did');
      line.send({ f: 'pull', scope: 'inbox:opd', from: 0 });
      expect((await line.next('refuse')).code).toBe('sync/not-enrolled');
      await line.until(() => line.isClosed);
    });

    it('[I-23] of a scope is read by its devices and by no others', async () => {
      const caseId = newCaseId();
      const act = { kind: 'case.create', caseId, args: creation(), by: 'dia' } as const;
      await running.district.core.push(streetA.batch([streetA.make(act)]));
      const send = { to: `street:${STREET_A}`, note: '' } as const;
      const created = newCaseId();
      await running.district.core.push(
        hall.batch([
          hall.make({ kind: 'case.create', caseId: created, args: creation(), by: 'opd' }),
          hall.make({ kind: 'case.send', caseId: created, args: send, by: 'did', seen: [1, 0] }),
        ]),
      );
      const line = await greet(streetA, { scopes: [streetA.scope, INBOX_A, 'inbox:district'] });
      expect(Object.keys((await line.next('welcome')).heads)).toEqual([streetA.scope, INBOX_A]);
      const page = await told(line, INBOX_A);
      expect(page.entries).toMatchObject([
        { type: 'notice', notice: { code: 'case-sent', caseId: created, by: 'did' } },
      ]);
      expect((await told(line, INBOX_A, page.to)).entries).toEqual([]);
      line.send({ f: 'pull', scope: 'inbox:district', from: 0 });
      expect((await line.next('refuse')).code).toBe('sync/not-enrolled');
      const other = await online(hall);
      other.send({ f: 'pull', scope: INBOX_A, from: 0 });
      expect((await other.next('refuse')).code).toBe('sync/not-enrolled');
    });

    it('of the district hears of acts without a right to them', async () => {
      const foreign = { kind: 'case.create', caseId: newCaseId(), args: creation(), by: 'did' };
      const op = hall.make({ ...foreign, over: { scope: `street:${STREET_A}` } } as never);
      await running.district.core.push(hall.batch([op]));
      const line = await greet(hall, { scopes: ['inbox:district'] });
      await line.next('welcome');
      expect((await told(line, 'inbox:district')).entries).toMatchObject([
        { type: 'notice', notice: { code: 'acted-without-grant', by: 'did', opId: op.opId } },
      ]);
    });
  });

  describe('a district that cannot write', () => {
    it('says so over the line, which stays up and is read, and decides it when it can', async () => {
      const line = await online(streetA);
      const { store } = running.district;
      const commit = store.commit.bind(store);
      store.commit = () => Promise.reject(new AppError('storage/full', { retry: 'askUser' }));
      const ops = [
        streetA.make({ kind: 'case.create', caseId: newCaseId(), args: creation(), by: 'dia' }),
      ];
      const push = { f: 'push', ops: ops as never, sig: streetA.batch(ops).sig } as const;
      line.send({ ...push, batch: 1 });
      expect(await line.next('later')).toEqual({ f: 'later', batch: 1, code: 'storage/full' });
      line.send({ f: 'clock', sent: 1 });
      await line.next('clock');
      expect(line.isClosed).toBe(false);
      store.commit = commit;
      line.send({ ...push, batch: 2 });
      expect((await line.next('decisions')).decisions).toMatchObject([{ outcome: 'applied' }]);
    });

    it('answers with the reason who asks or logs in, and the line stays', async () => {
      const { logins, store } = running.district;
      await logins.set('dia', 'dia', 'right-password');
      const line = await online(streetA);
      const locked = (): Promise<never> => Promise.reject(new AppError('storage/busy'));
      const cases = store.cases.bind(store);
      store.cases = locked;
      const question = { f: 'ask', name: 'case.get', input: { caseId: newCaseId() } } as const;
      line.send({ ...question, id: 1 });
      const code = 'storage/busy';
      expect(await line.next('answer')).toEqual({ f: 'answer', id: 1, ok: false, value: { code } });
      store.cases = cases;
      const open = logins.open.bind(logins);
      logins.open = locked;
      const said = { f: 'login', login: 'dia', password: 'right-password', seat: 'd1' } as const;
      line.send({ ...said, id: 2 });
      expect(await line.next('login')).toEqual({ f: 'login', id: 2, ok: false, value: { code } });
      logins.open = open;
      line.send({ ...said, id: 3 });
      expect(await line.next('login')).toMatchObject({ id: 3, ok: true });
      line.send({ ...question, id: 4 });
      expect(await line.next('answer')).toMatchObject({ id: 4, ok: true });
    });
  });
}
