import type { ServerFrame } from '../protocol/sync/frames.ts';
import type { ReplicaPort } from './syncPorts.ts';

/**
 * Another history, or this one before something that is already here: confirmed rows prove nothing. A
 * feed that is not told here any more (somebody's inbox) proves nothing either way.
 */
export function isElsewhere(
  { epoch, heads }: Extract<ServerFrame, { readonly f: 'welcome' }>,
  replica: Pick<ReplicaPort, 'epoch' | 'cursors'>,
  scopes: readonly string[],
): boolean {
  if (replica.epoch() !== epoch) return true;
  const cursors = replica.cursors();
  return scopes.some((scope) => heads[scope] !== undefined && (cursors[scope] ?? 0) > heads[scope]);
}
