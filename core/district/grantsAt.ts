import type { Grant } from '../domain/operation/decision.ts';
import type { EpochMs } from '../kernel/time.ts';

/**
 * What a person may do at a time: grants of the directory and those given by operations. A record speaks
 * louder than the directory: that is how a grant of the directory is revoked.
 */
export function grantsAt(
  directory: readonly Grant[],
  records: ReadonlyMap<string, Grant>,
  ask: { readonly person: string; readonly at: EpochMs },
): readonly Grant[] {
  const named = directory.filter(
    ({ role, scope }) => !records.has(`${ask.person}/${role}/${scope}`),
  );
  return [...named, ...records.values()].filter(
    ({ from, to }) => from <= ask.at && (to === null || ask.at < to),
  );
}
