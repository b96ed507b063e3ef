import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DISTRICT_FOLDER } from '#core/district/districtFolder.ts';
import { numberReport } from '#core/district/numberReport.ts';
import type { District } from '#core/district/openDistrict.ts';
import type { Push } from '#core/district/push.ts';
import type { CommitBatch } from '#core/district/store/districtStore.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import type { FeedEntry, WireDecision } from '#core/protocol/sync/frames.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { silentLog, type Log } from '#core/node/logFile.ts';
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { Author, STREET_A, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';

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

/** Says it in the district's own file, as a constraint would that a program of ours breaks. */
async function plant(sql: string): Promise<void> {
  const file = join(place.folder, DISTRICT_FOLDER.database);
  const database = await openDatabase(file, { synchronous: 'FULL', readers: 1 });
  await database.maintain((writer) => writer.exec(sql));
  await database.close();
}

const NO_CASE_OF_THIS_TITLE = `
  CREATE TRIGGER poison BEFORE INSERT ON case_doc
  WHEN json_extract(NEW.doc, '$.title') = '毒' BEGIN SELECT RAISE(ABORT, 'planted'); END`;
const NO_ROW_OF_THIS_TITLE = `
  CREATE TRIGGER poison BEFORE INSERT ON op_log
  WHEN NEW.op LIKE '%毒%' BEGIN SELECT RAISE(ABORT, 'planted'); END`;

function create(author: Author, title: string, by = 'opd'): AnyOperation {
  const args = creation({ title });
  return author.make({ kind: 'case.create', caseId: newCaseId(), args, by });
}

const decided = (push: Push): Promise<readonly WireDecision[]> => decidedBy(district, push);

const outcomes = (decisions: readonly WireDecision[]): string[] =>
  decisions.map(({ outcome }) => outcome);

async function inbox(person: string): Promise<FeedEntry[]> {
  const page = await district.store.page(`inbox:${person}`, 0, { entries: 50, bytes: 1 << 20 });
  return page.entries.map((text) => JSON.parse(text) as FeedEntry);
}

it('I-03, I-23: an act that no store takes is kept without effect and told; those before, after and beside it are decided', async () => {
  await plant(NO_CASE_OF_THIS_TITLE);
  const titles = ['一', '二', '毒', '四', '毒', '六', '七'];
  const ops = titles.map((title) => create(hall, title));
  const beside = create(street, '旁', 'dia');
  const [own, other] = await Promise.all([
    decided(hall.batch(ops)),
    decided(street.batch([beside])),
  ]);
  expect(outcomes(other)).toEqual(['applied']);
  expect(outcomes(own)).toEqual([
    'applied',
    'applied',
    'deferred',
    'applied',
    'deferred',
    'applied',
    'applied',
  ]);
  expect(own[2]?.reason).toEqual({ code: 'op/not-stored' });
  expect(await decided(hall.batch(ops))).toEqual(own);

  const told = await inbox('opd');
  const about = told.flatMap((entry) => (entry.type === 'notice' ? [entry.notice.opId] : []));
  expect(about).toEqual([ops[2]?.opId, ops[4]?.opId]);
  const entries = await district.store.log(0, 1_000);
  const written = new Set(entries.map(({ op }) => op.opId));
  expect([...ops, beside].every((op) => written.has(op.opId))).toBe(true);

  // Whoever comes after it is not in its way, over a restart either.
  await district.close();
  district = await place.open();
  expect(outcomes(await decided(hall.batch([create(hall, '八')])))).toEqual(['applied']);
});

it('I-11: what anybody says on a case whose making was kept waits with it and is not refused, over a restart too', async () => {
  await plant(NO_CASE_OF_THIS_TITLE);
  const made = create(hall, '毒');
  const { caseId } = made;
  const args = { text: '在', public: false };
  const note = (author: Author, by: string): AnyOperation =>
    author.make({ kind: 'case.note', caseId, args, by, seen: [0, 1] });
  const reason = { code: 'op/not-stored' };
  const kept = { outcome: 'deferred', reason, caseId, ver: null };
  const ops = [made, note(hall, 'opd')];
  expect(await decided(hall.batch(ops))).toMatchObject([kept, kept]);
  await district.close();
  await plant('DROP TRIGGER poison');
  district = await place.open();
  expect(await decided(street.batch([note(street, 'dia')]))).toMatchObject([kept]);
  expect(await decided(hall.batch([note(hall, 'opd')]))).toMatchObject([kept]);
  // Told once each, as what it is.
  const told = (await inbox('opd')).flatMap((entry) => {
    return entry.type === 'notice' ? [entry.notice.code] : [];
  });
  expect(told).toEqual(['act-deferred', 'act-deferred', 'act-deferred']);

  // On a case that nobody ever made nothing waits, and on this one nobody speaks in another's name.
  const nowhere = hall.make({ kind: 'case.note', caseId: newCaseId(), args, by: 'opd' });
  expect(await decided(hall.batch([nowhere, note(hall, 'stranger')]))).toMatchObject([
    { outcome: 'refused-recorded', reason: { code: 'case/not-found' } },
    { outcome: 'refused-recorded', reason: { code: 'person/not-here' } },
  ]);
});

it('I-03, I-11, I-23: the start of a mended program decides what it had kept, and all that waits for it', async () => {
  await plant(NO_CASE_OF_THIS_TITLE);
  const [made, still] = [create(hall, '毒'), create(hall, '毒')];
  const { caseId } = made;
  const args = { text: '在', public: false };
  const fact = hall.make({ kind: 'case.note', caseId, args, by: 'opd', seen: [0, 1] });
  const ops = [made, still, fact];
  expect(outcomes(await decided(hall.batch(ops)))).toEqual(['deferred', 'deferred', 'deferred']);
  await district.close();
  await plant(
    `DROP TRIGGER poison; ${NO_CASE_OF_THIS_TITLE.replace('$.title', '$.caseId').replace('毒', still.caseId ?? '')}`,
  );

  const written: unknown[] = [];
  const log: Log = {
    ...silentLog,
    write: (level, event, what) => written.push([level, event, what]),
  };
  const running = await startDistrict(place, { log });
  district = running.district;
  expect(district.core.state.waiting.size).toBe(1);
  expect(written).toContainEqual(['info', 'district/replayed', { waited: 3, waiting: 1 }]);
  expect(written).toContainEqual([
    'error',
    'bug/decide',
    expect.objectContaining({ opId: still.opId }),
  ]);
  const last = await decided(hall.batch(ops));
  expect(last.map(({ outcome, ver }) => [outcome, ver])).toEqual([
    ['applied', 1],
    ['deferred', null],
    ['applied', 2],
  ]);
  const { caseNo } = await caseAt(district, caseId ?? '');
  expect(caseNo).toBe(made.kind === 'case.create' ? made.args.caseNo : null);
  const codes = (await inbox('opd')).flatMap((entry) =>
    entry.type === 'notice' ? [entry.notice.code] : [],
  );
  expect(codes).toEqual([...Array(3).fill('act-deferred'), ...Array(2).fill('act-carried-out')]);
  await running.close();
  district = await place.open();
});

it('gives no right behind the back of who must be there to give it', async () => {
  await plant(`CREATE TRIGGER poison BEFORE INSERT ON record
               WHEN NEW.type = 'grant' BEGIN SELECT RAISE(ABORT, 'planted'); END`);
  const args = { person: 'opd', role: 'inspector', scope: 'district', from: 0, to: null } as const;
  const give = hall.make({ kind: 'grant.give', caseId: null, args, by: 'adm' });
  const present = { ...hall.batch([give]), person: 'adm' };
  expect(outcomes(await decided(present))).toEqual(['deferred']);
  await district.close();
  await plant('DROP TRIGGER poison');
  district = await place.open();
  await district.core.replayWaiting(10);
  expect(await decided(present)).toMatchObject([
    { outcome: 'refused-recorded', reason: { code: 'person/not-here' } },
  ]);
  const grants = district.grantsOf('opd', place.clock.wall());
  expect(grants.some(({ role }) => role === 'inspector')).toBe(false);
});

it('I-14: tries that failed take no numbers of the district: its cases follow one another', async () => {
  await plant(NO_CASE_OF_THIS_TITLE);
  const ops = ['一', '毒', '三', '四'].map((title) =>
    hall.make({
      kind: 'case.create',
      caseId: newCaseId(),
      args: creation({ title }),
      by: 'opd',
      numberless: true,
    }),
  );
  expect(outcomes(await decided(hall.batch(ops)))).toEqual([
    'applied',
    'deferred',
    'applied',
    'applied',
  ]);
  const report = await numberReport(district.store, '2026-03-02');
  const own = report.filter((line) => line.of === 'program');
  expect(own).toMatchObject([{ device: null, used: 3, gaps: [] }]);
});

it('I-01, I-03, I-08: what cannot even be written down stays with its console; what stood before it is answered, nobody else waits', async () => {
  await plant(NO_ROW_OF_THIS_TITLE);
  const [first, bad, last] = [create(hall, '一'), create(hall, '毒'), create(hall, '三')];
  const beside = create(street, '旁', 'dia');
  const push = hall.batch([first, bad, last]);
  const [own, other] = await Promise.all([decided(push), decided(street.batch([beside]))]);
  expect(own).toMatchObject([{ opId: first.opId, outcome: 'applied' }]);
  expect(outcomes(other)).toEqual(['applied']);
  expect(district.core.have(hall.replica, 1)).toBe(1);
  // The answer was lost with the line: it is given again, though nothing new can be decided.
  expect(await decided(push)).toEqual(own);
  // The console sends the rest from there; no more is decided of that, and it hears so.
  await expect(decided(hall.batch([bad, last]))).rejects.toMatchObject({ code: 'bug/unexpected' });
  expect(outcomes(await decided(street.batch([create(street, '再', 'dia')])))).toEqual(['applied']);

  await plant('DROP TRIGGER poison');
  expect(outcomes(await decided(push))).toEqual(['applied', 'applied', 'applied']);
});

it('I-11: a row that cannot be read condemns no act: what stands before it is decided, the rest when it was mended', async () => {
  const spoiled = create(hall, '坏');
  await decided(hall.batch([spoiled]));
  await district.close();
  const { caseId } = spoiled;
  const row = `case_doc SET doc = %s WHERE case_id = '${caseId ?? ''}'`;
  await plant(`CREATE TABLE kept AS SELECT doc FROM case_doc; UPDATE ${row.replace('%s', `'{"'`)}`);
  district = await place.open();
  const args = { text: '在', public: false };
  const before = create(hall, '一');
  const note = hall.make({ kind: 'case.note', caseId, args, by: 'opd', seen: [1, 0] });
  const ops = [before, note, create(hall, '三')];
  const answer = await decided(hall.batch(ops));
  expect(answer).toMatchObject([{ opId: before.opId, outcome: 'applied' }]);
  await expect(decided(hall.batch(ops.slice(1)))).rejects.toThrow(SyntaxError);

  await plant(`UPDATE ${row.replace('%s', '(SELECT doc FROM kept)')}`);
  expect(outcomes(await decided(hall.batch(ops)))).toEqual(['applied', 'applied', 'applied']);
});

it('I-11: a locked file is no fault of an act: it is waited for once, and all is decided when it is free', async () => {
  const batch = hall.batch(['一', '二', '三'].map((title) => create(hall, title)));
  const others = street.batch([create(street, '街', 'dia')]);
  const commit = district.store.commit.bind(district.store);
  const started: (() => void)[] = [];
  let tries = 0;
  Object.assign(district.store, {
    commit: (all: CommitBatch) => {
      tries += 1;
      for (const tell of started) tell();
      return commit(all);
    },
  });
  const file = join(place.folder, DISTRICT_FOLDER.database);
  const other = await openDatabase(file, { synchronous: 'FULL', readers: 1 });
  const midway: Promise<readonly WireDecision[]>[] = [];
  // Longer than the store waits for it; then only until the next try stands before it.
  await other.write(async (tx) => {
    await tx.run("INSERT OR REPLACE INTO meta VALUES ('held', '1')");
    const busy = { status: 'rejected', reason: { code: 'storage/busy' } };
    const answers = [batch, others].map((push) => district.core.push(push));
    expect(await Promise.allSettled(answers)).toMatchObject([busy, busy]);
    expect(tries).toBe(1);
    const isTried = new Promise<void>((resolve) => started.push(resolve));
    midway.push(decided(batch));
    await isTried;
  });
  await other.close();
  const [late = []] = await Promise.all(midway);
  expect(outcomes(late)).toEqual(['applied', 'applied', 'applied']);
  expect(outcomes(await decided(others))).toEqual(['applied']);
}, 60_000);
