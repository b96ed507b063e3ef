/**
 * Counts by name. A document counts under a set of names; when it changes, the names of its former state
 * are taken back and those of its new state added, so that the sums always equal a recount.
 */
export type Tally = {
  readonly change: (before: readonly string[], after: readonly string[]) => void;
  readonly count: (name: string) => number;
  /** What stands under names with this beginning, by the rest of the name. */
  readonly below: (prefix: string) => ReadonlyMap<string, number>;
  readonly forget: (isOld: (name: string) => boolean) => void;
  readonly entries: () => readonly (readonly [string, number])[];
};

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const add = (name: string, by: number): void => {
    const next = (counts.get(name) ?? 0) + by;
    if (next === 0) counts.delete(name);
    else counts.set(name, next);
  };
  return {
    change(before, after) {
      for (const name of before) add(name, -1);
      for (const name of after) add(name, 1);
    },
    count: (name) => counts.get(name) ?? 0,
    below(prefix) {
      const found = new Map<string, number>();
      for (const [name, count] of counts) {
        if (name.startsWith(prefix)) found.set(name.slice(prefix.length), count);
      }
      return found;
    },
    forget(isOld) {
      for (const name of [...counts.keys()]) if (isOld(name)) counts.delete(name);
    },
    entries: () => [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
