import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { NumberLeases, REPLICA_SERIALS_MAX } from '#core/district/sync/numberLeases.ts';
import { numberReport } from '#core/district/numberReport.ts';
import { DISTRICT_FOLDER } from '#core/district/districtFolder.ts';
import type { District } from '#core/district/openDistrict.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import type { WireDecision } from '#core/protocol/sync/frames.ts';
import {
  Author,
  SMALL_CATALOGUE,
  STREET_A,
  creation,
  newCaseId,
  smallPlace,
} from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';

let place: Place;
let district: District;
let hall: Author;
let street: Author;

beforeEach(async () => {
  place = await smallPlace();
  district = await place.open();
  hall = new Author('hall', 'district', place.clock);
  street = new Author('a', `street:${STREET_A}`, place.clock);
  for (const author of [hall, street]) await author.enrol(district);
});
afterEach(async () => {
  await district.close();
  await place.remove();
});

type Made = { readonly op: AnyOperation; readonly caseId: string };

function make(author: Author, caseNo: string | null, caseId = newCaseId()): Made {
  const by = author.scope === 'district' ? 'opd' : 'dia';
  const act = { kind: 'case.create', caseId, args: creation({ caseNo }), by } as const;
  return { op: author.make({ ...act, numberless: true }), caseId };
}

const decided = (author: Author, ops: readonly AnyOperation[]): Promise<readonly WireDecision[]> =>
  decidedBy(district, author.batch(ops));
const doc = (caseId: string): Promise<CaseDoc> => caseAt(district, caseId);

const log = async (): Promise<string[]> =>
  (await district.store.log(0, 1_000)).map(({ op }) => op.kind);

describe('a case that was made without a number', () => {
  it('gets one of the district’s own in the same transaction, and its maker is told', async () => {
    const one = make(street, null);
    const two = make(street, null);
    const before = (await log()).length;
    const answers = await decided(street, [one.op, two.op]);
    expect(answers.map(({ outcome, ver }) => [outcome, ver])).toEqual([
      ['applied', 1],
      ['applied', 1],
    ]);
    expect((await log()).slice(before)).toEqual([
      'case.create',
      'numbers.lease',
      'case.number',
      'case.create',
      'case.number',
    ]);
    // After the hall's range, of the district's letters: it says where the number was taken.
    expect(await doc(one.caseId)).toMatchObject({ ver: 2, caseNo: 'DC260302-0101' });
    expect((await doc(two.caseId)).caseNo).toBe('DC260302-0102');
    const [, given] = await district.store.history(one.caseId, 0);
    expect(given?.decision.notices).toEqual([{ to: 'dia', code: 'number-given', rule: null }]);
    const leases = district.core.state.leasesOf('district');
    expect(leases).toMatchObject([{ origin: 'DC', from: 101, to: 3_100 }]);
  });

  it('keeps its number over restarts, and the next day begins the range anew', async () => {
    const first = make(street, null);
    await decided(street, [first.op]);
    await district.close();
    district = await place.open();
    const second = make(street, null);
    await decided(street, [second.op]);
    expect((await doc(first.caseId)).caseNo).toBe('DC260302-0101');
    expect((await doc(second.caseId)).caseNo).toBe('DC260302-0102');
    place.clock.pass(DAY_MS);
    const third = make(street, null);
    await decided(street, [third.op]);
    expect((await doc(third.caseId)).caseNo).toBe('DC260303-0101');
    expect(district.core.state.leasesOf('district')).toHaveLength(1);
  });

  it('has a number and is decided, or neither: a commit that fails leaves no half of it', async () => {
    const { store } = district;
    const commit = store.commit.bind(store);
    store.commit = () => Promise.reject(new Error('disk full'));
    const made = make(street, null);
    await expect(decided(street, [made.op])).rejects.toThrow('disk full');
    store.commit = commit;
    expect(await store.cases([made.caseId])).toEqual([]);
    await decided(street, [made.op]);
    expect((await decided(street, [made.op]))[0]?.outcome).toBe('applied');
    const kinds = (await log()).filter((kind) => kind === 'case.number');
    expect(kinds).toHaveLength(1);
    expect((await doc(made.caseId)).caseNo).toMatch(/^DC260302-01\d\d$/);
  });

  it('is found at the start, when a program decided it that gave no numbers', async () => {
    const made = make(street, null);
    const numbered = make(street, street.number());
    await decided(street, [made.op, numbered.op]);
    await district.close();
    await asWrittenBefore(made.caseId);
    district = await place.open();
    expect((await doc(made.caseId)).caseNo).toBe('DC260302-0101');
    expect((await doc(numbered.caseId)).caseNo).toBe('SA260302-0001');
    const follow = async (): Promise<number> =>
      (await log()).filter((kind) => kind === 'case.number').length;
    expect(await follow()).toBe(2);
    await district.close();
    district = await place.open();
    expect(await follow()).toBe(2);
  });
});

/** The files as a program left them that gave no numbers: nothing of this case's number is in them. */
async function asWrittenBefore(caseId: string): Promise<void> {
  const file = join(place.folder, DISTRICT_FOLDER.database);
  const database = await openDatabase(file, { synchronous: 'FULL' });
  await database.write(async (tx) => {
    await tx.run("DELETE FROM meta WHERE key = 'numbersFollowed'");
    await tx.run('DELETE FROM case_number WHERE case_id = ?', [caseId]);
    const sql = "UPDATE case_doc SET doc = json_remove(doc, '$.caseNo') WHERE case_id = ?";
    await tx.run(sql, [caseId]);
  });
  await database.close();
}

describe('a number that a console brings', () => {
  const outcome = async (author: Author, made: Made): Promise<unknown> => {
    const [decision] = await decided(author, [made.op]);
    return [decision?.outcome, decision?.reason?.code ?? null];
  };

  it('is believed when it was leased to that console, whatever day its clock thinks it is', async () => {
    const today = make(street, 'SA260302-0001');
    expect(await outcome(street, today)).toEqual(['applied', null]);
    expect(await doc(today.caseId)).toMatchObject({ ver: 1, caseNo: 'SA260302-0001' });
    expect(await outcome(street, make(street, 'SA270302-0100'))).toEqual(['applied', null]);
  });

  it('is dropped when it was not, and the case gets another', async () => {
    const refused = ['adjusted', 'number/not-leased'];
    const foreign = make(street, 'DC260302-0001');
    expect(await outcome(street, foreign)).toEqual(refused);
    const beyond = make(street, 'SA260302-0101');
    expect(await outcome(street, beyond)).toEqual(refused);
    expect(await outcome(street, make(street, 'SA260230-0001'))).toEqual(refused);
    expect(await outcome(street, make(street, 'SA260302-00001'))).toEqual(refused);
    expect(await doc(foreign.caseId)).toMatchObject({ ver: 2, caseNo: 'DC260302-0101' });
    expect(await doc(beyond.caseId)).toMatchObject({ ver: 2, caseNo: 'DC260302-0102' });
    const [made] = await district.store.history(foreign.caseId, 0);
    expect(made?.decision.reason?.detail).toEqual({ caseNo: 'DC260302-0001' });
    expect(made?.decision.notices).toEqual([{ to: 'dia', code: 'number-replaced', rule: null }]);
    // The hall's number was not touched by whoever claimed it.
    const own = make(hall, 'DC260302-0001');
    expect(await outcome(hall, own)).toEqual(['applied', null]);
  });

  it('is one case’s for ever: a second one in the same turn, and in a later one, gets another', async () => {
    const first = make(street, 'SA260302-0007');
    const second = make(street, 'SA260302-0007');
    const answers = await decided(street, [first.op, second.op]);
    expect(answers.map((one) => one.reason?.code ?? null)).toEqual([null, 'number/taken']);
    const third = make(street, 'SA260302-0007');
    expect(await outcome(street, third)).toEqual(['adjusted', 'number/taken']);
    await district.close();
    district = await place.open();
    const fourth = make(street, 'SA260302-0007');
    expect(await outcome(street, fourth)).toEqual(['adjusted', 'number/taken']);
    const numbers = await Promise.all(
      [first, second, third, fourth].map(async ({ caseId }) => (await doc(caseId)).caseNo),
    );
    expect(numbers).toEqual(['SA260302-0007', 'DC260302-0101', 'DC260302-0102', 'DC260302-0103']);
  });

  it('goes with its case to the next incarnation, but not back to an earlier one', async () => {
    const renewed = new Author('y', street.scope, place.clock);
    const { device, replica, sign } = street;
    Object.assign(renewed, { device, replica, sign, incarnation: 2 });
    const moved = make(renewed, 'SA260302-0005');
    expect(moved.op.incarnation).toBe(2);
    expect(await outcome(renewed, moved)).toEqual(['applied', null]);
    await renewed.lease(district);
    const early = make(street, renewed.number('2026-03-02'));
    expect(await outcome(street, early)).toEqual(['adjusted', 'number/not-leased']);
  });

  it('is believed out of a range that a restored district has set aside for what it lost', async () => {
    const lost = make(street, 'SA260302-0150');
    const leases = new NumberLeases(district);
    await leases.setLostAside();
    expect(await outcome(street, lost)).toEqual(['applied', null]);
    expect(await outcome(street, make(street, 'DC260302-0150'))).toEqual([
      'adjusted',
      'number/not-leased',
    ]);
    await leases.more(street, 1);
    expect(district.core.state.leasesOf(street.replica).at(-1)).toMatchObject({ from: 20_101 });
  });

  it('is none that the program may have told in lost hours: it takes a range behind them', async () => {
    const before = make(street, null);
    await decided(street, [before.op]);
    expect((await doc(before.caseId)).caseNo).toBe('DC260302-0101');
    await new NumberLeases(district).setLostAside();
    const [after, next] = [make(street, null), make(street, null)];
    await decided(street, [after.op, next.op]);
    // The lost one ends at 23,100; the program's own range of before would have gone on with 102.
    expect((await doc(after.caseId)).caseNo).toBe('DC260302-23101');
    expect((await doc(next.caseId)).caseNo).toBe('DC260302-23102');
  });
});

describe('ranges of numbers', () => {
  it('are given to one replica up to a limit, whatever incarnations it goes through', async () => {
    const leases = new NumberLeases(district);
    const given: string[] = [];
    for (let i = 0; i < REPLICA_SERIALS_MAX / 100 + 3; i += 1) {
      const incarnation = 2 + (i % 7);
      const leased = await (i % 2 === 0
        ? leases.more(street, incarnation)
        : leases.ensure(street, { incarnation: incarnation + 100 * i }));
      given.push(leased.ok ? 'given' : leased.error);
    }
    // One range it had from the start.
    const expected = REPLICA_SERIALS_MAX / 100 - 1;
    expect(given.filter((one) => one === 'given')).toHaveLength(expected);
    expect(given.slice(expected)).toEqual(Array(4).fill('lease/limit'));
    expect(await leases.more(hall, 1)).toEqual({ ok: true, value: null });
  });

  it('never overlap, also while the district takes one for itself', async () => {
    const leases = new NumberLeases(district);
    const made = make(hall, null);
    await Promise.all([
      decided(hall, [made.op]),
      leases.more(hall, 1),
      leases.more(hall, 1),
      leases.ensure({ replica: 'other', scope: 'district' }, { incarnation: 1 }),
    ]);
    const all = district.core.state
      .recordsOf('lease')
      .filter((one) => one.origin === SMALL_CATALOGUE.originLetters)
      .sort((a, b) => a.from - b.from);
    expect(all).toHaveLength(5);
    all.slice(1).forEach((one, i) => {
      expect(one.from).toBe((all[i]?.to ?? 0) + 1);
    });
  });
});

describe('the report of numbers', () => {
  it('says of each device and day which are used, told for nothing, and never used', async () => {
    const numbers = Array.from({ length: 6 }, () => street.number());
    // The first was told in vain, and so were the fourth and the fifth.
    const used = [1, 2, 5].map((at) => make(street, numbers[at] ?? null).op);
    await decided(street, used);
    const early = make(street, 'SA260301-0002').op;
    const follows = make(street, null).op;
    await decided(street, [early, follows]);

    const report = await numberReport(district.store, '2026-03-02');
    expect(report.map(({ origin, from, to }) => [origin, from, to])).toEqual([
      ['DC', 1, 100],
      ['DC', 101, 3_100],
      ['SA', 1, 100],
    ]);
    expect(report[2]).toEqual({
      day: '2026-03-02',
      of: 'console',
      device: street.device,
      name: street.device,
      replica: street.replica,
      incarnation: 1,
      origin: 'SA',
      from: 1,
      to: 100,
      used: 3,
      gaps: [
        [1, 1],
        [4, 5],
      ],
      unused: [7, 100],
    });
    expect(report[0]).toMatchObject({ device: hall.device, used: 0, unused: [1, 100] });
    // The district's own, of which a number followed.
    expect(report[1]).toMatchObject({
      of: 'program',
      device: null,
      used: 1,
      gaps: [],
      unused: [102, 3_100],
    });
    const before = await numberReport(district.store, '2026-03-01');
    expect(before[2]).toMatchObject({ used: 1, gaps: [[1, 1]], unused: [3, 100] });
  });
});
