import type { Grant } from '../../domain/operation/decision.ts';
import type { Role } from '../../domain/operation/identity.ts';
import type { Reader } from '../../domain/permission/reading.ts';
import { WAITS } from './boardColumns.ts';
import { keysAt } from './boardKeys.ts';
import type { Viewer } from './boardQueries.ts';

/** Nobody is logged in: nothing waits, nothing is shown. */
const NOBODY: Viewer = { waits: 0, holders: [], units: [], keys: [], named: [] };

/** What waits for this person at a console of this scope, and what he may see there. */
export function viewerOf(reader: Reader | null, scope: string): Viewer {
  if (reader === null) return NOBODY;
  const keys = keysAt(reader, scope);
  let waits = 0;
  for (const { role } of reader.grants) {
    if (role in WAITS) waits |= WAITS[role as keyof typeof WAITS];
  }
  if (waits === 0) return { ...NOBODY, keys };
  const units = reader.grants.flatMap((grant) =>
    grant.role === 'unit' && grant.scope.startsWith('unit:')
      ? [grant.scope.slice('unit:'.length)]
      : [],
  );
  const named = reader.grants.flatMap((grant) => namedFor(grant, reader.person));
  return { waits, holders: holdersFor(reader, scope), units, keys, named };
}

function namedFor({ role, scope }: Grant, person: string): string[] {
  if (role === 'inspector') return [`verify@${person}`];
  return role === 'callbackClerk' ? [`callBack@${scope}`] : [];
}

const NAMED_ROLES: readonly Role[] = ['unit', 'inspector', 'callbackClerk'];
const HALL = ['district', 'intake:1', 'intake:2', 'intake:3', 'intake:4'];

/** Whose cases wait for the decisions of this person here. */
function holdersFor({ grants }: Reader, scope: string): string[] {
  const granted = new Set<string>(
    grants.filter(({ role }) => !NAMED_ROLES.includes(role)).map((grant) => grant.scope),
  );
  if (!granted.delete('district')) return [...granted];
  return scope === 'district' ? [...new Set([...HALL, ...granted])] : [scope, ...granted];
}
