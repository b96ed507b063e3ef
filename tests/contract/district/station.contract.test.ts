import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH } from '#core/domain/operation/operationHash.ts';
import { MINUTE_MS } from '#core/kernel/time.ts';
import type { BroughtActs, BroughtAnswer } from '#core/protocol/sync/street.ts';
import type { Line } from '#tests/support/frameLine.ts';
import { handLines } from '#tests/support/handLines.ts';
import { Author, STREET_A, STREET_B, newCaseId } from '#tests/support/smallDistrict.ts';
import { EnrolledDistrict, makes } from '#tests/support/enrolledDistrict.ts';

let at: EnrolledDistrict;
let station: Author;
let line: Line;
const { greet, online, hangUp } = handLines(() => at.running.port);

beforeEach(async () => {
  const street = `street:${STREET_A}` as const;
  at = await EnrolledDistrict.open({
    a: street,
    b: street,
    other: `street:${STREET_B}`,
    station: street,
  });
  station = at.author('station');
  line = await greet(station, { as: 'station', scopes: [] });
  await line.next('welcome');
});
afterEach(async () => {
  hangUp();
  await at.close();
});

const desk = (name: string): Author => at.author(name);

let asked = 0;
async function ask(name: string, input: object): Promise<{ ok: boolean; value: unknown }> {
  asked += 1;
  line.send({ f: 'ask', id: asked, name, input });
  const { ok, value } = await line.next('answer');
  return { ok, value };
}

const brought = (
  author: Author,
  ops: readonly AnyOperation[],
  over: Partial<BroughtActs> = {},
): object => ({ ...author.batch(ops), isHeld: false, ...over });

async function brings(...said: Parameters<typeof brought>): Promise<BroughtAnswer> {
  const { ok, value } = await ask('street.bring', brought(...said));
  if (!ok) throw new Error(JSON.stringify(value));
  return value as BroughtAnswer;
}

const notes = (author: Author, caseId: string, saw?: readonly AnyOperation[]): AnyOperation =>
  author.make({
    kind: 'case.note',
    caseId,
    args: { text: '已到场', public: false },
    by: 'dia',
    ...(saw === undefined ? {} : { over: { saw: saw.map(({ opId }) => opId) } }),
  });
it('decides what a station brings of its street, once, whoever brings it again', async () => {
  const a = desk('a');
  const op = makes(a, newCaseId());
  const answer = await brings(a, [op]);
  expect(answer).toEqual({
    kind: 'decided',
    decisions: [{ opId: op.opId, ver: 1, outcome: 'applied' }],
  });
  expect(await brings(a, [op])).toEqual(answer);
  const own = await online(a);
  own.send({ f: 'push', batch: 1, ops: [op], sig: a.sign(op.hash) });
  expect((await own.next('decisions')).decisions).toMatchObject([{ opId: op.opId, ver: 1 }]);
  expect(await at.outcomesOf(op)).toEqual(['applied']);
});

it('names to a station the devices of its street, none that is revoked and none of another', async () => {
  await at.revoke(desk('b'));
  const { value } = await ask('street.devices', {});
  const { devices } = value as { devices: readonly { device: string; publicKey: string }[] };
  const expected = [desk('a'), station].map(({ device, key }) => [device, key.publicKey]);
  expect(devices.map(({ device, publicKey }) => [device, publicKey]).sort()).toEqual(
    expected.sort(),
  );
});

it('takes a station for no sign of life of its street, gives it no numbers and takes no act of its own', async () => {
  const street = { street: STREET_A };
  const { presence } = at.running.hub;
  at.place.clock.pass(6 * MINUTE_MS);
  line.send({ f: 'clock', sent: 1 });
  await line.next('clock');
  expect(presence.lastSeen(`street:${STREET_A}`)).toBe(null);
  expect(presence.silentSince(`street:${STREET_A}`)).not.toBe(null);
  expect(presence.deviceSeen(station.device)).toBe(at.place.clock.wall());
  const { state } = at.running.district.core;
  const ranges = (author: Author): number => state.leasesOf(author.replica).length;
  const before = ranges(station);
  const another = await greet(station, { as: 'station', scopes: [], incarnation: 2 });
  await another.next('welcome');
  expect(ranges(station)).toBe(before);
  // A console of the same street is one, and has numbers to tell.
  const own = await greet(desk('a'), { incarnation: 2 });
  const { streets } = await own.next('streets');
  expect(streets).toContainEqual(expect.objectContaining({ ...street, silentSince: null }));
  expect(ranges(desk('a'))).toBe(2);
  another.send({ f: 'push', batch: 1, ...station.batch([makes(station, newCaseId())]) });
  expect(await another.next('refuse')).toMatchObject({ code: 'sync/bad-batch' });
});

it('takes from a station nothing of another street, and nothing that its author did not sign', async () => {
  const [a, other] = [desk('a'), desk('other')];
  const theirs = makes(other, newCaseId());
  expect(await ask('street.bring', brought(other, [theirs]))).toMatchObject({ ok: false });
  const op = makes(a, newCaseId());
  const forged = { sig: station.sign(op.hash) };
  expect(await brings(a, [op], forged)).toEqual({ kind: 'refused', code: 'sync/bad-batch' });
  const own = { device: station.device, replica: station.replica };
  expect((await brings(a, [op], own)).kind).toBe('refused');
  expect((await at.log()).some(({ op: { kind } }) => kind === 'case.create')).toBe(false);
});

it('tells a station to let go of what cannot be read, so that nothing waits behind it', async () => {
  const a = desk('a');
  const op = makes(a, newCaseId());
  const unreadable = { ...brought(a, [op]), ops: [{ ...op, bases: null }] };
  const over = { kind: 'refused', code: 'op/schema' };
  expect(await ask('street.bring', unreadable)).toEqual({ ok: true, value: over });
});

it('waits for what stands before a batch, and for an author who must bring his own', async () => {
  const a = desk('a');
  const [first, second] = [makes(a, newCaseId()), makes(a, newCaseId())];
  expect(await brings(a, [second])).toEqual({ kind: 'later' });
  expect(await brings(a, [first], { isHeld: true })).toEqual({ kind: 'later' });
  const own = await online(a);
  own.send({ f: 'push', batch: 1, ops: [first], sig: a.sign(first.hash) });
  await own.next('decisions');
  expect((await brings(a, [first], { isHeld: true })).kind).toBe('decided');
  expect((await brings(a, [second])).kind).toBe('decided');
});

it('lets nobody wait for one whom a district that was put back does not know yet', async () => {
  const late = new Author('late', `street:${STREET_A}`, at.place.clock);
  const op = makes(late, newCaseId());
  expect(await brings(late, [op])).toEqual({ kind: 'later' });
  expect((await brings(desk('a'), [makes(desk('a'), newCaseId())])).kind).toBe('decided');
  await late.enrol(at.running.district);
  await late.lease(at.running.district);
  expect((await brings(late, [op])).kind).toBe('decided');
});

it('lets a station go of what its author brings under new numbers since', async () => {
  const a = desk('a');
  makes(a, newCaseId());
  const second = makes(a, newCaseId());
  const old = brought(a, [second]);
  expect(await ask('street.bring', old)).toMatchObject({ value: { kind: 'later' } });
  Object.assign(a, { incarnation: 2, rseq: 0, hash: GENESIS_HASH });
  expect((await brings(a, [makes(a, newCaseId())])).kind).toBe('decided');
  const over = { kind: 'refused', code: 'sync/fork' };
  expect(await ask('street.bring', old)).toMatchObject({ value: over });
});

it('knows how old an act is that lay at a station', async () => {
  const a = desk('a');
  const op = makes(a, newCaseId());
  const madeAt = at.place.clock.wall();
  at.place.clock.pass(90 * MINUTE_MS);
  const sentAt = { wall: at.place.clock.wall(), mono: at.place.clock.mono(), boot: 'b' };
  await brings(a, [op], { sentAt });
  const entry = (await at.log()).find((one) => one.op.opId === op.opId);
  expect(entry?.decision).toMatchObject({ at: madeAt });
});

it('holds what was seen at a station for seen: no second act of it meets the first as a stranger', async () => {
  const [a, b] = [desk('a'), desk('b')];
  const caseId = newCaseId();
  const made = makes(a, caseId);
  await brings(a, [made]);
  const edit = (author: Author, title: string, saw: readonly AnyOperation[]): AnyOperation =>
    author.make({
      kind: 'case.edit',
      caseId,
      args: { field: 'title', from: '路面坑洼', to: title },
      by: 'dia',
      seen: [1, 0],
      ...(saw.length === 0 ? {} : { over: { saw: saw.map(({ opId }) => opId) } }),
    });
  const first = edit(a, '甲改', []);
  const after = edit(b, '乙看过再改', [first]);
  await brings(a, [first]);
  await brings(b, [after]);
  expect(await at.outcomesOf(after)).toEqual(['applied']);
  // Whoever had not seen it meets it: rule 7.
  const blind = edit(b, '乙没看见', []);
  await brings(b, [blind]);
  expect(await at.outcomesOf(blind)).not.toEqual(['applied']);
});

it('lets an act wait on a case that its author saw being made, until the case comes', async () => {
  const [a, b] = [desk('a'), desk('b')];
  const caseId = newCaseId();
  const made = makes(a, caseId);
  const note = notes(b, caseId, [made]);
  const stray = notes(b, newCaseId());
  await brings(b, [note, stray]);
  expect(await at.outcomesOf(note)).toEqual(['deferred']);
  expect(await at.outcomesOf(stray)).toEqual(['refused-recorded']);
  await brings(a, [made]);
  await at.running.district.core.idle();
  const [held] = await at.running.district.store.cases([caseId]);
  expect(held?.doc.ver).toBe(2);
  expect((await brings(b, [note])).kind === 'decided').toBe(true);
});
