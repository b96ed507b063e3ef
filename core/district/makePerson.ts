import { randomUUID } from 'node:crypto';
import { pinyin } from 'pinyin-pro';
import type { Person, RoleGrant } from '../domain/catalogue/people.ts';
import type { PersonId } from '../domain/operation/identity.ts';
import { passwordFault } from '../domain/permission/passwordRule.ts';
import { err, ok } from '../kernel/result.ts';
import type { Result } from '../kernel/result.ts';
import type { FailureCode } from '../protocol/errors.ts';
import type { District } from './openDistrict.ts';

export type NewPerson = {
  readonly name: string;
  readonly login: string;
  /** Only for the first login: whoever it is for chooses another one then. */
  readonly password: string;
};

const LOGIN = /^[a-z][a-z0-9._-]{1,39}$/;
const NAME_MAX = 40;

/** A person of the directory with a login. Rights come by grants, which are operations. */
export async function makePerson(
  district: District,
  wish: NewPerson,
  grants: readonly RoleGrant[] = [],
): Promise<Result<PersonId, FailureCode>> {
  const { name, login, password } = trimmed(wish);
  if (name === '' || name.length > NAME_MAX) return err('people/bad-name');
  if (!LOGIN.test(login)) return err('people/bad-login');
  if (passwordFault(password, login) !== null) return err('session/weak-password');
  return district.people.change(async (add) => {
    if ((await district.secretStore.login(login)) !== null) return err('people/login-taken');
    const person: Person = {
      id: randomUUID(),
      name,
      initials: initialsOf(name),
      employment: 'center',
      unit: null,
      workNo: district.people.nextWorkNo(),
      grants,
    };
    // The person first: a login of nobody could do nothing, and nobody could be told why.
    await add(person);
    const isHis = await district.logins.addFirst(login, person.id, password);
    return isHis ? ok(person.id) : err('people/login-taken');
  });
}

/** Somebody forgot his: the next login asks for a new one. */
export async function resetPassword(
  district: District,
  wish: { readonly person: PersonId; readonly password: string },
): Promise<Result<null, FailureCode>> {
  const login = (await district.secretStore.loginsOf()).get(wish.person);
  if (login === undefined) return err('people/no-login');
  if (passwordFault(wish.password, login) !== null) return err('session/weak-password');
  await district.logins.setFirst(login, wish.person, wish.password);
  return ok(null);
}

function trimmed({ name, login, password }: NewPerson): NewPerson {
  return { name: name.trim(), login: login.trim(), password };
}

function initialsOf(name: string): string {
  const letters = pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head' });
  return letters.replaceAll(/\s/g, '').toLowerCase();
}
