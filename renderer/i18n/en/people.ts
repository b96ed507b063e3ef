import type { people as Source } from '../zh-CN/people.ts';

export const people = {
  title: 'People',
  search: 'Search by name or login',
  columns: { name: 'Name', login: 'Login', grants: 'Grants', from: 'From', to: 'To' },
  empty: 'No such person',
  emptyNote: 'Try another word or clear the search',
  none: 'Choose a person to see the grants',
  noLogin: 'No login',
  noGrants: 'No grants',
  grant: 'Grant',
  give: 'Give',
  revoke: 'Revoke',
  role: 'Role',
  scope: 'Scope',
  until: 'no end',
  given: (role: string) => `Gave ${role}`,
  revoked: (role: string) => `Revoked ${role}`,
  act: 'Grant',
  needsDistrict: 'Needs the district',
} satisfies typeof Source;
