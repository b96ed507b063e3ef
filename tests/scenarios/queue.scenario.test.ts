import { afterEach, expect, it } from 'vitest';
import type { QueueParams, QueueView } from '#core/protocol/console/queue.ts';
import { STREET_A, dispatchTo } from '#tests/support/smallDistrict.ts';
import { Town, type Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const OFFICE = { name: 'office', scope: 'district', login: 'adm' };

function queue(desk: Desk, over: Partial<QueueParams> = {}): Promise<QueueView> {
  return desk.look('queue', { state: 'all', from: 0, count: 100, ...over });
}

it('every act of a console is in its queue, in the state that the district gave it', async () => {
  town = await Town.start([STREET, { ...STREET, name: 'other' }, OFFICE]);
  const [street, other] = [town.desk('street'), town.desk('other')];
  const caseId = await street.creates({ next: 'file' });
  const twice = await street.creates({ next: 'file' });
  await town.settles();
  town.cut('street');
  const title = (to: string): unknown => ({ field: 'title', from: '路面坑洼', to });
  await street.does('case.edit', caseId, title('街道的标题'));
  await street.does('case.dispatch', twice, dispatchTo('roads-a'));
  const sent = await queue(street);
  expect(sent.counts).toMatchObject({ pending: 2, decided: 2, superseded: 0, conflict: 0 });
  expect(sent.rows.map((row) => [row.kind, row.state, row.caseId])).toEqual([
    ['case.dispatch', 'pending', twice],
    ['case.edit', 'pending', caseId],
    ['case.create', 'decided', twice],
    ['case.create', 'decided', caseId],
  ]);
  await other.does('case.edit', caseId, title('同事的标题'));
  await other.does('case.dispatch', twice, dispatchTo('roads-a'));
  await town.settles();
  // From here on what he says on the cut line is without a right.
  await town.desk('office').does('grant.revoke', null, {
    person: 'dia',
    role: 'dispatcher',
    scope: `street:${STREET_A}`,
    at: town.clock.wall(),
  });
  await town.settles();
  await town.pass(60_000);
  const own = { assignment: Object.keys((await street.shown(twice)).assignments ?? {})[0] };
  await street.does('assign.recall', twice, { ...own, reason: '撤权之后' });
  town.heal('street');
  await town.settles();
  const { counts, rows, total } = await queue(street);
  expect(total).toBe(5);
  expect(counts.pending).toBe(0);
  const edit = rows.find((row) => row.kind === 'case.edit');
  expect(edit).toMatchObject({ state: 'conflict', rule: 7, caseId, decidedAt: expect.any(Number) });
  const recall = rows.find((row) => row.kind === 'assign.recall');
  expect(recall).toMatchObject({ state: 'refused', outcome: 'refused-recorded' });
  expect(recall?.reason).toBe('grant/revoked');
});

it('a queue is read by pages, the last page of a shorter list, and after a restart', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  for (let n = 0; n < 30; n += 1) {
    await street.does('case.note', caseId, { text: `${n}`, public: false });
  }
  await town.settles();
  const page = await queue(street, { from: 10, count: 5 });
  expect(page).toMatchObject({ total: 31, from: 10 });
  expect(page.rows.map((row) => row.rseq)).toEqual([21, 20, 19, 18, 17]);
  const past = await queue(street, { from: 90, count: 5 });
  expect(past).toMatchObject({ total: 31, from: 30 });
  expect(past.rows).toMatchObject([{ kind: 'case.create', byName: expect.any(String), caseId }]);
  expect(await queue(street, { state: 'pending' })).toMatchObject({ total: 0, from: 0, rows: [] });
  await street.close();
  await street.open();
  await street.login();
  expect(await queue(street, { state: 'decided' })).toMatchObject({ total: 31 });
});
