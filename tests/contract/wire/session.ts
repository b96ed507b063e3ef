import { assignmentId } from '#core/domain/case/assignments.ts';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import type { ClientFrame } from '#core/protocol/sync/frames.ts';
import { STICK_ASKS, type StreetClientFrame } from '#core/protocol/sync/street.ts';
import { PROTOCOLS } from '#core/protocol/sync/versions.ts';
import type { Frame } from '#tests/support/frameLine.ts';
import { helloOf } from '#tests/support/handLines.ts';
import { Author, STREET_A, STREET_B, creation, newCaseId } from '#tests/support/smallDistrict.ts';
import type { Recorder } from './recorder.ts';
import type { Said } from './stage.ts';

const A = `street:${STREET_A}` as const;
const B = `street:${STREET_B}` as const;

/** One console: its author, its line, and the batches that it has sent. */
type Console = { readonly author: Author; readonly line: string; batch: number };

/**
 * What the wire of a release is frozen by: three consoles of a district, and everything that a protocol tells of.
 * Whoever adds to the wire adds to this, for the next tape.
 */
export async function playSession(on: Recorder): Promise<void> {
  await on.do({ do: 'account', login: 'dcd', password: 'a-password' });
  const hall = { author: await on.author('hall', 'district', ['DC', 1]), line: 'hall', batch: 0 };
  const a = { author: await on.author('a', A, ['SA', 1]), line: 'a', batch: 0 };
  const b = { author: await on.author('b', B, ['SB', 1]), line: 'b', batch: 0 };
  const beside = { author: await on.author('a2', A, ['SA', 101]), line: 'beside', batch: 0 };
  for (const one of [hall, a, b, beside]) await greet(on, one);
  await seats(on, hall);
  const met = await twoOnOneCase(on, hall, a);
  await meeting(on, beside, met);
  await handedOver(on, hall, b);
  await merged(on, hall, a);
  await upTheChain(on, a);
  await forgotten(on, hall);
  await questions(on, hall, a, met);
  await pages(on, hall, a, b);
  await street(on, await on.author('a3', A, ['SA', 201]), await on.author('box', A, ['SA', 301]));
  await refusals(on, hall, a, b);
}

/** One of them over plain HTTP: the same words, whatever carries them. */
async function greet(on: Recorder, { author, line }: Console): Promise<void> {
  const over = line === 'beside' ? ({ over: 'http' } as const) : {};
  await on.do({ do: 'dial', line, device: author.device, ...over });
  await on.hear(line, 'challenge');
  const scopes = [author.scope, 'ref', `inbox:${author.scope}`];
  const cursors = Object.fromEntries(scopes.map((scope) => [scope, 0]));
  await on.say(line, helloOf(author, '', { program: 'shaotai 0.1.0', scopes, cursors }));
  const welcome = (await on.hear(line, 'welcome')) as Frame<'welcome'>;
  author.epoch = welcome.epoch;
  await on.hear(line, 'streets');
}

async function seats(on: Recorder, { line }: Console): Promise<void> {
  await on.say(line, { f: 'clock', sent: 12.5 });
  await on.hear(line, 'clock');
  await on.say(line, { f: 'login', id: 1, login: 'dcd', password: 'a-password', seat: 's1' });
  await on.hear(line, 'login');
  await on.say(line, { f: 'login', id: 2, login: 'dcd', password: 'another', seat: 's1' });
  await on.hear(line, 'login');
  await on.say(line, { f: 'sit', id: 3, seat: 's1', takeOver: false });
  await on.hear(line, 'answer');
  await on.say(line, { f: 'seat', seat: 's1', state: 'idle', person: 'dcd' });
  await on.say(line, { f: 'callAct', id: 4, act: 'claim', callId: newCaseId(), seat: 's1' });
  await on.hear(line, 'answer');
}

/** The same acts as a console makes them, one after another, without having heard of the others'. */
function saying(author: Author) {
  return <K extends OpKind>(
    kind: K,
    args: ArgsOf[K],
    more: {
      readonly by: string;
      readonly caseId: string;
      readonly seen?: readonly [number, number];
      readonly over?: object;
    },
  ): AnyOperation => author.make({ kind, args, numberless: true, ...more });
}

async function push(
  on: Recorder,
  from: Console,
  ops: readonly AnyOperation[],
): Promise<ClientFrame> {
  const { author, line } = from;
  from.batch += 1;
  const { wall, mono } = { wall: author.clock.wall(), mono: author.clock.mono() };
  const { sig } = author.batch(ops);
  const sentAt = { wall, mono, boot: 'b' };
  const frame = { f: 'push', batch: from.batch, ops, sig, sentAt } as unknown as ClientFrame;
  await on.say(line, frame);
  return frame;
}

/** Both dispatch, both edit: each without having heard of the other. */
async function twoOnOneCase(on: Recorder, hall: Console, a: Console): Promise<string> {
  const caseId = newCaseId();
  const bySelf = saying(hall.author);
  const byStreet = saying(a.author);
  await on.do({ do: 'pass', ms: 60_000 });
  const note = { text: '来电人称坑很深', public: false };
  await push(on, hall, [
    bySelf('case.create', creation({ caseNo: 'DC260302-0001', next: 'file' }), {
      by: 'opd',
      caseId,
    }),
    bySelf('case.note', note, { by: 'opd', caseId, seen: [0, 1] }),
    bySelf('case.tag', { add: ['积水'], remove: [] }, { by: 'opd', caseId, seen: [0, 2] }),
  ]);
  await on.hear(hall.line, 'decisions');
  await on.hear(a.line, 'poke');
  await on.do({ do: 'pass', ms: 30_000 });
  const dispatch = bySelf('case.send', { to: A, note: '' }, { by: 'did', caseId, seen: [3, 0] });
  await push(on, hall, [dispatch]);
  await on.hear(hall.line, 'decisions');
  const first = byStreet('case.dispatch', sending('roads-a'), { by: 'dia', caseId, seen: [4, 0] });
  const named = assignmentId(first.opId, 0);
  const at = a.author.clock.wall();
  const signed = { assignment: named, at };
  const arrived = { ...signed, step: 'arrived', person: '老王', point: null } as const;
  const byUnit = { onBehalf: 'roads-a', how: 'phone' };
  await push(on, a, [
    first,
    byStreet('assign.sign', signed, { by: 'dia', caseId, seen: [4, 1], over: byUnit }),
    byStreet('assign.respond', arrived, { by: 'dia', caseId, seen: [4, 2], over: byUnit }),
    byStreet('case.edit', edit('路面塌陷'), { by: 'dia', caseId, seen: [4, 3] }),
  ]);
  await on.hear(a.line, 'decisions');
  await on.do({ do: 'pass', ms: 5_000 });
  await push(on, hall, [
    bySelf('case.edit', edit('路面坑洼较深'), { by: 'opd', caseId, seen: [4, 0] }),
    bySelf('case.urgency', urgent, { by: 'opd', caseId, seen: [4, 1] }),
    bySelf('case.urge', { to: A, text: '请尽快' }, { by: 'opd', caseId, seen: [4, 2] }),
  ]);
  await on.hear(hall.line, 'decisions');
  return caseId;
}

/** Another console of the street, which had heard of nothing since the case came. */
async function meeting(on: Recorder, beside: Console, caseId: string): Promise<void> {
  const say = saying(beside.author);
  await push(on, beside, [
    say('case.dispatch', sending('sweep-a'), { by: 'dia', caseId, seen: [4, 0] }),
    say('case.edit', edit('井盖边塌陷'), { by: 'dia', caseId, seen: [4, 1] }),
  ]);
  await on.hear(beside.line, 'decisions');
  await on.say(beside.line, { f: 'ask', id: 21, name: 'case.get', input: { caseId } });
  const { value } = await on.hear(beside.line, 'answer');
  const { doc } = value as { readonly doc: CaseDoc };
  const [conflict] = Object.values(doc.conflicts ?? {});
  if (conflict === undefined) throw new Error('two edits of one field meet in no conflict');
  const option = conflict.options.find((one) => one !== conflict.default) ?? '';
  const resolved = { conflict: conflict.id, option, note: '以现场为准' };
  await push(on, beside, [
    say('conflict.resolve', resolved, { by: 'dia', caseId, seen: [doc.ver, 0] }),
  ]);
  await on.hear(beside.line, 'decisions');
}

const edit = (to: string) => ({ field: 'title', from: '路面坑洼', to }) as const;
const sending = (unit: string) => ({
  units: [{ unit, lead: true }],
  condition: 'c1',
  limitNote: '',
  note: '',
  advice: null,
});
const urgent = { level: 'urgent', reason: '人多', from: 'ordinary' } as const;

/** Enters another street's feed whole, and leaves it with a stub when the district takes it. */
async function handedOver(on: Recorder, hall: Console, b: Console): Promise<void> {
  const caseId = newCaseId();
  const say = saying(hall.author);
  await push(on, hall, [
    say('case.create', creation({ caseNo: 'DC260302-0002' }), { by: 'opd', caseId }),
    say('case.send', { to: B, note: '越界' }, { by: 'did', caseId, seen: [0, 1] }),
  ]);
  await on.hear(hall.line, 'decisions');
  await on.hear(b.line, 'poke');
  await pull(on, b, B);
  const take = say('case.take', { why: 'emergency' }, { by: 'dcd', caseId, seen: [2, 0] });
  await push(on, hall, [take]);
  await on.hear(hall.line, 'decisions');
  await on.hear(b.line, 'poke');
  await pull(on, b, B);
}

/** An act on two cases, and a case whose number follows. */
async function merged(on: Recorder, hall: Console, a: Console): Promise<void> {
  const [one, other] = [newCaseId(), newCaseId()];
  const say = saying(a.author);
  await on.do({ do: 'pass', ms: 60_000 });
  await push(on, a, [
    say('case.create', creation({ caseNo: 'SA260302-0001' }), { by: 'dia', caseId: one }),
    say('case.create', creation({ title: '同一处坑洼' }), { by: 'dia', caseId: other }),
  ]);
  await on.hear(a.line, 'decisions');
  const bases = (mine: string, there: string) => [
    { of: `case:${mine}`, ver: mine === one ? 1 : 2, own: 0 },
    { of: `case:${there}`, ver: there === one ? 1 : 2, own: 0 },
  ];
  const linked = { other: one, as: 'repeat', score: null, reasons: [] } as const;
  await push(on, a, [
    say('case.link', linked, { by: 'dia', caseId: other, over: { bases: bases(other, one) } }),
  ]);
  await on.hear(a.line, 'decisions');
  const both = [
    { of: `case:${other}`, ver: 3, own: 0 },
    { of: `case:${one}`, ver: 2, own: 0 },
  ];
  await push(on, a, [
    say('case.merge', { into: one }, { by: 'dia', caseId: other, over: { bases: both } }),
  ]);
  await on.hear(a.line, 'decisions');
  const late = { text: '我再补充一点', public: true };
  await push(on, hall, [
    saying(hall.author)('case.note', late, { by: 'opd', caseId: other, seen: [2, 0] }),
    saying(hall.author)('case.refuse', refusing, { by: 'opd', caseId: one, seen: [1, 0] }),
  ]);
  await on.hear(hall.line, 'decisions');
}

const refusing = { reason: 'not_in_scope', text: '不属受理范围' } as const;

/** To the end, and what a district says that cannot write, that lacks something, and that knows it all. */
async function upTheChain(on: Recorder, a: Console): Promise<void> {
  const caseId = newCaseId();
  const say = saying(a.author);
  await on.do({ do: 'pass', ms: 60_000 });
  const made = creation({ caseNo: 'SA260302-0002', next: 'answer', answer: '已答复' });
  const create = say('case.create', made, { by: 'dia', caseId });
  const tried = {
    attempt: 1,
    at: a.author.clock.wall(),
    reached: true,
    solved: true,
    satisfied: 5,
    reason: '',
  } as const;
  const called = say('callback.try', tried, { by: 'dia', caseId, seen: [0, 1] });
  const { author, line } = a;
  await push(on, { author, line, batch: 90 }, [called]);
  await on.hear(line, 'needFrom');
  await on.do({ do: 'disk', isFull: true });
  await push(on, a, [create, called]);
  await on.hear(line, 'later');
  await on.do({ do: 'disk', isFull: false });
  await push(on, a, [create, called]);
  await on.hear(line, 'decisions');
  await push(on, a, [create, called]);
  await on.hear(line, 'decisions');
  await push(on, a, [
    say(
      'conflict.resolve',
      { conflict: 'none', option: 'keep', note: '' },
      { by: 'dca', caseId, seen: [2, 0] },
    ),
    say('case.close', closing, { by: 'dia', caseId, seen: [2, 1] }),
    say('case.void', { reason: '误报' }, { by: 'dcd', caseId, seen: [2, 2] }),
    say('case.note', { words: 'of no schema' } as never, { by: 'dia', caseId, seen: [2, 3] }),
  ]);
  await on.hear(line, 'decisions');
}

/** What was said of an archived case is taken out; of one that is not archived it is not. */
async function forgotten(on: Recorder, hall: Console): Promise<void> {
  const say = saying(hall.author);
  await on.do({ do: 'pass', ms: 60_000 });
  const caseId = newCaseId();
  const made = creation({ caseNo: 'DC260302-0003', next: 'answer', answer: '已答复' });
  await push(on, hall, [
    say('case.create', made, { by: 'opd', caseId }),
    say('case.redact', { reason: 'asked' }, { by: 'adm', caseId, seen: [0, 1] }),
    say('case.archive', { type: 'normal' }, { by: 'dcd', caseId, seen: [0, 2] }),
  ]);
  await on.hear(hall.line, 'decisions');
  const years = { kind: 'retention.set', caseId: null, args: { years: 7 }, actor: 'adm' } as const;
  await on.do({ do: 'act', acts: [years] });
  const redacted = { reason: 'asked', note: '当事人申请' } as const;
  await push(on, hall, [say('case.redact', redacted, { by: 'adm', caseId, seen: [3, 0] })]);
  await on.hear(hall.line, 'decisions');
}

const closing = { items: [], closeKind: 'sub_dispatched', publicText: '已办结' } as const;

async function questions(on: Recorder, hall: Console, a: Console, caseId: string): Promise<void> {
  const ask = async (from: Console, id: number, name: string, input: object): Promise<void> => {
    await on.say(from.line, { f: 'ask', id, name, input });
    await on.hear(from.line, 'answer');
  };
  await ask(a, 11, 'case.get', { caseId });
  await ask(a, 12, 'case.get', { caseId: newCaseId() });
  await ask(a, 13, 'numbers.more', {});
  await ask(a, 14, 'ref.open', {});
  await ask(a, 15, 'stubs.page', { before: { endedAt: 1_800_000_000_000, caseId: 'f' } });
  await ask(a, 16, 'nobody.knows', {});
  await ask(a, 19, 'fill.open', { scope: A });
  const range = { scope: A, since: a.author.clock.wall() - DAY_MS, seq: 0 };
  await ask(a, 20, 'scope.sums', { ...range, after: null, upTo: null });
  await ask(hall, 17, 'devices.list', {});
  await ask(hall, 18, 'drill.list', {});
  await ask(a, 21, 'scope.sums', { ...range, scope: 'ref', after: null, upTo: null });
  await ask(a, 22, 'record.get', { key: 'device/dev-a' });
  await ask(a, 23, 'record.get', { key: 'nothing/at-all' });
  await ask(hall, 24, 'forgetting.due', { after: null, caseNo: null, caseIds: null });
}

async function pages(on: Recorder, hall: Console, a: Console, b: Console): Promise<void> {
  await pull(on, a, A, true);
  await pull(on, a, `inbox:${A}`);
  await pull(on, a, 'ref');
  await pull(on, hall, 'district', true);
  await pull(on, hall, 'inbox:dcd');
  await pull(on, b, B, true);
}

async function pull(on: Recorder, { line }: Console, scope: string, sum = false): Promise<void> {
  await on.say(line, { f: 'pull', scope, from: 0, ...(sum ? { sum } : {}) });
  await on.hear(line, 'page');
}

/** A station of the street and two consoles at it, over a socket and over plain HTTP. What is on a stick is no wire. */
async function street(on: Recorder, author: Author, box: Author): Promise<void> {
  await on.do({ do: 'station', device: box.device, scope: A });
  const { device, replica, incarnation } = author;
  await on.do({ do: 'dial', line: 'street', device, at: 'station' });
  const greeting = { device, replica, incarnation, ...PROTOCOLS, proof: '' };
  await at(on, 'street', greeting);
  const other = { ...greeting, device: box.device, replica: box.replica };
  await on.do({ do: 'dial', line: 'street-http', device: box.device, at: 'station', over: 'http' });
  await at(on, 'street-http', other);
  const made = saying(author)('case.create', creation({ caseNo: 'SA260302-0201' }), {
    by: 'dia',
    caseId: newCaseId(),
  });
  const acts = { f: 'acts', ops: [made], sig: author.sign(made.hash), isHeld: false };
  await on.say('street', acts as unknown as Said);
  await on.hear('street', 'kept');
  await on.hear('street-http', 'acts');
  await on.hear('street', 'decided');
  await on.hear('street-http', 'decided');
  // A stick's bytes are no wire; the questions for them are, and one that is no answer is refused.
  await on.say('street', { f: 'ask', id: 1, name: STICK_ASKS.take, input: { text: '{}' } });
  await on.hear('street', 'answer');
  await on.do({ do: 'dial', line: 'street-older', device, at: 'station' });
  await on.hear('street-older', 'challenge');
  await on.say('street-older', { f: 'hello', ...greeting, protocol: 99, minProtocol: 99 });
  await on.hear('street-older', 'refuse');
}

async function at(
  on: Recorder,
  line: string,
  greeting: Omit<Extract<StreetClientFrame, { readonly f: 'hello' }>, 'f'>,
): Promise<void> {
  await on.hear(line, 'challenge');
  await on.say(line, { f: 'hello', ...greeting });
  await on.hear(line, 'welcome');
  await on.hear(line, 'acts');
}

async function refusals(on: Recorder, hall: Console, a: Console, b: Console): Promise<void> {
  await on.say(b.line, { f: 'pull', scope: 'district', from: 0 });
  await on.hear(b.line, 'refuse');
  // A second disk with the same name says something else under the same number.
  const clone = new Author('a', A, a.author.clock);
  Object.assign(clone, { rseq: a.author.rseq - 1, hash: a.author.hash, key: a.author.key });
  const note = { text: '另一块盘', public: false };
  const other = clone.make({ kind: 'case.note', caseId: newCaseId(), args: note, by: 'dia' });
  const sig = a.author.sign(other.hash);
  await on.say(a.line, { f: 'push', batch: 99, ops: [other], sig } as unknown as ClientFrame);
  await on.hear(a.line, 'refuse');
  await on.do({ do: 'dial', line: 'older', device: hall.author.device });
  await on.hear('older', 'challenge');
  await on.say('older', helloOf(hall.author, '', { protocol: 99, minProtocol: 99 }));
  await on.hear('older', 'refuse');
  await on.do({
    do: 'act',
    acts: [
      { kind: 'drill.cut', caseId: null, args: { street: STREET_B, minutes: 10 }, actor: 'adm' },
    ],
  });
  await on.do({ do: 'dial', line: 'drilled', device: b.author.device });
  await on.hear('drilled', 'challenge');
  await on.say('drilled', helloOf(b.author, ''));
  await on.hear('drilled', 'refuse');
}
