import { isDemo } from '../domain/catalogue/people.ts';
import type { ConsoleCore } from './consoleCore.ts';
import type { ReferenceData } from './reference/referenceFiles.ts';
import type { DemoPerson } from './session/session.ts';

/** A console of a demo knows it by its device, before the district has told it who works there. */
export function isDemoPlace(core: Pick<ConsoleCore, 'identity' | 'reference'>): boolean {
  return core.identity.isDemo || isDemo(core.reference.people);
}

/** Whom a demo lets in by a password that everybody knows; null for whoever is nobody of it. */
export function demoPerson(reference: ReferenceData, login: string): DemoPerson | null {
  const found = reference.people?.demoLogins.find((one) => one.loginName === login);
  const person = reference.personById.get(found?.person ?? '');
  if (found === undefined || person === undefined) return null;
  return {
    password: found.password,
    person: person.id,
    name: person.name,
    grants: person.grants,
  };
}
