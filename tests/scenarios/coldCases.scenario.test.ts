import { afterEach, expect, it } from 'vitest';
import { readStubMark, type StubMark } from '#core/host/store/coldRows.ts';
import { must } from '#core/kernel/assert.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';
import type { Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const HALL = { name: 'hall', scope: 'district', login: 'did' };
const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };

/** What a desk lets go when everything that ended until now is old enough. */
function letGo(desk: Desk, isKept: (caseId: string) => boolean = () => false): Promise<number> {
  const endedBefore = town.clock.wall() + DAY_MS;
  return desk.core.replica.rotate({ endedBefore, forgetBefore: 0, cases: 100, isKept });
}

async function refused(desk: Desk): Promise<string> {
  const caseId = await desk.creates();
  await desk.does('case.refuse', caseId, { reason: 'not_in_scope', text: '不属于受理范围' });
  await town.settles();
  expect((await desk.shown(caseId)).stage).toBe('refused');
  return caseId;
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; !(await what()); turn += 1) {
    expect(turn).toBeLessThan(1_000);
    await town.pass(1_000);
  }
}

it('a case that ended long ago is a stub here, is found by its number and comes whole when it is opened', async () => {
  town = await Town.start([HALL, STREET]);
  const street = town.desk('street');
  const open = await street.creates();
  const ended = await refused(street);
  const before = await street.file(ended);
  const { caseNo } = before.doc as { readonly caseNo: string };
  expect(await letGo(street)).toBe(1);
  expect((await street.board()).rows.map((row) => row.caseId)).toEqual([open]);
  const found = await street.call('case.search', { text: caseNo.toLowerCase(), limit: 5 });
  expect(must(found.ok ? found.value : null, 'an answer').rows).toMatchObject([
    { caseId: ended, caseNo, stage: 'refused' },
  ]);
  // Cut off it says what it knows, and that it waits for the line.
  town.cut('street');
  const stub = await street.file(ended);
  expect(stub).toMatchObject({ found: 'stub', whole: 'cut', doc: { caseNo, matter: 'm1' } });
  expect(stub.names['m1']).toBeDefined();
  town.heal('street');
  await town.settles();
  expect(await street.file(ended)).toMatchObject({ found: 'stub', whole: 'coming' });
  await until(async () => (await street.file(ended)).found === 'full');
  const again = await street.file(ended);
  expect([again.doc, again.timeline]).toEqual([before.doc, before.timeline]);
  // It stays while somebody reads it, and goes again later.
  const { questions } = street.core;
  expect(await letGo(street, (caseId) => questions.isLookedAt(caseId))).toBe(0);
  expect(await letGo(street)).toBe(1);
});

it('nothing goes that waits for the district’s word, and nothing that is said on a stub is lost', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const [noted, reopened] = [await refused(street), await refused(street)];
  street.deafen(true);
  await street.does('case.note', noted, { text: '电话补充', public: false });
  expect(street.core.keeper.undecidedCount()).toBe(1);
  expect(await letGo(street)).toBe(1);
  expect((await street.file(noted)).found).toBe('full');
  street.deafen(false);
  // The hall says something on what is a stub at the street: it comes whole again.
  await hall.does('case.note', reopened, { text: '市民再次来电', public: false });
  await until(async () => (await street.file(reopened)).timeline.length === 3);
  await town.settles();
  expect(await town.converged()).toEqual([]);
  expect((await hall.file(noted)).timeline.map((row) => row.kind)).toContain('case.note');
});

it('the desk does it by itself, once what ended has been over for so long', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const ended = await refused(street);
  town.clock.pass(8 * DAY_MS);
  await until(async () => (await hall.board()).total === 0);
  expect((await street.file(ended)).found).toBe('full');
  expect((await hall.core.shownCase(ended)).isCold).toBe(true);
  // What is whole at one and a stub at the other is no difference that must be mended.
  hall.core.engine.reconnect();
  await until(() => Promise.resolve((hall.core.engine.checks()?.equalAt ?? null) !== null));
  expect(hall.core.engine.checks()).toMatchObject({ repaired: 0 });
});

it('what ended before a desk came is told to it as stubs alone, and goes on where it was after a kill', async () => {
  town = await Town.start([HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const older = await refused(street);
  town.clock.pass(60_000);
  const newer = await refused(street);
  town.clock.pass(8 * DAY_MS);
  await until(async () => (await hall.board()).total === 0);
  const endedAt = (await town.doc(newer)).updatedAt;
  const startsAnew = async (mark: StubMark | undefined): Promise<readonly string[]> => {
    await hall.core.files.replica.write(async (tx) => {
      await tx.exec("DELETE FROM cold; DELETE FROM mark WHERE key = 'stubs'");
      const value = JSON.stringify(mark);
      if (mark !== undefined) await tx.run("INSERT INTO mark VALUES ('stubs', ?)", [value]);
    });
    await hall.crash();
    await hall.open();
    await hall.login();
    await until(async () => (await hall.core.replica.read(readStubMark)) === null);
    const rows = await hall.core.replica.read((reader) =>
      reader.all<{ case_id: string }>('SELECT case_id FROM cold ORDER BY ended_at'),
    );
    return rows.map((row) => row.case_id);
  };
  expect(await startsAnew(undefined)).toEqual([older, newer]);
  expect(await startsAnew({ endedAt, caseId: newer })).toEqual([older]);
  expect(await startsAnew(null)).toEqual([]);
  expect((await hall.board()).total).toBe(0);
});
