import type { CaseRow, MarkerTuple } from '#core/protocol/console/rows.ts';
import { MARK_KINDS, markKindOf, type MarkKind } from '#renderer/map/markerSet.ts';

export type SelectedCase = {
  readonly caseId: string;
  readonly kind: MarkKind;
  readonly urgency: number;
  /** Null until the row has come. */
  readonly row: CaseRow | null;
};

/** Worst first: by mark, then urgency, then the clock that runs out first; what has no clock comes last. */
export function orderSelection(
  ids: readonly string[],
  tupleOf: (caseId: string) => MarkerTuple | null,
  rows: ReadonlyMap<string, CaseRow>,
): readonly SelectedCase[] {
  const cases = ids.flatMap((caseId): SelectedCase[] => {
    const tuple = tupleOf(caseId);
    const row = rows.get(caseId) ?? null;
    // Closed since it was chosen: it is no longer on the map.
    return tuple === null ? [] : [{ caseId, kind: markKindOf(tuple), urgency: tuple[3], row }];
  });
  const due = (each: SelectedCase): number => {
    const clock = each.row?.clock ?? null;
    return clock === null || clock.pausedSince !== null ? Number.POSITIVE_INFINITY : clock.dueAt;
  };
  const byClock = (a: SelectedCase, b: SelectedCase): number => {
    const [dueA, dueB] = [due(a), due(b)];
    return dueA === dueB ? 0 : dueA - dueB;
  };
  return cases.sort(
    (a, b) =>
      MARK_KINDS.indexOf(b.kind) - MARK_KINDS.indexOf(a.kind) ||
      b.urgency - a.urgency ||
      byClock(a, b) ||
      (a.caseId < b.caseId ? -1 : 1),
  );
}
