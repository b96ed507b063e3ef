import type { DecideFacts, Grant } from '../operation/decision.ts';
import type { PersonId, Role, Scope } from '../operation/identity.ts';
import { PROGRAM_PERSON, TELEPHONY_PERSON } from '../operation/kindSpec.ts';
import type { DomainRefusal } from '../operation/refusal.ts';

export type Author = { readonly actor: PersonId; readonly scope: Scope };

/** Valid at the corrected time. The program and the exchange have their roles by being what they are. */
export function grantsOf(author: Author, facts: DecideFacts): readonly Grant[] {
  const { actor } = author;
  if (actor === PROGRAM_PERSON) return [{ role: 'program', scope: 'district', from: 0, to: null }];
  if (actor === TELEPHONY_PERSON) {
    return [{ role: 'telephony', scope: 'district', from: 0, to: null }];
  }
  return facts.reference.grantsOf(actor, facts.at);
}

/** A grant for the district reaches everywhere; any other only consoles of its own scope. */
export function reaches(grant: Grant, scope: Scope): boolean {
  return grant.scope === 'district' || grant.scope === scope;
}

export function hasRole(author: Author, role: Role, facts: DecideFacts): boolean {
  return grantsOf(author, facts).some((one) => one.role === role && reaches(one, author.scope));
}

export function hasDistrictRole(author: Author, role: Role, facts: DecideFacts): boolean {
  return grantsOf(author, facts).some((one) => one.role === role && one.scope === 'district');
}

/** Tells a right that ended from one that never was (rule 28 shows the difference), and whose it is. */
export function missingGrant(
  author: Author,
  roles: readonly Role[],
  facts: DecideFacts,
): DomainRefusal {
  for (const role of roles) {
    for (const scope of new Set<Scope>([author.scope, 'district'])) {
      const record = facts.record('grant', `${author.actor}/${role}/${scope}`);
      if (record?.to !== undefined && record.to <= facts.at) return { code: 'grant/revoked' };
    }
  }
  const elsewhere = grantsOf(author, facts).some((one) => roles.includes(one.role));
  if (elsewhere) return { code: 'grant/other-scope' };
  const persons = roles.filter((role) => !NO_PERSONS.includes(role));
  return {
    code: 'grant/none',
    ...(persons.length === 0 ? {} : { detail: { role: persons.join(',') } }),
  };
}

const NO_PERSONS: readonly Role[] = ['wall', 'telephony', 'program'];
