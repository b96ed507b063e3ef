import type { SyncView } from '#core/protocol/console/views.ts';

type Line = Pick<SyncView, 'line' | 'since' | 'lastHeard'> & {
  readonly streets: readonly Pick<SyncView['streets'][number], 'street' | 'line' | 'lastSeen'>[];
};

/**
 * Since when a street's cases are old here. While the own line is cut, everything but the own street; a console
 * of the hall has no street of its own, there the band says it. Else the streets that the district has lost.
 */
export function oldStreets(sync: Line, scope: string | null): ReadonlyMap<string, number> {
  const own = scope?.startsWith('street:') === true ? scope.slice('street:'.length) : null;
  const isCutOff = sync.line === 'cut' || sync.line === 'refused';
  if (isCutOff) {
    if (own === null) return new Map();
    // A district that turns the line away, as in a drill, is heard and tells of no case.
    const since = Math.min(sync.lastHeard ?? sync.since, sync.since);
    return new Map(
      sync.streets.filter((each) => each.street !== own).map((each) => [each.street, since]),
    );
  }
  return new Map(
    sync.streets.flatMap((each) =>
      each.line === 'cut' && each.lastSeen !== null && each.street !== own
        ? [[each.street, each.lastSeen]]
        : [],
    ),
  );
}
