export type OutboxFilter = 'all' | 'waiting' | 'superseded';

const AS_ASKED = new Set(['applied', 'merged', 'noop']);

/** Acts of this desk: all, those not yet decided, and those that did not become what was asked. */
export function outboxRowsFor<Row extends { readonly outcome: string | null }>(
  rows: readonly Row[],
  filter: OutboxFilter,
): readonly Row[] {
  if (filter === 'all') return rows;
  if (filter === 'waiting') return rows.filter((row) => row.outcome === null);
  return rows.filter((row) => row.outcome !== null && !AS_ASKED.has(row.outcome));
}
