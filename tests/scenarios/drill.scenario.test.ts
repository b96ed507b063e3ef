import { afterEach, expect, it } from 'vitest';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const MINUTE = 60_000;
const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'did' };
const OFFICE = { name: 'office', scope: 'district', login: 'adm' };

type Drill = { readonly street: string; readonly endedAt: number | null; readonly report: unknown };

async function drills(): Promise<readonly Drill[]> {
  const answer = await town.desk('office').call('drill.list', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.drills;
}

const cut = (minutes: number): Promise<unknown> =>
  town.desk('office').does('drill.cut', null, { street: STREET_A, minutes });
const lineOf = async (desk: Desk): Promise<unknown> => (await desk.look('sync', {})).line;

/** Until everybody but the street has heard everything, whose line is cut. */
async function othersHear(): Promise<void> {
  await expect.poll(() => town.desk('office').core.keeper.undecidedCount()).toBe(0);
  await expect.poll(() => town.desk('street').core.engine.status().line).toBe('cut');
}

/** Time went by: whoever is not cut off dials again. */
async function othersAreBack(): Promise<void> {
  for (const desk of town.desks.values()) {
    if (desk.plan.name === 'street') continue;
    desk.core.engine.nudge();
    await expect.poll(() => desk.core.engine.status().line, { timeout: 10_000 }).toBe('online');
  }
}

it('an administrator cuts a street on purpose; it works on, and what came of it is reported', async () => {
  town = await Town.start([OFFICE, HALL, STREET]);
  const [office, hall, street] = [town.desk('office'), town.desk('hall'), town.desk('street')];
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  // Nobody else may.
  const byHall = await hall.call('op.submit', {
    kind: 'drill.cut',
    caseId: null,
    args: { street: STREET_A, minutes: 30 },
  });
  expect(byHall).toMatchObject({ ok: false, error: { code: 'grant/none' } });
  expect((await hall.call('drill.list', {})).ok).toBe(false);

  await cut(30);
  await othersHear();
  const begun = town.clock.wall();
  const told = await street.look('sync', {});
  expect(told).toMatchObject({ line: 'cut', cutByHand: false });
  expect(told.drillUntil).toBeGreaterThan(begun + 25 * MINUTE);
  expect(await drills()).toMatchObject([{ street: STREET_A, report: null }]);
  // It comes again and again, and is turned away.
  const title = (to: string): unknown => ({ field: 'title', from: '路面坑洼', to });
  await street.does('case.edit', caseId, title('演练中改的标题'));
  const own = await street.creates();
  await town.pass(10 * MINUTE);
  await expect.poll(() => lineOf(street)).toBe('cut');
  expect((await hall.board()).rows.map((row) => row.caseId)).toEqual([caseId]);
  expect(street.core.keeper.undecidedCount()).toBe(2);

  await town.pass(21 * MINUTE);
  await town.settles();
  expect(await lineOf(street)).toBe('online');
  expect((await street.look('sync', {})).drillUntil).toBeNull();
  expect(await town.converged()).toEqual([]);
  expect((await town.doc(own)).holder).toBe(`street:${STREET_A}`);
  expect(await drills()).toMatchObject([
    {
      street: STREET_A,
      endedAt: null,
      report: { operations: 2, cases: 2, conflicts: 0, settleMs: expect.any(Number) },
    },
  ]);
  expect(office.core.engine.status().line).toBe('online');
});

it('a drill is ended early, and what the caretaker did meanwhile is in its report', async () => {
  town = await Town.start([OFFICE, HALL, STREET]);
  const [hall, street] = [town.desk('hall'), town.desk('street')];
  const holder = `street:${STREET_A}`;
  const caseId = await street.creates({ next: 'file' });
  await town.settles();
  await cut(60);
  await othersHear();
  const again = await town.desk('office').does('drill.cut', null, { street: STREET_A, minutes: 5 });
  await othersHear();
  expect((await town.decisions()).get(again.opId)).toEqual(['superseded']);

  const title = (to: string): unknown => ({ field: 'title', from: '路面坑洼', to });
  await street.does('case.edit', caseId, title('街道改的'));
  // A drill is a silence like any other: after five minutes the hall takes care.
  await town.pass(6 * MINUTE);
  await othersAreBack();
  await expect.poll(() => hall.core.silentSince(holder), { timeout: 12_000 }).not.toBeNull();
  const receipt = await hall.does('case.edit', caseId, title('区级改的'));
  expect(receipt.becomes).toBe('applied');
  await expect.poll(() => hall.core.keeper.undecidedCount()).toBe(0);

  await cut(0);
  await expect.poll(() => town.desk('office').core.keeper.undecidedCount()).toBe(0);
  await town.settles();
  expect(await lineOf(street)).toBe('online');
  expect(await town.converged()).toEqual([]);
  const [drill] = await drills();
  expect(drill).toMatchObject({
    endedAt: expect.any(Number),
    report: { operations: 1, cases: 1, conflicts: 1 },
  });
  expect((await street.look('conflicts', {})).open).toMatchObject([{ caseId, owner: holder }]);
});

it('a district that is started again keeps the line cut that was cut for a drill', async () => {
  town = await Town.start([OFFICE, STREET]);
  const street = town.desk('street');
  await cut(60);
  await othersHear();
  await town.restartDistrict();
  await othersAreBack();
  street.core.engine.nudge();
  await expect.poll(() => street.core.news.drillUntil).not.toBeNull();
  expect(await lineOf(street)).toBe('cut');
  await town.pass(61 * MINUTE);
  await town.settles();
  expect(await lineOf(street)).toBe('online');
});
