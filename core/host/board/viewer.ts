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
  let isDistrict = false;
  const holders = new Set<string>();
  const units: string[] = [];
  const named: string[] = [];
  for (const { role, scope: granted } of reader.grants) {
    if (role in WAITS) waits |= WAITS[role as keyof typeof WAITS];
    if (role === 'inspector') named.push(`verify@${reader.person}`);
    else if (role === 'callbackClerk') named.push(`callBack@${granted}`);
    else if (role === 'unit') {
      if (granted.startsWith('unit:')) units.push(granted.slice('unit:'.length));
    } else if (granted === 'district') isDistrict = true;
    else holders.add(granted);
  }
  if (waits === 0) return { ...NOBODY, keys };
  if (isDistrict && scope === 'district') {
    for (const one of ['district', 'intake:1', 'intake:2', 'intake:3', 'intake:4'])
      holders.add(one);
  } else if (isDistrict) holders.add(scope);
  return { waits, holders: [...holders], units, keys, named };
}
