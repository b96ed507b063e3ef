import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import { asSaidFirst } from '#core/domain/operation/operation.ts';
import { must } from '#core/kernel/assert.ts';
import { House, settled, within, type HouseDesk } from '#tests/processes/house.ts';
import { creation, dispatchTo } from '#tests/support/smallDistrict.ts';

let house: House;

beforeEach(async () => {
  house = await House.open();
});
afterEach(() => house.close());

const file = ({ client }: HouseDesk, caseId: string) => client.look('caseFile', { caseId });
async function confirmed(desk: HouseDesk, caseId: string): Promise<void> {
  await within(async () => {
    const { found, sync } = await file(desk, caseId);
    return found === 'full' && sync === 'confirmed';
  });
}
const lineOf = async ({ client }: HouseDesk): Promise<string> =>
  (await client.look('sync', {})).line;
const stationOf = async ({ client }: HouseDesk) => (await client.look('sync', {})).station;
const note = (text: string): unknown => ({ text, public: false });

it('[R1-09] a street without its line goes on as one team over its station, and the district decides it all once', async () => {
  const station = await house.startStation(0);
  const desks = await house.openStreet(station.port);
  const [a, b] = desks;
  await settled(desks);
  for (const desk of desks) await within(async () => (await stationOf(desk))?.isOpen === true);

  // The line is up: over the station it is as if there were none.
  const known = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await confirmed(b, known);
  await settled(desks);

  house.cutLine();
  const made = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await within(async () => (await file(b, made)).found === 'full');
  expect(await file(b, made)).toMatchObject({ sync: 'street' });
  await within(async () => (await lineOf(a)) === 'cut' && (await lineOf(b)) === 'cut');

  // Known to be cut off: what one does the other sees at once, provisional, and goes on from there.
  await a.does('case.note', made, note('甲到过现场'));
  await within(async () => (await file(b, made)).timeline.length === 2);
  expect(await stationOf(b)).toMatchObject({ isOpen: true, others: 2 });
  await b.does('case.dispatch', made, dispatchTo('roads-a'));
  await within(async () => ((await file(a, made)).doc as CaseDoc | null)?.stage === 'dispatched');
  await a.does('case.note', known, note('旧案补记'));
  await within(async () => (await file(b, known)).sync === 'street');
  expect((await house.logged()).some(({ op }) => op.caseId === made)).toBe(false);

  house.wan.heal();
  await settled(desks);
  await confirmed(a, made);
  await confirmed(b, made);
  expect(await house.counted(desks)).toEqual([1, 1, 1, 1, 1]);
  const outcomes = (await house.logged()).filter(({ op }) => op.caseId === made);
  // B had seen the case being made and noted: nothing of it was news to him, and none of it a conflict.
  expect(outcomes.map(({ op, decision }) => [op.kind, decision.outcome])).toEqual([
    ['case.create', 'applied'],
    ['case.note', 'applied'],
    ['case.dispatch', 'applied'],
  ]);
  const [held] = await house.district.district.store.cases([made]);
  for (const desk of desks) {
    const shown = (await file(desk, made)).doc as CaseDoc;
    expect([shown.ver, shown.stage]).toEqual([held?.doc.ver, 'dispatched']);
  }

  // The station dies: both go to the district directly, and back when it is there again.
  await station.process.kill();
  await a.does('case.note', made, note('站点停机'));
  await settled(desks);
  await within(async () => (await file(b, made)).timeline.length === 4);
  await house.startStation(station.port);
  await b.does('case.note', made, note('站点恢复'));
  await settled(desks);
  expect(await house.counted(desks)).toEqual([1, 1, 1, 1, 1, 1, 1]);
});

it('what a station keeps it brings, though it and the author were killed meanwhile', async () => {
  const station = await house.startStation(0);
  const desks = await house.openStreet(station.port);
  const [a, b] = desks;
  await settled(desks);
  for (const desk of desks) await within(async () => (await stationOf(desk))?.isOpen === true);
  house.cutLine();
  const made = must((await a.does('case.create', null, creation({ next: 'file' }))).caseId, 'id');
  await within(async () => (await file(b, made)).found === 'full');
  await b.does('case.dispatch', made, dispatchTo('roads-a'));
  await within(async () => ((await file(a, made)).doc as CaseDoc | null)?.stage === 'dispatched');
  await a.process.kill();
  await station.process.kill();
  await house.startStation(station.port);

  house.wan.heal();
  // Nobody sits at the desk where the case was made: it comes all the same, and what was done with it counts.
  await settled([b]);
  await within(async () => ((await file(b, made)).doc as CaseDoc | null)?.stage === 'dispatched');
  await confirmed(b, made);
  expect(await house.counted(desks)).toEqual([1, 1]);
  const last = new Map(
    (await house.logged()).map(({ op, decision }) => [asSaidFirst(op).opId, decision.outcome]),
  );
  expect(desks.flatMap(({ said }) => said).map((opId) => last.get(opId))).toEqual([
    'applied',
    'applied',
  ]);
});
