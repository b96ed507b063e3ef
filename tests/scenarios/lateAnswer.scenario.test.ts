import { afterEach, expect, it } from 'vitest';
import type { CaseStub } from '#core/domain/case/caseDoc.ts';
import type { FetchedCase } from '#core/sync/syncPorts.ts';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';
import type { Desk } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };

const stubOf = (caseId: string): CaseStub => ({
  caseId,
  caseNo: null,
  matter: null,
  street: null,
  createdAt: 0,
  closedAt: null,
  stage: 'reported',
  wentTo: 'district',
});

/** What the district says of a case now, to be heard later. */
async function asked(desk: Desk, caseId: string): Promise<FetchedCase> {
  const question = { f: 'ask', name: 'case.get', input: { caseId } } as const;
  const { ok, value } = await desk.core.engine.ask(question);
  expect(ok).toBe(true);
  return value as unknown as FetchedCase;
}

it('an answer that was overtaken by pages takes nothing back', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const caseId = await street.creates();
  await town.settles();
  const early = await asked(street, caseId);
  await street.does('case.note', caseId, { text: '第二步', public: false });
  await town.settles();
  await street.core.replica.replaceCase(early);
  expect((await street.file(caseId)).timeline.map((row) => row.kind)).toEqual([
    'case.create',
    'case.note',
  ]);
  expect(await town.converged()).toEqual([]);
});

it('an answer that was overtaken by the case moving away brings nothing of it back', async () => {
  town = await Town.start([STREET]);
  const street = town.desk('street');
  const { replica, scope } = street.core;
  const caseId = await street.creates();
  await town.settles();
  const early = await asked(street, caseId);
  const seq = replica.cursors()[scope] ?? 0;
  const leave = { type: 'leave', seq, caseId, stub: stubOf(caseId), to: 'district' } as const;
  await replica.applyPage({ scope, from: seq, to: seq, entries: [leave] });
  expect((await street.board()).total).toBe(0);
  await replica.replaceCase(early);
  expect((await street.board()).total).toBe(0);
  // And a case that is whole here leaves by the feed alone.
  const other = await street.creates();
  await town.settles();
  await replica.replaceCase({ ...early, caseId: other, doc: null, stub: stubOf(other) });
  expect((await street.board()).total).toBe(1);
});
