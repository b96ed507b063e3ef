import { err } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { Clock } from '../kernel/time.ts';
import type { FailureCode } from '../protocol/errors.ts';
import { makePerson } from './makePerson.ts';
import type { NewPerson } from './makePerson.ts';
import type { District } from './openDistrict.ts';

/** Once in the life of a district; later ones are made by an administrator, with a trace. */
export async function makeFirstAdministrator(
  district: District,
  clock: Clock,
  wish: NewPerson,
): Promise<Result<string, FailureCode>> {
  const now = clock.wall();
  const logins = await district.secretStore.loginsOf();
  const isThere = [...logins.keys()].some((person) =>
    district.grantsOf(person, now).some(({ role }) => role === 'administrator'),
  );
  if (isThere) return err('setup/has-administrator');
  const grant = { role: 'administrator', scope: 'district', from: 0, to: null } as const;
  return makePerson(district, wish, [grant]);
}
