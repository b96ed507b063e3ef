import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { CallInput, CallName } from '#core/protocol/console/calls.ts';
import type { ViewName, ViewParams } from '#core/protocol/console/views.ts';
import { STREET_A, STREET_B, creation } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const OTHER = { name: 'other', scope: `street:${STREET_B}`, login: 'dib' };
const OFFICE = { name: 'office', scope: 'district', login: 'adm' };
const PHONE = '13911112222';
const WORDS = '路面';
/** What an administrator of the district alone is told, without a word of any case. */
const DUE = { after: null, caseNo: null, caseIds: null };

type Asked = { readonly [N in CallName]?: CallInput<N> };

/** Everything of the contract that tells of cases, callers or what was typed. */
function readingCalls(caseId: string): Asked {
  return {
    'case.search': { text: WORDS, limit: 20 },
    'case.near': { lon: 116_416_000, lat: 39_928_000, metres: 5_000, hours: 9_000 },
    'case.rows': { caseIds: [caseId] },
    'caller.cases': { number: PHONE },
    'caller.open': { caseId, to: 'look' },
    'caller.seal': { number: PHONE, name: null, kind: 'person', confidential: false },
    'unit.propose': { caseId },
    'number.peek': { form: 'f' },
  };
}

async function codesOf(desk: Desk, asked: Asked): Promise<Set<string>> {
  const codes = new Set<string>();
  for (const [name, input] of Object.entries(asked)) {
    const answer = await desk.call(name as 'case.rows', input as CallInput<'case.rows'>);
    codes.add(answer.ok ? `${name} answered` : answer.error.code);
  }
  return codes;
}

/** Long enough for a view that tells, on a slow machine, too: it ends when all have told. */
const TOLD_MS = 30_000;

/** Views that told something within a while. */
async function tellingViews(desk: Desk, caseId: string, withinMs = 600): Promise<string[]> {
  const params: { readonly [N in ViewName]?: ViewParams<N> } = {
    board: { filter: 'all', text: '', sort: 'newest', from: 0, count: 50 },
    caseFile: { caseId },
    markers: {},
    conflicts: {},
  };
  const told: string[] = [];
  const looks = Object.entries(params).map(async ([name, given]) => {
    await desk.look(name as 'caseFile', given as { caseId: string });
    told.push(name);
  });
  await Promise.race([Promise.all(looks), sleep(withinMs, undefined, { ref: false })]);
  return told.sort();
}

const ALL = ['board', 'caseFile', 'conflicts', 'markers'];

it('a console tells nothing of cases, callers and drafts before anybody logged in, or after', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await street.call('draft.save', { key: 'intake:1', body: { number: PHONE } });
  const asked = {
    ...readingCalls(caseId),
    'draft.list': {},
    'devices.code': { scope: 'district' },
    'forgetting.due': DUE,
  };
  await street.call('session.logout', {});
  expect(await codesOf(street, asked)).toEqual(new Set(['session/needed']));
  expect(await tellingViews(street, caseId)).toEqual([]);
  await street.login();
  expect(await tellingViews(street, caseId, TOLD_MS)).toEqual(ALL);
});

it('a locked seat answers nothing about cases, keeps what is typed, and goes on where it was', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await street.call('session.lock', {});
  const asked = { ...readingCalls(caseId), 'forgetting.due': DUE };
  expect(await codesOf(street, asked)).toEqual(new Set(['session/locked']));
  expect(await tellingViews(street, caseId)).toEqual([]);
  const saved = await street.call('draft.save', { key: 'intake:1', body: { title: '半句' } });
  expect(saved.ok).toBe(true);
  const waiting = tellingViews(street, caseId, TOLD_MS);
  await street.call('session.unlock', { password: 'town-password' });
  expect(await waiting).toEqual(ALL);
});

it('an administrator reads no case by any call or view, wherever the console stands', async () => {
  town = await Town.start([STREET, OFFICE]);
  const caseId = await town.desk('street').creates();
  await town.settles();
  const office = town.desk('office');
  expect(await codesOf(town.desk('street'), { 'forgetting.due': DUE })).toEqual(
    new Set(['grant/none']),
  );
  expect(await codesOf(office, readingCalls(caseId))).toEqual(new Set(['grant/none']));
  expect(await tellingViews(office, caseId)).toEqual([]);
  const act = { kind: 'case.note', caseId, args: { text: 'x', public: false } };
  expect((await office.call('op.submit', act)).ok).toBe(false);
});

it('a street finds nothing of another street by id, word, place, number of the caller or map', async () => {
  town = await Town.start([STREET, OTHER]);
  const street = town.desk('street');
  const sealed = await street.call('caller.seal', {
    number: PHONE,
    name: '王小明',
    kind: 'person',
    confidential: false,
  });
  if (!sealed.ok) throw new Error(sealed.error.code);
  const caller = sealed.value.caller as NonNullable<ReturnType<typeof creation>['caller']>;
  const { place } = creation();
  const point = { lonE6: 116_416_000, latE6: 39_928_000 };
  const caseId = await street.creates({ caller, place: { ...place, point } });
  await town.settles();
  const other = town.desk('other');
  for (const name of ['case.search', 'case.near', 'case.rows', 'caller.cases'] as const) {
    const input = readingCalls(caseId)[name];
    const here = await street.call(name, input as CallInput<typeof name>);
    const there = await other.call(name, input as CallInput<typeof name>);
    expect(here.ok && here.value.rows.map((row) => row.caseId), name).toEqual([caseId]);
    expect(there, name).toEqual({ ok: true, value: { rows: [] } });
  }
  expect((await other.look('markers', {})).markers).toEqual([]);
  expect(await other.look('caseFile', { caseId })).toMatchObject({
    found: 'none',
    doc: null,
    timeline: [],
    callerNumber: null,
  });
  const asked = await other.core.engine.ask({ f: 'ask', name: 'case.get', input: { caseId } });
  expect(asked.value).toMatchObject({ doc: null, events: [], stub: null });
});

it('a wall window shows its points in any state of the session, without a trace of the cases', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const { place } = creation();
  const point = { lonE6: 116_416_000, latE6: 39_928_000 };
  const caseId = await street.creates({ title: WORDS, place: { ...place, point } });
  await town.settles();
  const points = async (): Promise<string> => {
    const { markers } = await street.lookAsWall('markers');
    expect(markers).toHaveLength(1);
    expect(markers[0]?.slice(1)).toEqual([point.lonE6, point.latE6, 0, 0, 1, 0, STREET_A]);
    return String(markers[0]?.[0]);
  };
  const names = [await points()];
  await street.call('session.lock', {});
  names.push(await points());
  await street.call('session.logout', {});
  names.push(await points());
  expect(new Set(names).size).toBe(1);
  expect(names[0]).not.toContain(caseId.slice(0, 8));
  for (const name of ['board', 'caseFile', 'session', 'calls', 'alarms', 'conflicts'] as const) {
    await expect(street.lookAsWall(name), name).rejects.toThrow('may not');
  }
  expect(await tellingViews(street, caseId)).toEqual([]);
});
