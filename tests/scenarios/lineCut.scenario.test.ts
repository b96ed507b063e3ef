import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { STREET_A, dispatchTo } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const HALL = { name: 'hall', scope: 'district', login: 'did' };
const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const CHIEF = { name: 'chief', scope: `street:${STREET_A}`, login: 'dca' };

it('a street that is cut off takes, dispatches, works and closes, and the hall learns all of it', async () => {
  town = await Town.start([HALL, STREET, CHIEF]);
  const street = town.desk('street');
  town.cut('street');
  const caseId = await street.creates({ next: 'file' });
  const number = (await street.file(caseId)).doc as { caseNo?: string };
  expect(number.caseNo).toMatch(/^SA260302-\d{4}$/);
  await street.does('case.dispatch', caseId, dispatchTo('roads-a'));
  const assignment = Object.keys((await street.shown(caseId)).assignments ?? {})[0];
  await town.pass(60_000);
  const byUnit = { onBehalf: 'roads-a', how: 'phone' } as const;
  await street.does('assign.sign', caseId, { assignment, at: town.clock.wall() }, byUnit);
  await street.does(
    'assign.done',
    caseId,
    {
      assignment,
      result: '已填补',
      measures: '',
      basis: '',
      solved: true,
      metCaller: null,
      photosAfter: [],
    },
    byUnit,
  );
  expect((await street.shown(caseId)).stage).toBe('handled');
  const pending = await street.board();
  expect(pending.rows[0]).toMatchObject({ caseId, sync: 'pending', stage: 'handled' });
  expect((await town.desk('hall').board()).total).toBe(0);

  town.heal('street');
  await town.settles();
  expect(await town.converged()).toEqual([]);
  expect((await town.doc(caseId)).stage).toBe('handled');
  const seen = await town.desk('hall').board();
  expect(seen.rows[0]).toMatchObject({ caseId, sync: 'confirmed', stage: 'handled' });
  const report = await street.look('sync', {});
  expect(report).toMatchObject({ line: 'online', pendingOps: 0, byOutcome: { applied: 4 } });
  expect(report.healing).toMatchObject({ sent: 4 });

  await town.desk('chief').does('case.close', caseId, {
    items: [],
    closeKind: 'sub_dispatched',
    publicText: '已处理',
  });
  await town.settles();
  expect((await street.shown(caseId)).stage).toBe('closed');
  expect(await town.converged()).toEqual([]);
});

it('what both sides did to one case stands as a conflict on both desks', async () => {
  town = await Town.start([STREET, { ...STREET, name: 'other' }]);
  const [street, other] = [town.desk('street'), town.desk('other')];
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  town.cut('street');
  await street.does('case.dispatch', caseId, dispatchTo('roads-a'));
  await other.does('case.dispatch', caseId, dispatchTo('sweep-a'));
  await town.settles();
  town.heal('street');
  await town.settles();
  expect(await town.converged()).toEqual([]);
  const decided = [...(await town.decisions()).values()];
  expect(decided.every((outcomes) => outcomes.length === 1)).toBe(true);
  for (const desk of [street, other]) {
    const { open } = await desk.look('conflicts', {});
    const { merged } = await desk.look('conflicts', {});
    // Rule 2: the duty matrix names exactly one unit for this matter, or a person is asked.
    expect(open.length + merged.length).toBeGreaterThan(0);
    expect([...open.map((one) => one.rule), ...merged.map((one) => one.rule)]).toContain(2);
  }
});

it('[R0-33] two consoles of one street see each other at once while the line is up', async () => {
  town = await Town.start([STREET, { ...STREET, name: 'other' }]);
  const caseId = await town.desk('street').creates();
  await town.settles();
  expect((await town.desk('other').board()).rows[0]).toMatchObject({ caseId, sync: 'confirmed' });
  await town.desk('other').does('case.note', caseId, { text: '同街道可见', public: false });
  await town.settles();
  expect((await town.desk('street').file(caseId)).timeline.map((row) => row.kind)).toEqual([
    'case.create',
    'case.note',
  ]);
});

it('a line that swallows everything without closing is found by its silence', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  street.line.cut(true);
  await town.pass(25_000);
  await expect.poll(() => street.core.engine.status().line).toBe('cut');
  const caseId = await street.creates();
  street.line.cut(false);
  await town.settles();
  expect((await town.doc(caseId)).ver).toBe(1);
  expect(await town.converged()).toEqual([]);
});

it('the district acts as caretaker for a silent street, and the hold stays', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  const acts = async (): Promise<unknown> =>
    (await hall.file(caseId)).acts.find((act) => act.kind === 'case.dispatch');
  expect(await acts()).toMatchObject({ allowed: true, later: true });
  await street.close();
  await town.pass(6 * 60_000);
  await town.settles();
  await expect
    .poll(() => hall.core.silentSince(`street:${STREET_A}`), { timeout: 12_000 })
    .not.toBeNull();
  expect(await acts()).toMatchObject({ allowed: true, later: false });
  await hall.does('case.dispatch', caseId, dispatchTo('roads-a'));
  await town.settles();
  expect(await town.doc(caseId)).toMatchObject({
    holder: `street:${STREET_A}`,
    stage: 'dispatched',
    caretaker: true,
  });
});

it('a caretaker’s act that arrives when the street is back stands, meets what the street did, and the street judges', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const holder = `street:${STREET_A}`;
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  const begun = town.clock.wall();
  // The street goes on behind its cut line; the district hears nothing of it.
  town.cut('street');
  await street.does('case.edit', caseId, { field: 'title', from: '路面塌陷', to: '街道的标题' });
  await town.pass(6 * 60_000);
  await town.settles();
  await expect.poll(() => hall.core.silentSince(holder), { timeout: 12_000 }).not.toBeNull();
  const since = hall.core.silentSince(holder);
  expect(since).toBeLessThanOrEqual(begun);
  expect(await hall.file(caseId)).toMatchObject({ silentSince: since, mayTakeCare: true });
  expect((await hall.board()).rows[0]).toMatchObject({ caseId, silentSince: since });
  // His own line swallows everything, too, and he does not know it yet.
  hall.line.cut(true);
  const receipt = await hall.does('case.edit', caseId, {
    field: 'title',
    from: '路面塌陷',
    to: '区级的标题',
  });
  expect(receipt.becomes).toBe('applied');
  expect((await hall.shown(caseId)).proposals ?? {}).toEqual({});
  const [mine] = (await hall.file(caseId)).timeline.slice(-1);
  expect(mine).toMatchObject({ kind: 'case.edit', caretaker: true, outcome: null });
  await hall.close();
  // The street is back first: nobody is silent any more when the caretaker's act arrives.
  await town.pass(60_000);
  town.heal('street');
  await town.settles();
  expect(town.running.hub.presence.silentSince(`street:${STREET_A}`)).toBeNull();
  await town.pass(60_000);
  await town.restartDistrict();
  hall.line.cut(false);
  await hall.open();
  await hall.login();
  await town.settles();
  expect(await town.converged()).toEqual([]);
  const doc = await town.doc(caseId);
  expect(doc.holder).toBe(holder);
  expect(doc.proposals ?? {}).toEqual({});
  const conflict = (await street.look('conflicts', {})).open[0];
  expect(conflict).toMatchObject({ caseId, owner: holder });
  // The hall may not judge it before the street has referred it.
  const [option] = conflict?.options ?? [];
  const resolving = { conflict: conflict?.conflictId, option, note: '' };
  const early = await hall.call('op.submit', {
    kind: 'conflict.resolve',
    caseId,
    args: resolving,
  });
  expect(early).toMatchObject({ ok: false, error: { code: 'conflict/not-yours' } });
  await street.does('conflict.refer', caseId, {
    conflict: conflict?.conflictId,
    reason: '请区级判定',
  });
  await town.settles();
  await hall.does('conflict.resolve', caseId, resolving);
  await town.settles();
  expect((await street.look('conflicts', {})).open).toEqual([]);
  expect(await town.converged()).toEqual([]);
});

it('one person alone on a cut street goes on to the end, and the case says so', async () => {
  town = await Town.start([{ ...STREET, login: 'lone' }]);
  const street = town.desk('street');
  const [known, next] = [
    await street.creates({ next: 'file' }),
    await street.creates({ next: 'file' }),
  ];
  const work = async (caseId: string): Promise<void> => {
    await street.does('case.dispatch', caseId, dispatchTo('roads-a'));
    const assignment = Object.keys((await street.shown(caseId)).assignments ?? {})[0];
    const byUnit = { onBehalf: 'roads-a', how: 'phone' } as const;
    await street.does('assign.sign', caseId, { assignment, at: town.clock.wall() }, byUnit);
    const result = { result: '已填补', measures: '', basis: '', solved: true };
    const done = { assignment, ...result, metCaller: null, photosAfter: [] };
    await street.does('assign.done', caseId, done, byUnit);
  };
  const close = { items: [], closeKind: 'sub_dispatched', publicText: '已办结' };
  await work(known);
  await town.settles();
  // While the line is up another one can be asked.
  const asked = await street.call('op.submit', { kind: 'case.close', caseId: known, args: close });
  expect(asked).toMatchObject({ ok: false, error: { code: 'axis/both' } });
  town.cut('street');
  await town.pass(60_000);
  await work(next);
  for (const caseId of [known, next]) await street.does('case.close', caseId, close);
  await town.pass(60_000);
  town.heal('street');
  await town.settles();
  expect(await town.converged()).toEqual([]);
  for (const caseId of [known, next]) {
    expect(await town.doc(caseId)).toMatchObject({ stage: 'closed', soleHand: true });
  }
});

it('nobody cuts his own line where work is real, so that he would be the only one who may decide', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  expect((await street.look('session', {})).demo).toBe(true);
  expect((await street.call('line.cut', { on: true })).ok).toBe(true);
  expect((await street.look('sync', {})).line).toBe('cut');
  expect((await street.call('line.cut', { on: false })).ok).toBe(true);
  await town.settles();

  await street.close();
  const file = join(town.place.folder, 'people.json');
  const people = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...people, isSample: false }));
  await street.open();
  await street.login();
  expect((await street.look('session', {})).demo).toBe(false);
  expect(await street.call('line.cut', { on: true })).toEqual({
    ok: false,
    error: { code: 'line/demo-only' },
  });
  expect((await street.look('sync', {})).cutByHand).toBe(false);
});
