import { afterEach, expect, it } from 'vitest';
import { STREET_A } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

const STREET = { name: 'street', scope: `street:${STREET_A}`, login: 'dia' };
const HALL = { name: 'hall', scope: 'district', login: 'dd' };
/** Names that every object of the language has already. */
const STRANGE = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];

it('a name that the language has already is kept like any other, and the one that cannot be is refused', async () => {
  town = await Town.start([STREET, HALL]);
  const street = town.desk('street');
  const caseId = await street.creates();
  const lost = { add: ['__proto__'], remove: [] };
  const refused = await street.call('op.submit', { kind: 'case.tag', caseId, args: lost });
  expect(refused).toMatchObject({ ok: false, error: { code: 'op/schema' } });
  await street.does('case.tag', caseId, { add: STRANGE, remove: [] });
  await town.settles();
  const doc = await town.doc(caseId);
  expect(Object.keys(doc.tags ?? {}).sort()).toEqual([...STRANGE].sort());
  await street.does('case.tag', caseId, { add: [], remove: STRANGE });
  await town.settles();
  expect(Object.keys((await town.doc(caseId)).tags ?? {})).toEqual([]);
  expect(await town.converged()).toEqual([]);
});
