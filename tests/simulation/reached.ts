import type { LogEntry } from '#core/district/store/districtStore.ts';

/** By `kind outcome`, with ` concurrent` behind it where its author had not seen all that was decided before. */
export type Reached = Readonly<Record<string, number>>;

export function reachedIn(entries: readonly LogEntry[]): Reached {
  const reached: Record<string, number> = {};
  for (const { op, decision } of entries) {
    const base = op.bases.find((one) => one.of === `case:${op.caseId ?? ''}`);
    const seen = (base?.ver ?? 0) + (base?.own ?? 0);
    const isConcurrent = base !== undefined && seen < (decision.ver ?? 0) - 1;
    const name = `${op.kind} ${decision.outcome}${isConcurrent ? ' concurrent' : ''}`;
    reached[name] = (reached[name] ?? 0) + 1;
  }
  return reached;
}

export function sumOf(all: readonly Reached[]): Reached {
  const sum: Record<string, number> = {};
  for (const one of all) {
    for (const [name, count] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}

/** How often each kind was decided at all, and how often with acts that its author had not seen. */
export function byKind(
  reached: Reached,
): ReadonlyMap<string, { readonly all: number; readonly concurrent: number }> {
  const kinds = new Map<string, { readonly all: number; readonly concurrent: number }>();
  for (const [name, count] of Object.entries(reached)) {
    const [kind = ''] = name.split(' ');
    const { all = 0, concurrent = 0 } = kinds.get(kind) ?? {};
    const met = name.endsWith(' concurrent') ? count : 0;
    kinds.set(kind, { all: all + count, concurrent: concurrent + met });
  }
  return kinds;
}
