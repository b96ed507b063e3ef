import type { Grant } from '../../domain/operation/decision.ts';
import { WAITS } from './boardColumns.ts';
import type { Viewer } from './boardQueries.ts';

/** Nobody is logged in: nothing waits. */
const NOBODY: Viewer = { waits: 0, holders: [], units: [] };

/** What waits for a person with these grants at a console of this scope. */
export function viewerOf(grants: readonly Grant[], scope: string): Viewer {
  let waits = 0;
  let isDistrict = false;
  const holders = new Set<string>();
  const units: string[] = [];
  for (const grant of grants) {
    if (grant.role in WAITS) waits |= WAITS[grant.role as keyof typeof WAITS];
    if (grant.role === 'unit') {
      if (grant.scope.startsWith('unit:')) units.push(grant.scope.slice('unit:'.length));
    } else if (grant.scope === 'district') isDistrict = true;
    else holders.add(grant.scope);
  }
  if (waits === 0) return NOBODY;
  if (isDistrict && scope === 'district') {
    return { waits, holders: ['district', 'intake:1', 'intake:2', 'intake:3', 'intake:4'], units };
  }
  return { waits, holders: isDistrict ? [scope, ...holders] : [...holders], units };
}
