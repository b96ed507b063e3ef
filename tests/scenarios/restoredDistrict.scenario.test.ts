import { afterEach, expect, it } from 'vitest';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'opd' };

it('[I-03, I-11, I-23] what a street said on a case that a restored district lacks is carried out when the hall is back', async () => {
  town = await Town.start([STREET, HALL]);
  const [street, hall] = [town.desk('street'), town.desk('hall')];
  const restore = await town.backUpDistrict();
  const caseId = await hall.creates();
  await town.settles();
  await street.does('case.note', caseId, { text: '已到现场', public: false });
  await town.settles();
  const outbox = async (): Promise<unknown> => {
    const rows = (await street.look('sync', {})).outbox;
    return rows.map(({ kind, outcome, reason }) => [kind, outcome, reason]);
  };
  expect(await outbox()).toEqual([['case.note', 'applied', null]]);

  // The hall is cut off when the district comes back without the last hour.
  town.cut('hall');
  await restore();
  await town.settles();
  await expect.poll(outbox).toEqual([['case.note', 'deferred', 'case/not-yet']]);
  const told = async (): Promise<unknown> =>
    (await street.look('notices', {})).notices.map(({ code }) => code);
  await expect.poll(told).toEqual(['act-deferred']);
  expect((await street.board()).total).toBe(0);

  town.heal('hall');
  await town.settles();
  await expect.poll(async () => (await town.doc(caseId)).ver).toBe(2);
  const timeline = async (): Promise<unknown> =>
    (await street.file(caseId)).timeline.map(({ kind, outcome }) => [kind, outcome]);
  await expect.poll(timeline).toEqual([
    ['case.create', 'applied'],
    ['case.note', 'applied'],
  ]);
  await expect.poll(told).toEqual(['act-carried-out', 'act-deferred']);
  // Asked for again now and then, also where nobody reads the case.
  const later = async (): Promise<unknown> => {
    await town.pass(5_000);
    return outbox();
  };
  await expect.poll(later, { timeout: 30_000 }).toEqual([['case.note', 'applied', null]]);
  await town.settles();
  expect(await town.converged()).toEqual([]);
}, 60_000);
