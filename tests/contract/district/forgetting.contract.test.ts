import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { verifyLog } from '#core/district/audit/verifyLog.ts';
import { isForgotten } from '#core/district/store/forgotten.ts';
import { forgetLate } from '#core/host/forgetting.ts';
import { openDatabase } from '#core/storage/sqlite/database.ts';
import { STREET_A, STREET_B } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

/** What is redacted is gone from every row and page, and the log still proves itself (docs/adr/0019). */
let town: Town;
afterEach(() => town.close());

const WORD = 'ZEBRAWORT斑马';
const PLANS = [
  { name: 'chief', scope: 'district', login: 'dcd' },
  { name: 'admin', scope: 'district', login: 'adm' },
  { name: 'street', scope: `street:${STREET_A}`, login: 'dia' },
  { name: 'far', scope: `street:${STREET_A}`, login: 'dca' },
  { name: 'other', scope: `street:${STREET_B}`, login: 'dib' },
];

const place = { point: { lonE6: 116_397_000, latE6: 39_908_000 }, text: `${WORD}路`, cell: null };

/** Said in a street with words everywhere, ended and put away. */
async function archived(): Promise<string> {
  const street = town.desk('street');
  const caseId = await street.creates({
    title: `${WORD}标题`,
    text: `${WORD}正文`,
    place: { ...place, street: STREET_A, by: 'map', confidence: 1 },
  });
  await street.does('case.note', caseId, { text: `${WORD}备注`, public: false });
  await street.does('case.tag', caseId, { add: [`${WORD}人`], remove: [] });
  await town.settles();
  await town.desk('chief').does('case.void', caseId, { reason: `${WORD}理由` });
  await town.settles();
  await town.desk('chief').does('case.archive', caseId, { type: 'normal' });
  await town.settles();
  // The last act of a chain stays until another one stands behind it.
  for (const name of ['street', 'chief']) await town.desk(name).creates({ title: '别的案件' });
  await town.settles();
  return caseId;
}

async function redact(caseId: string): Promise<string> {
  const said = await town.desk('admin').does('case.redact', caseId, { reason: 'retention' });
  await town.settles();
  return said.opId;
}

async function filesUnder(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

/** Files in which the word stands, once the journals are copied into them. */
async function found(folder: string): Promise<string[]> {
  for (const file of await filesUnder(folder)) {
    if (!file.endsWith('.db')) continue;
    const beside = await openDatabase(file, { synchronous: 'FULL', readers: 1 });
    await beside.maintain((writer) => writer.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    await beside.close();
  }
  const named: string[] = [];
  for (const file of await filesUnder(folder)) {
    if ((await readFile(file)).includes('ZEBRAWORT')) named.push(file.slice(folder.length));
  }
  return named;
}

async function verified() {
  const { store, audit } = town.running.district;
  const { serverSeq: size } = await store.head();
  return verifyLog({
    ...{ store, heads: await audit.store.heads(), size },
    onProgress: () => true,
    rest: () => Promise.resolve(),
  });
}

describe('I-28: a case whose words were taken out', { timeout: 90_000 }, () => {
  it('leaves none of them in any file of the district or of a console', async () => {
    town = await Town.start(PLANS);
    const caseId = await archived();
    const street = town.desk('street');
    expect(await found(town.place.folder)).not.toEqual([]);
    expect(await found(street.folder)).not.toEqual([]);
    const opId = await redact(caseId);
    for (const desk of town.desks.values()) {
      await expect.poll(() => found(desk.folder), { timeout: 20_000 }).toEqual([]);
    }
    expect(await found(town.place.folder)).toEqual([]);
    const doc = await town.doc(caseId);
    expect(doc).toMatchObject({ stage: 'voided', archived: 'normal', title: '', text: '' });
    expect(doc.place).toEqual({ text: '', street: STREET_A, by: 'map', confidence: 1 });
    expect(doc.redacted).toMatchObject({ by: 'adm', reason: 'retention', ver: doc.ver });
    expect(await town.converged()).toEqual([]);
    expect((await town.decisions()).get(opId)).toEqual(['applied']);
  });

  it('leaves a log that fits itself and says how many of its entries are redacted', async () => {
    town = await Town.start(PLANS);
    const caseId = await archived();
    const before = await town.running.district.store.history(caseId, 0);
    await town.running.signing.sign();
    await redact(caseId);
    expect(await verified()).toEqual({ isOk: true, firstBad: null, redacted: before.length });
    const after = await town.running.district.store.history(caseId, 0);
    expect(after.map(({ op }) => [op.kind, op.hash])).toEqual([
      ...before.map(({ op }) => [op.kind, op.hash]),
      ['case.redact', after.at(-1)?.op.hash],
    ]);
    expect(after.map(isForgotten)).toEqual([...before.map(() => true), false]);
    await town.restartDistrict();
    await town.settles();
    expect((await verified())?.isOk).toBe(true);
  });

  it('reaches a console that was away with the case as it is, also with an act on it that waits', async () => {
    town = await Town.start(PLANS);
    const street = town.desk('street');
    const caseId = await street.creates({ title: `${WORD}标题` });
    await town.settles();
    town.cut('far');
    const far = town.desk('far');
    await street.does('case.note', caseId, { text: `${WORD}备注`, public: false });
    await town.settles();
    await town.desk('chief').does('case.void', caseId, { reason: `${WORD}理由` });
    await town.settles();
    await town.desk('chief').does('case.archive', caseId, { type: 'normal' });
    await town.settles();
    await redact(caseId);
    const late = await far.does('case.note', caseId, { text: '迟到的备注', public: false });
    town.heal('far');
    await town.settles();
    expect(await town.converged()).toEqual([]);
    // A fact is kept (I-11), and takes nothing back that was taken out.
    expect((await town.decisions()).get(late.opId)).toEqual(['applied']);
    expect(await far.shown(caseId)).toMatchObject({ title: '', ver: 6 });
    expect((await far.core.eventsOf(caseId)).map(({ ver }) => ver)).toEqual([5, 6]);
    // What came since may bear words: it is redacted once more, and then not again.
    await redact(caseId);
    expect((await town.doc(caseId)).redacted?.ver).toBe(7);
    const again = { reason: 'asked' };
    const twice = await town.desk('admin').does('case.redact', caseId, again);
    await town.settles();
    expect((await town.decisions()).get(twice.opId)).toEqual(['superseded']);
    expect((await town.doc(caseId)).conflicts).toBeUndefined();
    await far.creates({ title: '别的案件' });
    await town.settles();
    const begun = { key: `act:${caseId}:case.note`, body: { text: WORD }, savedAt: far.core.now() };
    await far.core.drafts.save('dca', begun);
    await forgetLate(far.core);
    expect(await far.core.drafts.keys()).not.toContain(begun.key);
    expect(await town.converged()).toEqual([]);
  });

  it('loses them once more in a district that was put back to before', async () => {
    town = await Town.start(PLANS);
    const caseId = await archived();
    const putBack = await town.backUpDistrict();
    await town.settles();
    await redact(caseId);
    await putBack();
    expect(await found(town.place.folder)).not.toEqual([]);
    await town.settles();
    await expect
      .poll(async () => (await town.doc(caseId)).redacted?.by, { timeout: 20_000 })
      .toBe('adm');
    await town.settles();
    expect(await found(town.place.folder)).toEqual([]);
    expect((await verified())?.isOk).toBe(true);
    expect(await town.converged()).toEqual([]);
  });
});
