import { afterEach, beforeEach, expect, it } from 'vitest';
import { Author, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { caseAt, decidedBy } from '#tests/support/decidedBy.ts';
import type { District } from '#core/district/openDistrict.ts';

/** A console of the hall whose program was changed: it lets everything pass. */
let place: Place;
let district: District;
let hall: Author;
const caseId = newCaseId();

beforeEach(async () => {
  place = await smallPlace();
  district = await place.open();
  hall = new Author('hall', 'district', place.clock);
  await hall.enrol(district);
  await says('opd', 'case.create', creation());
});
afterEach(async () => {
  await district.close();
  await place.remove();
});

/** What became of it: said on what the case is now. */
async function says(
  by: string,
  kind: 'case.create' | 'case.note' | 'case.attach' | 'verify.report' | 'callback.try',
  args: object,
): Promise<string> {
  const ver = kind === 'case.create' ? 0 : (await caseAt(district, caseId)).ver;
  const op = hall.make({ kind, caseId, args: args as never, by, seen: [ver, 0] });
  const [decision] = await decidedBy(district, hall.batch([op]));
  return decision?.reason?.code ?? decision?.outcome ?? 'nothing';
}

const NOTE = { text: 'x', public: false };
const FILE = {
  sha256: 'a'.repeat(64),
  name: 'x',
  bytes: 1,
  use: 'near',
  takenAt: null,
  point: null,
};
const REPORT = { pass: true, note: 'x', photos: [], point: null };
const TRY = { attempt: 1, at: 0, reached: true, solved: true, satisfied: 5, reason: '' };

it('[I-24] the district takes nothing on the work of others, whatever a console lets pass', async () => {
  const refused = 'grant/other-scope';
  for (const by of ['ins', 'cbk', 'wat']) {
    expect(await says(by, 'case.note', NOTE), by).toBe(refused);
    expect(await says(by, 'case.attach', FILE), by).toBe(refused);
  }
  expect(await says('ins', 'verify.report', REPORT)).toBe(refused);
  expect(await says('cbk', 'callback.try', TRY)).toBe(refused);
  const doc = await caseAt(district, caseId);
  expect(doc).toMatchObject({ stage: 'reported' });
  expect(doc.attachments).toBeUndefined();
  // Whose it is writes on it.
  expect(await says('opd', 'case.note', NOTE)).toBe('applied');
});
