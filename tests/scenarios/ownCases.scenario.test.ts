import { afterEach, describe, expect, it } from 'vitest';
import { must } from '#core/kernel/assert.ts';
import { STREET_A, creation, dispatchTo } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

/** Model 2: who has ○ in the table reads his own cases, wherever the console stands, and guesses nothing. */
let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const CHIEF = { name: 'chief', scope: `street:${STREET_A}`, login: 'dca' };
const UNIT = { name: 'unit', scope: 'unit:water', login: 'wat' };
const hall = (login: string): { name: string; scope: string; login: string } => ({
  name: login,
  scope: 'district',
  login,
});
const PHONE = '13911112222';
const POINT = { lonE6: 116_416_000, latE6: 39_928_000 };

async function callerOf(desk: Desk, confidential = false): Promise<never> {
  const sealed = await desk.call('caller.seal', {
    number: PHONE,
    name: '王小明',
    kind: 'person',
    confidential,
  });
  if (!sealed.ok) throw new Error(sealed.error.code);
  return sealed.value.caller as never;
}

async function withCaller(desk: Desk, confidential = false): Promise<string> {
  const { place } = creation();
  return desk.creates({
    next: 'file',
    caller: await callerOf(desk, confidential),
    place: { ...place, point: POINT },
  });
}

/** Which of these cases each way of reading tells of. */
async function told(
  desk: Desk,
  ids: readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = async (
    name: 'case.search' | 'case.near' | 'case.rows' | 'caller.cases',
    input: object,
  ): Promise<string[]> => {
    const answer = await desk.call(name, input as never);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.rows.map((row) => row.caseId);
  };
  const board = await desk.board();
  const files: string[] = [];
  for (const id of ids) if ((await desk.file(id)).found !== 'none') files.push(id);
  const all = {
    board: board.rows.map((row) => row.caseId),
    search: await rows('case.search', { text: '路面', limit: 20 }),
    near: await rows('case.near', { lon: POINT.lonE6, lat: POINT.latE6, metres: 900, hours: 99 }),
    rows: await rows('case.rows', { caseIds: ids }),
    map: (await desk.look('markers', {})).markers.map(([caseId]) => caseId),
    file: files,
  };
  expect(board.counts.all, 'the count is of the same cases').toBe(board.total);
  return Object.fromEntries(
    Object.entries(all).map(([way, found]) => [way, ids.filter((id) => found.includes(id))]),
  );
}

const everyWay = (ids: readonly string[]): object => ({
  board: ids,
  search: ids,
  near: ids,
  rows: ids,
  map: ids,
  file: ids,
});

async function dispatched(desk: Desk, caseId: string): Promise<string> {
  await desk.does('case.dispatch', caseId, dispatchTo('water'));
  const doc = await desk.shown(caseId);
  return must(Object.keys(doc.assignments ?? {})[0], 'one assignment');
}

describe('[I-21] a unit', () => {
  it('gets the feed of its own cases and no other, and reads them in every view and call', async () => {
    town = await Town.start([STREET, UNIT]);
    const [street, unit] = [town.desk('street'), town.desk('unit')];
    const ids = [await withCaller(street), await withCaller(street)];
    const [own = '', other = ''] = ids;
    const assignment = await dispatched(street, own);
    await town.settles();
    const held = await unit.core.replica.read((reader) =>
      reader.all<{ case_id: string }>('SELECT case_id FROM confirmed'),
    );
    expect(held).toEqual([{ case_id: own }]);
    expect(await told(unit, ids)).toEqual(everyWay([own]));
    const asked = await unit.core.engine.ask({
      f: 'ask',
      name: 'case.get',
      input: { caseId: other },
    });
    expect(asked.value).toMatchObject({ doc: null, events: [], stub: null });
    expect(await unit.opensCaller(own)).toEqual({ number: PHONE, name: '王小明' });
    expect(await unit.opensCaller(other)).toBe('case/not-found');
    const note = { kind: 'case.note', caseId: other, args: { text: '猜', public: false } };
    expect(await unit.call('op.submit', note)).toMatchObject({
      ok: false,
      error: { code: 'case/not-found' },
    });
    await unit.does('assign.sign', own, { assignment, at: town.clock.wall() });
    const step = {
      assignment,
      step: 'arrived',
      at: town.clock.wall(),
      person: '水班',
      point: null,
    };
    await unit.does('assign.respond', own, step);
    await unit.does('assign.done', own, {
      assignment,
      result: '已修好',
      measures: '更换',
      basis: '样例',
      solved: true,
      metCaller: null,
      photosAfter: [],
    });
    await town.settles();
    expect((await town.doc(own)).stage).toBe('handled');
    expect(await town.converged()).toEqual([]);
  });

  it('no longer reads a case that was taken from it, and keeps where it went', async () => {
    town = await Town.start([STREET, UNIT]);
    const [street, unit] = [town.desk('street'), town.desk('unit')];
    const own = await withCaller(street);
    const assignment = await dispatched(street, own);
    await town.settles();
    await street.does('assign.recall', own, { assignment, reason: '派错' });
    await town.settles();
    expect(await told(unit, [own])).toEqual({ ...everyWay([]), file: [own] });
    expect(await unit.file(own)).toMatchObject({
      found: 'stub',
      doc: { wentTo: `street:${STREET_A}` },
      callerNumber: null,
    });
  });

  it('reads no more at a console of the hall than at its own', async () => {
    town = await Town.start([STREET, hall('wat')]);
    const [street, guest] = [town.desk('street'), town.desk('wat')];
    const ids = [await withCaller(street), await withCaller(street)];
    await dispatched(street, ids[0] ?? '');
    await town.settles();
    expect(await told(guest, ids)).toEqual(everyWay(ids.slice(0, 1)));
    const proposed = await guest.call('unit.propose', { caseId: ids[1] ?? '' });
    expect(proposed).toEqual({ ok: true, value: { units: [] } });
  });
});

describe('[I-21] an inspector', () => {
  it('reads what he reported and what he must verify, without the caller', async () => {
    town = await Town.start([STREET, CHIEF, hall('ins')]);
    const [street, chief, inspector] = ['street', 'chief', 'ins'].map((one) => town.desk(one));
    if (street === undefined || chief === undefined || inspector === undefined) throw new Error();
    const [other, ordered] = [await withCaller(street), await withCaller(street)];
    const assignment = await dispatched(street, ordered);
    const done = { result: 'x', measures: 'x', basis: 'x', solved: true, metCaller: null };
    const at = town.clock.wall();
    const over = { onBehalf: 'water' };
    await street.does('assign.sign', ordered, { assignment, at }, over);
    const args = { assignment, ...done, photosAfter: [] };
    await street.does('assign.done', ordered, args, over);
    await town.settles();
    const own = await inspector.creates({ place: { ...creation().place, point: POINT } });
    await town.settles();
    const ids = [own, ordered, other];
    expect(await told(inspector, ids)).toEqual(everyWay([own]));
    await chief.does('verify.order', ordered, { inspector: 'ins' });
    await town.settles();
    expect(await told(inspector, ids)).toEqual(everyWay([own, ordered]));
    const mine = await inspector.look('board', {
      ...{ filter: 'mine', text: '', sort: 'clock', from: 0, count: 9 },
    } as never);
    expect(mine.rows.map((row) => [row.caseId, row.mine])).toEqual([[ordered, true]]);
    const file = await inspector.file(ordered);
    expect(file).toMatchObject({ callerNumber: null, callerName: null });
    expect(JSON.stringify(file)).not.toContain(PHONE.slice(-4));
    const byNumber = await inspector.call('caller.cases', { number: PHONE });
    expect(byNumber).toEqual({ ok: true, value: { rows: [] } });
    await inspector.does('verify.report', ordered, {
      ...{ pass: true, note: '已看', photos: [], point: null },
    });
    await town.settles();
    expect((await town.doc(ordered)).verified).toBe('pass');
  });
});

describe('[I-21] a call-back clerk', () => {
  it('reads what waits for a call-back and what he called back', async () => {
    town = await Town.start([STREET, CHIEF, hall('cbk')]);
    const [street, chief, clerk] = ['street', 'chief', 'cbk'].map((one) => town.desk(one));
    if (street === undefined || chief === undefined || clerk === undefined) throw new Error();
    const [open, ended] = [await withCaller(street), await withCaller(street, true)];
    const assignment = await dispatched(street, ended);
    const at = town.clock.wall();
    const over = { onBehalf: 'water' };
    await street.does('assign.sign', ended, { assignment, at }, over);
    const done = { result: 'x', measures: 'x', basis: 'x', solved: true, metCaller: null };
    await street.does('assign.done', ended, { assignment, ...done, photosAfter: [] }, over);
    await town.settles();
    expect(await told(clerk, [open, ended])).toEqual(everyWay([]));
    await chief.does('case.close', ended, {
      ...{ items: [], closeKind: 'department', publicText: '已办结' },
    });
    await town.settles();
    // A case that is closed is on no map and not among the open ones near by.
    expect(await told(clerk, [open, ended])).toEqual({ ...everyWay([ended]), map: [], near: [] });
    expect(await clerk.opensCaller(ended, '回访')).toMatchObject({ number: PHONE });
    const said = { attempt: 1, at, reached: true, solved: true, satisfied: 5, reason: '' };
    await clerk.does('callback.try', ended, said);
    await town.settles();
    expect((await town.doc(ended)).callbackDone).toBe('reached');
    expect(await told(clerk, [open, ended])).toEqual({ ...everyWay([ended]), map: [], near: [] });
  });
});

describe('others', () => {
  it('are told how busy a unit is by a number that is the same for whoever asks', async () => {
    town = await Town.start([STREET, hall('qua'), hall('sup')]);
    const street = town.desk('street');
    const ids = [await withCaller(street), await withCaller(street, true)];
    for (const id of ids) await dispatched(street, id);
    await town.settles();
    for (const name of ['street', 'qua', 'sup']) {
      const found = await town.desk(name).call('unit.list', { street: null, text: '' });
      const units = found.ok ? found.value.units : [];
      expect([name, units.find((each) => each.unit === 'water')?.load]).toEqual([name, 2]);
    }
  });

  it('quality reads no case before samples are drawn; a supervisor sees callers masked', async () => {
    town = await Town.start([STREET, hall('qua'), hall('sup')]);
    const street = town.desk('street');
    const ids = [await withCaller(street), await withCaller(street, true)];
    await town.settles();
    expect(await told(town.desk('qua'), ids)).toEqual(everyWay([]));
    const supervisor = town.desk('sup');
    expect(await told(supervisor, ids)).toEqual(everyWay(ids));
    const [plain, secret] = await Promise.all(ids.map((id) => supervisor.file(id)));
    expect(plain).toMatchObject({ callerNumber: '139****2222', callerName: '王**' });
    expect(secret).toMatchObject({ callerNumber: null, callerName: null });
    for (const id of ids) expect(await supervisor.opensCaller(id)).toBe('grant/none');
    expect(JSON.stringify(secret)).not.toContain('2222');
  });

  it('a street dispatcher at a console of the hall reads the street, and loses it with the grant', async () => {
    town = await Town.start([STREET, { ...hall('dib'), login: 'dib' }, hall('adm')]);
    const street = town.desk('street');
    const ids = [await withCaller(street)];
    const there = await street.creates({ place: { ...creation().place, street: '110101002' } });
    await town.settles();
    const guest = town.desk('dib');
    expect((await told(guest, [...ids, there])).file).toEqual([there]);
    for (const role of ['dispatcher', 'operator'] as const) {
      const grant = { person: 'dib', role, scope: 'street:110101002', at: town.clock.wall() };
      await town.desk('adm').does('grant.revoke', null, grant);
    }
    await town.settles();
    expect((await told(guest, [...ids, there])).file).toEqual([]);
  });
});
