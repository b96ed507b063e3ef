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
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { assignmentId } from '#core/domain/case/assignments.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { applyMergePatch } from '#core/kernel/mergePatch.ts';
import type { Json } from '#core/kernel/mergePatch.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import type { FeedEntry, WireDecision } from '#core/protocol/sync/frames.ts';
import type { Push, PushAnswer } from '#core/district/push.ts';
import type { CommitBatch } from '#core/district/store/districtStore.ts';
import { ACTS_KEPT_MS } from '#core/protocol/sync/actsKept.ts';
import type { District } from '#core/district/openDistrict.ts';

let place: Place;
let district: District;
let hall: Author;
let streetA: Author;
let streetB: Author;

beforeEach(async () => {
  place = await smallPlace();
  district = await place.open();
  hall = new Author('hall', 'district', place.clock);
  streetA = new Author('a', `street:${STREET_A}`, place.clock);
  streetB = new Author('b', `street:${STREET_B}`, place.clock);
  for (const author of [hall, streetA, streetB]) await author.enrol(district);
});
afterEach(async () => {
  await district.close();
  await place.remove();
});

const decided = (push: Push): Promise<readonly WireDecision[]> => decidedBy(district, push);

async function feed(scope: string, from = 0): Promise<FeedEntry[]> {
  const page = await district.store.page(scope as 'ref', from, { entries: 500, bytes: 1 << 20 });
  return page.entries.map((text) => JSON.parse(text) as FeedEntry);
}

async function newCase(over: Parameters<typeof creation>[0] = {}): Promise<string> {
  const caseId = newCaseId();
  const act = { kind: 'case.create', caseId, args: creation(over), by: 'opd' } as const;
  const [decision] = await decided(hall.batch([hall.make(act)]));
  expect(decision).toMatchObject({ outcome: 'applied', ver: 1, caseId });
  return caseId;
}

const shift = { person: 'dib', seat: 's1', roles: ['dispatcher'] } as const;

const note = (author: Author, caseId: string, seen: readonly [number, number]) =>
  author.make({ kind: 'case.note', caseId, args: { text: 'x', public: false }, by: 'opd', seen });

describe('one decider', () => {
  it('I-03 answers a batch sent again with the stored outcomes and decides nothing twice', async () => {
    const caseId = await newCase();
    const batch = hall.batch([note(hall, caseId, [1, 0]), note(hall, caseId, [1, 1])]);
    const first = await decided(batch);
    expect(first.map((one) => one.ver)).toEqual([2, 3]);
    expect(await decided(batch)).toEqual(first);
    expect((await caseAt(district, caseId)).ver).toBe(3);
  });

  it('answers the same batch twice in one turn with one decision', async () => {
    const caseId = await newCase();
    const batch = hall.batch([note(hall, caseId, [1, 0])]);
    const answers = await Promise.all([decided(batch), decided(batch), decided(batch)]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await caseAt(district, caseId)).ver).toBe(2);
  });

  it('takes the rest of a batch of which a part is known', async () => {
    const caseId = await newCase();
    const one = note(hall, caseId, [1, 0]);
    await decided(hall.batch([one]));
    const two = note(hall, caseId, [1, 1]);
    const answer = await decided(hall.batch([one, two]));
    expect(answer.map((decision) => decision.ver)).toEqual([2, 3]);
  });

  it('asks for what is missing', async () => {
    const caseId = await newCase();
    note(hall, caseId, [1, 0]);
    const late = note(hall, caseId, [1, 1]);
    expect(await district.core.push(hall.batch([late]))).toEqual({ kind: 'gap', rseq: 2 });
  });

  it('keeps all or nothing of a batch whose operation was changed on the way', async () => {
    const caseId = await newCase();
    const good = note(hall, caseId, [1, 0]);
    const bad = { ...note(hall, caseId, [1, 1]), actor: 'dcd' };
    const answer = await district.core.push(hall.batch([good, bad]));
    expect(answer).toEqual({ kind: 'refused', code: 'sync/bad-batch' });
    expect((await caseAt(district, caseId)).ver).toBe(1);
    expect(district.core.have(hall.replica, 1)).toBe(1);
  });

  it('refuses a number that is none and a value without a bottom; others in the turn are decided', async () => {
    const caseId = await newCase();
    const good = streetB.batch([
      streetB.make({ kind: 'shift.open', caseId: null, args: shift, by: 'dib' }),
    ]);
    let deep: object = {};
    for (let i = 0; i < 20_000; i += 1) deep = { deep };
    const spoilt = (args: object): Push => {
      const op = { ...note(hall, caseId, [1, 0]), args } as unknown as AnyOperation;
      return hall.batch([{ ...op, rseq: 2, prevHash: hall.hash }]);
    };
    const answers = await Promise.all([
      district.core.push(spoilt({ text: 'x', public: Number.POSITIVE_INFINITY })),
      district.core.push(spoilt(deep)),
      decided(good),
    ]);
    expect(answers.slice(0, 2)).toEqual([
      { kind: 'refused', code: 'sync/bad-batch' },
      { kind: 'refused', code: 'sync/bad-batch' },
    ]);
    expect(answers[2]).toMatchObject([{ outcome: 'applied' }]);
  });

  it('lets only the batch fail that trips the store or a rule', async () => {
    const commit = district.store.commit.bind(district.store);
    const isBad = (batch: CommitBatch): boolean =>
      batch.entries.some(({ op }) => op.replica === streetA.replica);
    Object.assign(district.store, {
      commit: (batch: CommitBatch) =>
        isBad(batch) ? Promise.reject(new Error('tripped')) : commit(batch),
    });
    const open = (author: Author, by: string): Push =>
      author.batch([author.make({ kind: 'shift.open', caseId: null, args: shift, by })]);
    const [bad, good] = await Promise.allSettled([
      decided(open(streetA, 'dia')),
      decided(open(streetB, 'dib')),
    ]);
    expect(bad.status).toBe('rejected');
    expect(good).toMatchObject({ status: 'fulfilled', value: [{ outcome: 'applied' }] });
  });

  it('refuses another signature, another replica and a device that nobody enrolled', async () => {
    const caseId = await newCase();
    const batch = hall.batch([note(hall, caseId, [1, 0])]);
    const refused = (code: string): PushAnswer => ({ kind: 'refused', code }) as PushAnswer;
    const forged = { ...batch, sig: streetA.sign(batch.ops.at(-1)?.hash ?? '') };
    expect(await district.core.push(forged)).toEqual(refused('sync/bad-batch'));
    const borrowed = { ...batch, device: streetA.device };
    expect(await district.core.push(borrowed)).toEqual(refused('sync/not-enrolled'));
    const unknown = { ...batch, device: 'nobody' };
    expect(await district.core.push(unknown)).toEqual(refused('sync/not-enrolled'));
  });

  it('keeps, but does not carry out, what is signed in the name of somebody who never sat there', async () => {
    const alone = new Author('alone', 'district', place.clock);
    const { device, replica, scope, key } = alone;
    const enrolled = { device, replica, publicKey: key.publicKey, scope, name: device };
    await district.core.act([{ kind: 'device.enrol', caseId: null, args: enrolled }]);
    const forged = alone.make({
      kind: 'case.create',
      caseId: newCaseId(),
      args: creation(),
      by: 'opd',
    });
    const [decision] = await decided(alone.batch([forged]));
    expect(decision).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'person/not-here' },
    });
    await alone.seat(district, ['opd']);
    const act = { kind: 'case.create', caseId: newCaseId(), args: creation(), by: 'opd' } as const;
    expect((await decided(alone.batch([alone.make(act)])))[0]?.outcome).toBe('applied');
  });

  it('gives rights only in the name of whoever is logged in on the connection', async () => {
    const args = {
      person: 'dia',
      role: 'administrator',
      scope: 'district',
      from: 0,
      to: null,
    } as const;
    const give = () => hall.make({ kind: 'grant.give', caseId: null, args, by: 'adm' });
    const refused = { outcome: 'refused-recorded', reason: { code: 'person/not-here' } };
    expect((await decided(hall.batch([give()])))[0]).toMatchObject(refused);
    const asAnother = { ...hall.batch([give()]), person: 'opd' };
    expect((await decided(asAnother))[0]).toMatchObject(refused);
    const asHimself = { ...hall.batch([give()]), person: 'adm' };
    expect((await decided(asHimself))[0]?.outcome).toBe('applied');
  });

  it('closes over a street’s head only in the name of whoever is logged in; a street closes its own', async () => {
    const caseId = newCaseId();
    const city = [{ system: 'city', no: '77', dueAt: null }];
    const create = { kind: 'case.create', caseId, by: 'dia' } as const;
    const args = creation({ next: 'file', externalNo: city });
    const units = [{ unit: 'roads-a', lead: true }];
    const dispatch = { units, condition: 'c1', limitNote: '', note: '', advice: null };
    const made = streetA.make({ ...create, args });
    const sent = streetA.make({
      kind: 'case.dispatch',
      caseId,
      args: dispatch,
      by: 'dia',
      seen: [0, 1],
    });
    const assignment = assignmentId(sent.opId, 0);
    const at = place.clock.wall();
    const over = { onBehalf: 'roads-a' };
    const result = { result: 'x', measures: '', basis: '', solved: true, metCaller: null };
    const closing = { items: [], closeKind: 'sub_dispatched', publicText: '已办结' } as const;
    const own = streetA.batch([
      made,
      sent,
      streetA.make({
        kind: 'assign.sign',
        caseId,
        args: { assignment, at },
        by: 'dia',
        seen: [0, 2],
        over,
      }),
      streetA.make({
        kind: 'assign.done',
        caseId,
        args: { assignment, ...result, photosAfter: [] },
        by: 'dia',
        seen: [0, 3],
        over,
      }),
      // Nobody is logged in on the line: the street's chief sat there when it was cut, and that will do.
      streetA.make({ kind: 'case.close', caseId, args: closing, by: 'dca', seen: [0, 4] }),
    ]);
    expect((await decided(own)).map((one) => one.outcome)).toEqual(Array(5).fill('applied'));
    expect((await caseAt(district, caseId)).stage).toBe('to_close');
    const close = (): AnyOperation =>
      hall.make({ kind: 'case.close', caseId, args: closing, by: 'dcd', seen: [9, 0] });
    const refused = { outcome: 'refused-recorded', reason: { code: 'person/not-here' } };
    expect((await decided(hall.batch([close()])))[0]).toMatchObject(refused);
    const asAnother = { ...hall.batch([close()]), person: 'did' };
    expect((await decided(asAnother))[0]).toMatchObject(refused);
    const asHimself = { ...hall.batch([close()]), person: 'dcd' };
    expect((await decided(asHimself))[0]?.outcome).toBe('applied');
    expect((await caseAt(district, caseId)).stage).toBe('closed');
  });

  it('excuses nobody from being there because it was restored: a right of lost hours is given again', async () => {
    const args = {
      person: 'opd',
      role: 'inspector',
      scope: 'district',
      from: 0,
      to: null,
    } as const;
    const give = hall.make({ kind: 'grant.give', caseId: null, args, by: 'adm' });
    place.clock.pass(1_000);
    await district.history.restored();
    const refused = { outcome: 'refused-recorded', reason: { code: 'person/not-here' } };
    expect((await decided(hall.batch([give])))[0]).toMatchObject(refused);
    const again = hall.make({ kind: 'grant.give', caseId: null, args, by: 'adm' });
    const present = { ...hall.batch([again]), person: 'adm' };
    expect((await decided(present))[0]?.outcome).toBe('applied');
  });

  it('believes lost hours only of those who are known to sit at the device, and nothing after them', async () => {
    const alone = new Author('alone', 'district', place.clock);
    const { device, replica, scope, key } = alone;
    const args = { device, replica, publicKey: key.publicKey, scope, name: device };
    await district.core.act([{ kind: 'device.enrol', caseId: null, args }]);
    // Long over: of itself it says nothing of today.
    await district.sittings.vouch([{ device, person: 'opd', openedAt: 0, until: DAY_MS }]);
    const create = (by: string): AnyOperation =>
      alone.make({ kind: 'case.create', caseId: newCaseId(), args: creation(), by });
    const lost = [create('opd'), create('dia')];
    await district.history.restored();
    place.clock.pass(1_000);
    const answers = await decided(alone.batch([...lost, create('opd')]));
    expect(answers.map(({ outcome, reason }) => [outcome, reason?.code ?? null])).toEqual([
      ['applied', null],
      ['deferred', 'case/not-yet'],
      ['refused-recorded', 'person/not-here'],
    ]);
  });

  it('I-11: waits for the login of whoever sat down first in lost hours, until the doubt is over', async () => {
    const alone = new Author('alone', 'district', place.clock);
    const { device, replica, scope, key } = alone;
    const enrolled = { device, replica, publicKey: key.publicKey, scope, name: device };
    await district.core.act([{ kind: 'device.enrol', caseId: null, args: enrolled }]);
    const create = (by: string): AnyOperation =>
      alone.make({ kind: 'case.create', caseId: newCaseId(), args: creation(), by });
    const [known, unknown] = [create('opd'), create('did')];
    place.clock.pass(1_000);
    await district.history.restored();
    place.clock.pass(1_000);
    await decided(alone.batch([known, unknown]));
    const lastWord = async (op: AnyOperation) =>
      (await decided(alone.batch([known, unknown]))).find(({ opId }) => opId === op.opId);
    await district.core.replayWaiting('opd');
    expect((await lastWord(known))?.outcome).toBe('deferred');
    // He logs in there: what he had said is believed, and nothing of anybody else.
    const now = place.clock.wall();
    district.sittings.opened({ device, person: 'opd', openedAt: now, until: now + DAY_MS });
    await district.core.replayWaiting('opd');
    expect((await lastWord(known))?.outcome).toBe('applied');
    expect((await caseAt(district, known.caseId ?? '')).ver).toBeGreaterThan(0);
    await district.core.replayWaiting(100);
    expect((await lastWord(unknown))?.outcome).toBe('deferred');
    place.clock.pass(ACTS_KEPT_MS);
    await district.core.replayWaiting(100);
    expect(await lastWord(unknown)).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'person/not-here' },
    });
  });

  it('revokes a right that only the directory gave: nothing more is done with it', async () => {
    const args = { person: 'opd', role: 'operator', scope: 'district', at: 0 } as const;
    const at = place.clock.wall();
    const revoke = {
      kind: 'grant.revoke',
      caseId: null,
      args: { ...args, at },
      by: 'adm',
    } as const;
    const hasRight = () =>
      district.grantsOf('opd', place.clock.wall()).some((one) => one.role === 'operator');
    expect(hasRight()).toBe(true);
    const [decision] = await decided({ ...hall.batch([hall.make(revoke)]), person: 'adm' });
    expect(decision?.outcome).toBe('applied');
    expect(hasRight()).toBe(false);
    place.clock.pass(1_000);
    const act = { kind: 'case.create', caseId: newCaseId(), args: creation(), by: 'opd' } as const;
    const [after] = await decided(hall.batch([hall.make(act)]));
    expect(after).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'grant/revoked' },
    });
  });

  it('refuses a device from its revocation on', async () => {
    const caseId = await newCase();
    const args = { device: hall.device, reason: 'stolen' };
    const act = { kind: 'device.revoke', caseId: null, args, actor: 'adm' } as const;
    await district.core.act([act]);
    const answer = await district.core.push(hall.batch([note(hall, caseId, [1, 0])]));
    expect(answer).toEqual({ kind: 'refused', code: 'sync/not-enrolled' });
  });

  it('quarantines an incarnation that contradicts itself, and goes on with the next', async () => {
    const caseId = await newCase();
    const clone = Object.assign(new Author('x', 'district', place.clock), {
      device: hall.device,
      replica: hall.replica,
      sign: hall.sign,
      rseq: hall.rseq,
      hash: hall.hash,
    });
    await decided(hall.batch([note(hall, caseId, [1, 0])]));
    const other = clone.batch([note(clone, caseId, [1, 0])]);
    expect(await district.core.push(other)).toEqual({ kind: 'refused', code: 'sync/fork' });
    const next = hall.batch([note(hall, caseId, [2, 0])]);
    expect(await district.core.push(next)).toEqual({ kind: 'refused', code: 'sync/fork' });
    expect(district.core.isQuarantined(hall.replica, 1)).toBe(true);

    const renewed = new Author('y', 'district', place.clock);
    Object.assign(renewed, { device: hall.device, replica: hall.replica, sign: hall.sign });
    renewed.incarnation = 2;
    const [decision] = await decided(renewed.batch([note(renewed, caseId, [2, 0])]));
    expect(decision?.outcome).toBe('applied');
  });

  it('knows an operation again that was numbered anew under another incarnation', async () => {
    const caseId = await newCase();
    const op = note(hall, caseId, [1, 0]);
    const [first] = await decided(hall.batch([op]));
    const renewed = new Author('y', 'district', place.clock);
    Object.assign(renewed, { device: hall.device, replica: hall.replica, sign: hall.sign });
    renewed.incarnation = 2;
    const { opId, args } = op;
    const again = renewed.make({
      kind: 'case.note',
      caseId,
      args: args as never,
      by: 'opd',
      seen: [1, 0],
      over: { opId },
    });
    const [second] = await decided(renewed.batch([again]));
    expect(second).toMatchObject({ opId, serverSeq: first?.serverSeq, rseq: 1 });
    expect(district.core.have(hall.replica, 2)).toBe(1);
    expect(await decided(renewed.batch([again]))).toEqual([second]);
    expect((await caseAt(district, caseId)).ver).toBe(2);
  });

  it('answers nobody with what another replica said under the same id', async () => {
    const caseId = await newCase();
    const op = note(hall, caseId, [1, 0]);
    const rude = new Author('rude', 'district', place.clock);
    await rude.enrol(district);
    const acts = { kind: 'case.note', caseId, args: op.args as never, by: 'opd' } as const;
    const copied = rude.make({ ...acts, seen: [1, 0], over: { opId: op.opId } });
    // In the turn of the first, and after it.
    const [first, atOnce] = await Promise.all([
      decided(hall.batch([op])),
      district.core.push(rude.batch([copied])),
    ]);
    const refused = { kind: 'refused', code: 'sync/bad-batch' };
    expect(first).toMatchObject([{ opId: op.opId, outcome: 'applied' }]);
    expect(atOnce).toEqual(refused);
    expect(await district.core.push(rude.batch([copied]))).toEqual(refused);
    expect(district.core.have(rude.replica, rude.incarnation)).toBe(0);
    expect(district.core.isQuarantined(rude.replica, rude.incarnation)).toBe(false);
    expect((await caseAt(district, caseId)).ver).toBe(2);
  });

  it('keeps what it cannot read without letting it block what follows', async () => {
    const caseId = await newCase();
    const broken = hall.make({
      kind: 'case.note',
      caseId,
      args: { text: 7 } as never,
      by: 'opd',
      seen: [1, 0],
    });
    const future = hall.make({
      kind: 'case.dream' as never,
      caseId,
      args: {} as never,
      by: 'opd',
      seen: [1, 1],
    });
    const fine = note(hall, caseId, [1, 2]);
    const answers = await decided(hall.batch([broken, future, fine]));
    expect(answers.map(({ outcome, ver }) => [outcome, ver])).toEqual([
      ['refused-recorded', 2],
      ['deferred', 3],
      ['applied', 4],
    ]);
    expect(answers[0]?.reason?.code).toBe('op/schema');
  });

  it('records, but does not follow, an act for a scope that is not the device’s', async () => {
    const caseId = await newCase();
    const op = streetB.make({
      kind: 'case.note',
      caseId,
      args: { text: 'x', public: false },
      by: 'did',
      seen: [1, 0],
      over: { scope: 'district' },
    });
    const [decision] = await decided(streetB.batch([op]));
    expect(decision).toMatchObject({
      outcome: 'refused-recorded',
      reason: { code: 'grant/other-scope' },
    });
  });
});

describe('the district’s own voices', () => {
  it('speak through no console: nobody leases, grants or enrols in the program’s name', async () => {
    const grant = {
      person: 'opd',
      role: 'administrator',
      scope: 'district',
      from: 0,
      to: null,
    } as const;
    const lease = { replica: 'x', incarnation: 1, origin: 'DC', from: 1, to: 9 };
    const call = {
      callId: newCaseId(),
      line: 'l1',
      caller: null,
      seat: null,
      rangAt: 1,
      answeredAt: null,
      endedAt: 2,
      outcome: 'abandoned',
      recording: null,
    } as const;
    const before = district.core.state.recordsOf('grant').length;
    const leases = district.core.state.recordsOf('lease');
    const answers = await decided(
      hall.batch([
        hall.make({ kind: 'grant.give', caseId: null, args: grant, by: 'program' }),
        hall.make({ kind: 'numbers.lease', caseId: null, args: lease, by: 'program' }),
        hall.make({ kind: 'call.log', caseId: null, args: call, by: 'telephony' }),
        hall.make({ kind: 'grant.give', caseId: null, args: grant, by: 'opd' }),
      ]),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(4).fill('refused-recorded'));
    expect(district.core.state.recordsOf('grant')).toHaveLength(before);
    expect(district.core.state.recordsOf('lease')).toEqual(leases);
    expect(await district.store.records('call', [call.callId])).toEqual([]);
  });
});

describe('state', () => {
  it('gives effects that rebuild every document, with its hash', async () => {
    const caseId = await newCase({ next: 'file' });
    const units = [{ unit: 'roads-a', lead: true }];
    const dispatch = { units, condition: 'c1', limitNote: '', note: '', advice: null };
    await decided(
      hall.batch([
        hall.make({ kind: 'case.dispatch', caseId, args: dispatch, by: 'did', seen: [1, 0] }),
        note(hall, caseId, [1, 1]),
      ]),
    );
    let doc: Json | undefined;
    let hash: string | null = null;
    for (const entry of await feed('district')) {
      if (entry.type !== 'event' || entry.event.caseId !== caseId) continue;
      doc = applyMergePatch(doc, entry.event.casePatch as Json);
      hash = entry.event.stateHash;
      expect(nodeHashing.sha256(nodeHashing.canonical(doc))).toBe(hash);
    }
    const [stored] = await district.store.cases([caseId]);
    expect(doc).toEqual(stored?.doc);
    expect(hash).toBe(stored?.stateHash);
    expect((doc as unknown as CaseDoc).stage).toBe('dispatched');
  });

  it('is the same after a restart, and the chain goes on', async () => {
    const caseId = await newCase();
    const before = district.core.state.head;
    await district.close();
    district = await place.open();
    expect(district.core.state.head).toEqual(before);
    const [decision] = await decided(hall.batch([note(hall, caseId, [1, 0])]));
    expect(decision).toMatchObject({ ver: 2, serverSeq: before.serverSeq + 1 });
    const log = await district.store.log(0, 1_000);
    let chain = '0'.repeat(64);
    for (const { op, decision: one, chain: link } of log) {
      chain = nodeHashing.sha256(`${chain}${op.hash}${one.outcome}${one.stateHash ?? ''}`);
      expect(link).toBe(chain);
    }
    expect(log.map(({ decision: one }) => one.serverSeq)).toEqual(log.map((_, i) => i + 1));
  });

  it('leaves nothing behind, here and on disk, when a commit fails', async () => {
    const caseId = await newCase();
    const head = district.core.state.head;
    const full = note(hall, caseId, [1, 0]);
    const { store } = district;
    const commit = store.commit.bind(store);
    store.commit = () => Promise.reject(new Error('disk full'));
    await expect(district.core.push(hall.batch([full]))).rejects.toThrow('disk full');
    store.commit = commit;
    expect(district.core.state.head).toEqual(head);
    expect(district.core.have(hall.replica, 1)).toBe(1);
    const [decision] = await decided(hall.batch([full]));
    expect(decision).toMatchObject({ ver: 2, serverSeq: head.serverSeq + 1 });
  });
});

describe('feeds', () => {
  it('tell members of a case, enter who joins and leave who goes, under one number', async () => {
    const caseId = await newCase({ next: 'file', place: { ...creation().place, street: null } });
    expect(await feed(`street:${STREET_A}`)).toEqual([]);
    const to = `street:${STREET_A}` as const;
    const send = hall.make({
      kind: 'case.send',
      caseId,
      args: { to, note: '' },
      by: 'did',
      seen: [1, 0],
    });
    const [sent] = await decided(hall.batch([send]));
    expect(sent?.outcome).toBe('applied');
    const [entered] = await feed(`street:${STREET_A}`);
    expect(entered).toMatchObject({ type: 'enter', seq: sent?.serverSeq, caseId });
    if (entered?.type !== 'enter') throw new Error('no enter');
    expect(entered.events.map((event) => event.ver)).toEqual([1, 2]);
    expect(nodeHashing.sha256(nodeHashing.canonical(entered.doc))).toBe(entered.stateHash);
    const members = (entered.doc as CaseDoc).members;
    expect(Object.keys(members).sort()).toEqual(['district', `street:${STREET_A}`]);
  });

  it('give nobody a record that is not theirs, and reference data to all', async () => {
    const entries = await feed('ref');
    const records = entries.flatMap((entry) => (entry.type === 'event' ? entry.event.records : []));
    expect(records.map(({ type, id }) => [type, id])).toEqual([
      ['device', hall.device],
      ['lease', 'DC/1'],
      ['device', streetA.device],
      ['lease', 'SA/1'],
      ['device', streetB.device],
      ['lease', 'SB/1'],
    ]);
    const call = {
      callId: newCaseId(),
      line: 'l1',
      caller: null,
      seat: 's1',
      rangAt: 1,
      answeredAt: 2,
      endedAt: 3,
      outcome: 'answered',
      recording: null,
    } as const;
    const log = { kind: 'call.log', caseId: null, args: call, actor: 'telephony' } as const;
    const [logged] = await district.core.act([log]);
    expect(logged?.outcome).toBe('applied');
    const last = (await feed('district')).at(-1);
    expect(last?.type === 'event' && last.event.records[0]?.id).toBe(call.callId);
    expect(await feed(`street:${STREET_B}`)).toEqual([]);
  });

  it('deliver pages that never pass their head and end at it', async () => {
    const caseId = await newCase();
    for (let i = 0; i < 7; i += 1) await decided(hall.batch([note(hall, caseId, [i + 1, 0])]));
    const seen: number[] = [];
    let from = 0;
    for (;;) {
      const page = await district.store.page('district', from, { entries: 3, bytes: 1 << 20 });
      expect(page.entries.length).toBeLessThanOrEqual(3);
      for (const text of page.entries) seen.push((JSON.parse(text) as FeedEntry).seq);
      if (page.to === from) break;
      from = page.to;
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(seen).size).toBe(seen.length);
    expect(from).toBe(district.core.state.heads.get('district'));
    expect(seen).toHaveLength(8);
  });
});
