import { afterEach, beforeEach, expect, it } from 'vitest';
import { Author, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import { caller } from '#core/domain/case/caseBuilders.ts';
import type { ArgsOf, OpKind } from '#core/domain/operation/args.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';
import type { District } from '#core/district/openDistrict.ts';

/** A console of the hall whose program was changed: it lets everything pass. */
let place: Place;
let district: District;
let hall: Author;
/** Another console, so that nothing of the hall's counts as its own. */
let other: Author;
let caseId: string;

beforeEach(async () => {
  place = await smallPlace();
  district = await place.open();
  hall = new Author('hall', 'district', place.clock);
  other = new Author('other', 'district', place.clock);
  for (const author of [hall, other]) await author.enrol(district);
  caseId = newCaseId();
  await says('opd', 'case.create', { args: creation({ caller, next: 'file' }) });
});
afterEach(async () => {
  await district.close();
  await place.remove();
});

type Said = { readonly seen?: number; readonly at?: Author; readonly onBehalf?: string };

/** What became of it: said on what the case is now, or on what its author says that he has seen of it. */
async function says<K extends OpKind>(
  by: string,
  kind: K,
  said: Said & { readonly args: ArgsOf[K] },
): Promise<string> {
  const { args, seen, at = hall, onBehalf } = said;
  const ver = seen ?? (kind === 'case.create' ? 0 : (await caseAt(district, caseId)).ver);
  const over = onBehalf === undefined ? {} : { onBehalf };
  const op = at.make({ kind, caseId, args, by, seen: [ver, 0], over });
  const [decision] = await decidedBy(district, at.batch([op]));
  return decision?.reason?.code ?? decision?.outcome ?? 'nothing';
}

const NOTE = { text: 'x', public: false };
const FILE = {
  sha256: 'a'.repeat(64),
  name: 'x',
  bytes: 1,
  use: 'near' as const,
  takenAt: null,
  point: null,
};
const REPORT = { pass: true, note: 'x', photos: [], point: null };
const TRY = { attempt: 1, at: 0, reached: true, solved: true, satisfied: 5, reason: '' } as const;

it('[I-24] the district takes nothing on the work of others, whatever a console lets pass', async () => {
  const refused = 'grant/other-scope';
  for (const by of ['ins', 'cbk', 'wat']) {
    expect(await says(by, 'case.note', { args: NOTE }), by).toBe(refused);
    expect(await says(by, 'case.attach', { args: FILE }), by).toBe(refused);
  }
  expect(await says('ins', 'verify.report', { args: REPORT })).toBe(refused);
  expect(await says('cbk', 'callback.try', { args: TRY })).toBe(refused);
  const doc = await caseAt(district, caseId);
  expect(doc).toMatchObject({ stage: 'to_dispatch' });
  expect(doc.attachments).toBeUndefined();
  // Whose it is writes on it.
  expect(await says('opd', 'case.note', { args: NOTE })).toBe('applied');
});

/** The case as far as units have done what they were sent for. */
async function isHandled(): Promise<void> {
  const units = [{ unit: 'crew', lead: true }];
  const dispatch = { units, condition: 'c1', limitNote: '', note: '', advice: null } as const;
  expect(await says('did', 'case.dispatch', { args: dispatch })).toBe('applied');
  const doc = await caseAt(district, caseId);
  const [assignment = ''] = Object.keys(doc.assignments ?? {});
  const said = { onBehalf: 'crew' };
  const sign = { assignment, at: 0 };
  expect(await says('did', 'assign.sign', { args: sign, ...said })).toBe('applied');
  const done = { result: 'x', measures: 'x', basis: 'x', solved: true, metCaller: null };
  const args = { assignment, ...done, photosAfter: [] };
  expect(await says('did', 'assign.done', { args, ...said })).toBe('applied');
}

it('[I-24] an old base opens nobody the work of others', async () => {
  const refused = 'grant/other-scope';
  await isHandled();
  // Refused acts are in its history, too.
  expect(await says('ins', 'verify.report', { args: REPORT })).toBe(refused);
  const { ver } = await caseAt(district, caseId);
  for (let seen = 0; seen <= ver; seen += 1) {
    const old = { seen, at: other };
    for (const by of ['ins', 'cbk', 'wat']) {
      expect(await says(by, 'case.note', { args: NOTE, ...old }), by).toBe(refused);
      expect(await says(by, 'case.attach', { args: FILE, ...old }), by).toBe(refused);
    }
    expect(await says('ins', 'verify.report', { args: REPORT, ...old })).toBe(refused);
    expect(await says('cbk', 'callback.try', { args: TRY, ...old })).toBe(refused);
  }
  const doc = await caseAt(district, caseId);
  expect(doc).toMatchObject({ stage: 'handled' });
  expect(doc.attachments).toBeUndefined();
});

it('[I-24] whose work it was writes what he did before he saw that it had ended', async () => {
  await isHandled();
  const ordered = { args: { inspector: 'ins' } };
  expect(await says('dcd', 'verify.order', ordered)).toBe('applied');
  const { ver: seen } = await caseAt(district, caseId);
  const failed = { args: { ...REPORT, pass: false }, onBehalf: 'ins' };
  expect(await says('opd', 'verify.report', failed)).toBe('applied');
  expect(await says('ins', 'verify.report', { args: REPORT, at: other })).toBe('grant/other-scope');
  const late = { args: { ...REPORT, pass: false }, seen, at: other };
  expect(await says('ins', 'verify.report', late)).toBe('merged');
});
