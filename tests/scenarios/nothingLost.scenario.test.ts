import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { STREET_A, STREET_B, creation } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const OTHER = { name: 'other', scope: `street:${STREET_B}`, login: 'dib' };
const HALL = { name: 'hall', scope: 'district', login: 'did' };

const onlyOnce = async (): Promise<void> => {
  for (const [opId, outcomes] of await town.decisions())
    expect([opId, outcomes]).toEqual([opId, [outcomes[0]]]);
};

it('an act that was acknowledged survives a kill before anything else happened', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  town.cut('street');
  const caseId = await street.creates();
  for (let i = 0; i < 5; i += 1)
    await street.does('case.note', caseId, { text: `第 ${i} 条`, public: false });
  await street.crash();
  town.desk('street').line.cut(true);
  await street.open();
  street.core.cutLine(true);
  await street.login();
  // A console that has just started may show a case before all that waits is laid over it.
  const kinds = async (): Promise<string[]> =>
    (await street.file(caseId)).timeline.map((row) => row.kind);
  await expect.poll(kinds).toEqual(['case.create', ...Array<string>(5).fill('case.note')]);
  expect((await street.file(caseId)).sync).toBe('pending');
  town.heal('street');
  await town.settles();
  const decided = await town.decisions();
  const witnessed = await street.witnessed();
  expect(witnessed).toHaveLength(6);
  for (const opId of witnessed) expect(decided.get(opId)).toEqual(['applied']);
  expect(await town.converged()).toEqual([]);
});

it('decisions that were lost on the way are asked for again and nothing happens twice', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  // The district hears the next acts, and every answer to them vanishes.
  street.deafen(true);
  for (let i = 0; i < 3; i += 1)
    await street.does('case.note', caseId, { text: `${i}`, public: false });
  await expect.poll(async () => (await town.decisions()).size).toBeGreaterThanOrEqual(4);
  expect(street.core.engine.status().watermark).toBe(1);
  street.deafen(false);
  await town.pass(25_000);
  await town.settles();
  expect(street.core.engine.status().watermark).toBe(4);
  expect((await town.doc(caseId)).ver).toBe(4);
  await onlyOnce();
  expect(await town.converged()).toEqual([]);
});

it('the same form sent twice is one act, over a restart too', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const first = await street.does('case.create', null, creation(), { once: 'form-1' });
  const again = await street.does('case.create', null, creation(), { once: 'form-1' });
  expect(again).toEqual(first);
  await street.crash();
  await street.open();
  await town.settles();
  await street.login();
  expect(await street.does('case.create', null, creation(), { once: 'form-1' })).toEqual(first);
  await town.settles();
  expect((await street.board()).total).toBe(1);
});

it('a case that moved takes late facts of its old street and leaves only a stub there', async () => {
  town = await Town.start([HALL, STREET, OTHER]);
  const [hall, street, other] = [town.desk('hall'), town.desk('street'), town.desk('other')];
  const caseId = await hall.creates({ place: { ...creation().place, street: STREET_B } });
  await town.settles();
  await hall.does('case.send', caseId, { to: `street:${STREET_A}`, note: '' });
  await town.settles();
  expect((await street.board()).total).toBe(1);
  town.cut('street');
  await street.does('case.note', caseId, { text: '已到现场', public: false });
  await town.settles();
  await hall.does('case.note', caseId, { text: '区里备注', public: false });
  await town.settles();
  town.heal('street');
  await town.settles();
  expect(await town.converged()).toEqual([]);
  await onlyOnce();
  const kinds = (await other.file(caseId)).timeline.map((row) => row.kind);
  expect(kinds.filter((kind) => kind === 'case.note')).toHaveLength(2);
});

it('a deleted replica is pulled again; what only stood in the outbox is still there', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const known = await street.creates();
  await town.settles();
  town.cut('street');
  const local = await street.creates({ title: '断线中受理' });
  await street.close();
  for (const name of await readdir(street.folder)) {
    if (name.startsWith('replica.db')) await rm(join(street.folder, name));
  }
  await street.open();
  street.core.cutLine(true);
  await street.login();
  expect((await street.board()).rows.map((row) => row.caseId)).toEqual([local]);
  town.heal('street');
  await town.settles();
  const rows = (await street.board()).rows.map((row) => row.caseId);
  expect(new Set(rows)).toEqual(new Set([known, local]));
  expect(await town.converged()).toEqual([]);
});

it('a corrupt replica is set aside at the start, new cases are taken, and the rest comes back', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const known = await street.creates();
  await town.settles();
  await street.close();
  const file = await open(join(street.folder, 'replica.db'), 'r+');
  await file.write(Buffer.alloc(16_384, 0xa5), 0, 16_384, 4_096);
  await file.close();
  town.desk('street').line.cut(true);
  await street.open();
  street.core.cutLine(true);
  expect(street.core.files.movedAside).not.toBeNull();
  await street.login();
  const local = await street.creates();
  expect((await street.board()).rows.map((row) => row.caseId)).toEqual([local]);
  town.heal('street');
  await town.settles();
  expect((await street.board()).total).toBe(2);
  expect((await street.file(known)).found).toBe('full');
  expect(await town.converged()).toEqual([]);
});

it('numbers are told while cut, never twice; a case without one gets it when the line is back', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  town.cut('street');
  const told = new Set<string>();
  for (let i = 0; i < 110; i += 1) {
    const { caseNo } = await street.does('case.create', null, creation());
    if (caseNo !== null) told.add(caseNo);
  }
  expect(told.size).toBe(100);
  expect((await street.board()).rows.some((row) => row.caseNo === null)).toBe(true);
  expect(await street.call('number.peek', { form: 'f' })).toEqual({
    ok: true,
    value: { caseNo: null },
  });
  town.heal('street');
  await town.settles();
  expect(await town.converged()).toEqual([]);
  await onlyOnce();
  // What was told stays; the ten others have a number of the district's own by now, here too.
  const { rows } = await street.board();
  const numbers = rows.map((row) => row.caseNo);
  expect(new Set(numbers).size).toBe(110);
  expect(numbers.filter((caseNo) => caseNo !== null && told.has(caseNo))).toHaveLength(100);
  expect(numbers.filter((caseNo) => caseNo?.startsWith('DC260302-') === true)).toHaveLength(10);
});

it('a range of numbers that was lent is known after a kill between its page and the book of numbers', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  await town.settles();
  await street.close();
  const outbox = await openDatabase(join(street.folder, 'outbox.db'), {
    synchronous: 'FULL',
    readers: 1,
    cacheMb: 1,
  });
  await outbox.write((tx) => tx.exec('DELETE FROM number_lease'));
  await outbox.close();
  street.line.cut(true);
  await street.open();
  street.core.cutLine(true);
  await street.login();
  const { caseNo } = await street.does('case.create', null, creation());
  expect(caseNo).toMatch(/^SA260302-/);
});

it('a clock that is a year wrong blocks nothing and wins nothing', async () => {
  const year = 365 * 86_400_000;
  town = await Town.start([HALL, { ...STREET, clockError: year }]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  const doc = await town.doc(caseId);
  expect(Math.abs(doc.createdAt - town.clock.wall())).toBeLessThan(60_000);
  expect(doc.caseNo).toMatch(/^SA2603/);
  const report = await street.look('sync', {});
  expect(Math.abs(report.clockOffsetMs + year)).toBeLessThan(5_000);
  expect(await town.converged()).toEqual([]);
});

it('a district that lost its last hours gets from the consoles what it had decided', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const before = await street.creates();
  await town.settles();
  const restore = await town.backUpDistrict();
  const after = await street.creates();
  await street.does('case.note', before, { text: '恢复之后', public: false });
  await town.settles();
  await restore();
  await town.settles();
  expect((await town.doc(after)).ver).toBe(1);
  expect((await town.doc(before)).ver).toBe(2);
  expect(await town.converged()).toEqual([]);
});

it('a replica that is damaged while it is used is set aside and pulled again', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  await street.core.rebuildReplica();
  expect((await street.board()).total).toBe(0);
  await town.settles();
  await street.does('case.note', caseId, { text: '照旧', public: false });
  await town.settles();
  const aside = (await readdir(street.folder)).filter((name) => name.includes('.corrupt-'));
  expect(aside.length).toBeGreaterThan(0);
  expect((await street.board()).total).toBe(1);
  expect(await town.converged()).toEqual([]);
});

it('acts decided weeks ago leave the outbox; a kill and a restored district lose no younger one', async () => {
  const weeks = 36 * 86_400_000;
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const acts = (): Promise<number> =>
    street.core.files.outbox.read(
      async (reader) => (await reader.get<{ n: number }>('SELECT COUNT(*) AS n FROM act'))?.n ?? 0,
    );
  const restore = await town.backUpDistrict();
  const old = await street.does('case.create', null, creation(), { once: 'old form' });
  for (let i = 0; i < 4; i += 1)
    await street.does('case.note', old.caseId, { text: `${i}`, public: false });
  await town.settles();
  expect(await acts()).toBe(5);
  town.clock.pass(weeks);
  // With each greeting the district says what it holds safely.
  street.core.engine.reconnect();
  await town.settles();
  // The last one stays: the next act is chained to it.
  await expect.poll(acts, { timeout: 10_000 }).toBe(1);
  await street.crash();
  await street.open();
  await town.settles();
  await street.login();
  expect(await street.does('case.create', null, creation(), { once: 'old form' })).toEqual(old);
  const young = await street.creates({ title: '五周之后' });
  await town.settles();
  expect(street.core.engine.status().watermark).toBe(6);
  await onlyOnce();
  await restore();
  await town.settles();
  expect(await town.doc(young)).toMatchObject({ title: '五周之后', caseNo: expect.any(String) });
  expect(street.core.outbox.identity().incarnation).toBe(2);
  expect(await town.converged()).toEqual([]);
  await onlyOnce();
});
