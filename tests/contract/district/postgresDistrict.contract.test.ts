import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { exportAudit } from '#core/district/audit/exportAudit.ts';
import { openAuditSource } from '#core/district/audit/openSource.ts';
import { moveToServer } from '#core/district/moveToServer.ts';
import { numberReport } from '#core/district/numberReport.ts';
import { openDistrict, type District } from '#core/district/openDistrict.ts';
import { markDwelling } from '#core/district/store/dwelling.ts';
import { openServerBeside } from '#core/district/store/openStores.ts';
import { silentLog } from '#core/node/logFile.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { verifyAudit } from '#scripts/audit/verifyAudit.ts';
import { decidedBy } from '#tests/support/decidedBy.ts';
import {
  POSTGRES_START_MS,
  startPostgres,
  type PostgresCluster,
} from '#tests/support/postgresCluster.ts';
import {
  Author,
  STREET_A,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { describeTurns } from './turnsContract.ts';

let cluster: PostgresCluster;
let url = '';
let place: Place;
let district: District;
let hall: Author;
let street: Author;

beforeAll(async () => {
  cluster = await startPostgres();
}, POSTGRES_START_MS);
afterAll(async () => {
  await cluster.close();
});
beforeEach(async () => {
  url = cluster.url(await cluster.create());
  place = await smallPlace();
  district = await open(place);
  hall = new Author('hall', 'district', place.clock);
  street = new Author('a', `street:${STREET_A}`, place.clock);
  for (const author of [hall, street]) await author.enrol(district);
});
afterEach(async () => {
  await district.close();
  await place.remove();
});

function open({ folder, clock }: Place): Promise<District> {
  const postgres = { url, whenTaken: 'refuse' } as const;
  return openDistrict({ folder, clock, log: silentLog, postgres });
}

describeTurns('a server', async ({ folder, clock }) => {
  const postgres = { url: cluster.url(await cluster.create()), whenTaken: 'refuse' } as const;
  return openDistrict({ folder, clock, log: silentLog, postgres });
});

const create = (author: Author, by: string, over: Parameters<typeof creation>[0] = {}) =>
  author.make({ kind: 'case.create', caseId: newCaseId(), args: creation(over), by });

it('a district on a server decides, forgets nothing at a restart and answers a resend as before', async () => {
  const ops = [create(hall, 'opd', { title: '一' }), create(hall, 'opd', { title: '二' })];
  const beside = create(street, 'dia', { title: '旁' });
  const push = hall.batch(ops);
  const [own, other] = await Promise.all([
    decidedBy(district, push),
    decidedBy(district, street.batch([beside])),
  ]);
  expect([...own, ...other].map(({ outcome }) => outcome)).toEqual([
    'applied',
    'applied',
    'applied',
  ]);
  await district.logins.set('opd', 'opd', 'first-password');
  const head = await district.store.head();
  const { epoch } = district.history;
  await district.close();

  district = await open(place);
  expect(await district.store.head()).toEqual(head);
  expect(district.history.epoch).toBe(epoch);
  expect(await decidedBy(district, push)).toEqual(own);
  expect((await district.secretStore.login('opd'))?.person).toBe('opd');
  const later = await decidedBy(district, hall.batch([create(hall, 'opd')]));
  expect(later[0]?.outcome).toBe('applied');
  expect((await district.store.head()).serverSeq).toBe(head.serverSeq + 1);
});

it('what no text of the server can hold is kept without effect and told; what stands beside it is decided', async () => {
  const odd = { externalNo: [{ system: 'city', no: 'a\u0000b', dueAt: null }] } as const;
  const ops = [create(hall, 'opd'), create(hall, 'opd', odd), create(hall, 'opd')];
  const decisions = await decidedBy(district, hall.batch(ops));
  expect(decisions.map(({ outcome }) => outcome)).toEqual(['applied', 'deferred', 'applied']);
  expect(decisions[1]?.reason).toEqual({ code: 'op/not-stored' });
  const entries = await district.store.log(0, 1_000);
  expect(entries.find(({ op }) => op.opId === ops[1]?.opId)?.op).toEqual(ops[1]);
  // In what nobody searches by, it is a character like others.
  const text = create(hall, 'opd', { text: 'a\u0000b' });
  expect((await decidedBy(district, hall.batch([text])))[0]?.outcome).toBe('applied');
});

it('is not opened by a second process, nor from the folder of another district', async () => {
  await expect(open(place)).rejects.toMatchObject({ code: 'storage/busy' });
  const other = await smallPlace();
  await district.close();
  await expect(open(other)).rejects.toMatchObject({ code: 'sync/wrong-district' });
  await other.remove();
  district = await open(place);
});

it('tells of its numbers beside the process that decides', async () => {
  await decidedBy(district, hall.batch([create(hall, 'opd')]));
  const { store } = await openServerBeside(url);
  const lines = await numberReport(store, '2026-03-02');
  await store.close();
  expect(lines.find(({ replica }) => replica === hall.replica)).toMatchObject({ used: 1 });
});

it('gives its log out as an audit file that anybody can check, and to nobody of another folder', async () => {
  await decidedBy(district, hall.batch([create(hall, 'opd'), create(hall, 'opd')]));
  await district.audit.heads.make();
  const at = { data: place.folder, isWhole: true };
  const source = await openAuditSource({ ...at, postgres: { url } });
  const texts: string[] = [];
  const counts = await exportAudit(source, (text) => {
    texts.push(text);
    return Promise.resolve();
  });
  await source.close();
  expect(counts).toEqual({ entries: (await district.store.head()).serverSeq, heads: 1 });
  const report = await verifyAudit([Buffer.from(texts.join(''))]);
  expect(report).toMatchObject({ ok: true, ...counts, firstBad: null });

  const other = await smallPlace();
  await (await other.open()).close();
  const stranger = openAuditSource({ ...at, data: other.folder, postgres: { url } });
  await expect(stranger).rejects.toMatchObject({ code: 'sync/wrong-district' });
  await other.remove();
  const empty = { url: cluster.url(await cluster.create()) };
  await expect(openAuditSource({ ...at, postgres: empty })).rejects.toMatchObject({
    code: 'storage/from-the-past',
  });
});

it('goes on where it stood in a file: everything is moved once, and the file is set aside', async () => {
  const small = await smallPlace();
  const { folder, clock } = small;
  const author = new Author('moved', 'district', clock);
  let before = await small.open();
  await author.enrol(before);
  await before.logins.set('opd', 'opd', 'first-password');
  const external = { externalNo: [{ system: 'city', no: 'C-1', dueAt: null }] } as const;
  const push = author.batch([create(author, 'opd', external), create(author, 'opd')]);
  const decided = await decidedBy(before, push);
  const seen = await allOf(before);
  await before.close();

  const to = cluster.url(await cluster.create());
  const postgres = { url: to, whenTaken: 'refuse' } as const;
  const options = { folder, clock, log: silentLog, postgres };
  const moved = await moveToServer(options);
  expect(moved).toMatchObject({ op_log: seen.log.length, case_doc: 2, login: 1 });
  await expect(small.open()).rejects.toMatchObject({ code: 'bundle/missing' });
  await expect(moveToServer(options)).rejects.toMatchObject({ code: 'bundle/missing' });

  before = await openDistrict(options);
  expect(await allOf(before)).toEqual(seen);
  expect(await decidedBy(before, push)).toEqual(decided);
  expect((await decidedBy(before, author.batch([create(author, 'opd')])))[0]?.outcome).toBe(
    'applied',
  );
  await before.close();
  await small.remove();
});

it('a folder whose rows live on a server starts on no file beside it, nor on a server before its move', async () => {
  await expect(place.open()).rejects.toMatchObject({ code: 'bundle/missing' });
  const small = await smallPlace();
  await (await small.open()).close();
  const postgres = { url: cluster.url(await cluster.create()), whenTaken: 'refuse' } as const;
  const options = { folder: small.folder, clock: small.clock, log: silentLog, postgres };
  await expect(openDistrict(options)).rejects.toMatchObject({ code: 'bundle/missing' });
  await (await small.open()).close();
  await small.remove();
});

it('a move that was killed once everything was there is finished by saying it again', async () => {
  const small = await smallPlace();
  const { folder, clock } = small;
  const author = new Author('moved', 'district', clock);
  const before = await small.open();
  await author.enrol(before);
  await decidedBy(before, author.batch([create(author, 'opd')]));
  const seen = await allOf(before);
  await before.close();
  const postgres = { url: cluster.url(await cluster.create()), whenTaken: 'refuse' } as const;
  const options = { folder, clock, log: silentLog, postgres };
  // What a database keeps of its own for planning is none of the district's tables.
  const planned = await openDatabase(join(folder, 'district.db'), { synchronous: 'FULL' });
  await planned.maintain((writer) => writer.exec('ANALYZE'));
  await planned.close();
  await moveToServer(options);
  // As it was left between the server's commit and the renaming of the file.
  await rename(join(folder, 'district.db.moved'), join(folder, 'district.db'));
  await markDwelling(folder, 'moving');
  await expect(small.open()).rejects.toMatchObject({ code: 'bundle/missing' });
  await expect(openDistrict(options)).rejects.toMatchObject({ code: 'bundle/missing' });
  await moveToServer(options);
  const after = await openDistrict(options);
  expect(await allOf(after)).toEqual(seen);
  await after.close();
  await small.remove();
});

it('moves nothing onto a server that holds something', async () => {
  const small = await smallPlace();
  const { folder, clock } = small;
  await (await small.open()).close();
  await district.close();
  const postgres = { url, whenTaken: 'refuse' } as const;
  await expect(moveToServer({ folder, clock, log: silentLog, postgres })).rejects.toMatchObject({
    code: 'storage/busy',
  });
  await (await small.open()).close();
  await small.remove();
  district = await open(place);
});

/** What a district shows of itself through its store. */
async function allOf({ store, history, secretStore }: District) {
  const heads = [...(await store.heads())].sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = { entries: 10_000, bytes: 1 << 24 };
  const fill = { endedSince: 0, withEndedEvents: true, entries: 10_000, upTo: 10_000 };
  const pages = [];
  for (const [scope] of heads) pages.push(await store.page(scope, 0, whole));
  return {
    log: await store.log(0, 10_000),
    heads,
    pages,
    fills: [await store.fill('district', 0, fill), await store.fill('ref', 0, fill)],
    open: await store.openCases(),
    numbers: await store.numbered(['DC260302-0001', 'DC260302-0002']),
    epoch: history.epoch,
    sessions: await secretStore.sessions(),
  };
}
