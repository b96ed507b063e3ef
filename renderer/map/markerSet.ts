import type { MarkerTuple } from '#core/protocol/console/rows.ts';
import { toPlane } from './mercator.ts';

/** What a case is on the map: how soon, never what. The order is the order of drawing. */
export const MARK_KINDS = ['open', 'near', 'over', 'critical'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

/** Open cases as columns, so that thousands are read without an object each. */
export type MarkerSet = {
  readonly ids: readonly string[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Index into MARK_KINDS. */
  readonly kind: Uint8Array;
  readonly urgency: Uint8Array;
  readonly isPending: Uint8Array;
  readonly street: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
};

/** Ids in ascending order, so that equal cases give an equal map whatever the order they came in. */
export function buildMarkerSet(tuples: Iterable<MarkerTuple>): MarkerSet {
  const rows = [...tuples].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const set = {
    ids: rows.map((row) => row[0]),
    x: new Float64Array(rows.length),
    y: new Float64Array(rows.length),
    kind: new Uint8Array(rows.length),
    urgency: new Uint8Array(rows.length),
    isPending: new Uint8Array(rows.length),
    street: rows.map((row) => row[7]),
    indexOf: new Map(rows.map((row, index) => [row[0], index])),
  };
  rows.forEach((row, index) => {
    const { x, y } = toPlane(row[1], row[2]);
    set.x[index] = x;
    set.y[index] = y;
    set.kind[index] = MARK_KINDS.indexOf(markKindOf(row));
    set.urgency[index] = row[3];
    set.isPending[index] = row[6];
  });
  return set;
}

export function markKindOf(row: MarkerTuple): MarkKind {
  const [, , , urgency, lateness, unsigned] = row;
  if (urgency === 2 && unsigned === 1) return 'critical';
  if (lateness === 2) return 'over';
  return lateness === 1 ? 'near' : 'open';
}

export function kindAt(set: MarkerSet, index: number): MarkKind {
  return MARK_KINDS[set.kind[index] ?? 0] ?? 'open';
}

/** Critical unsigned and overdue cases: they are never inside a disc. */
export function isWorst(set: MarkerSet, index: number): boolean {
  return (set.kind[index] ?? 0) >= 2;
}

/** Larger is worse; equal ones keep the order of their ids. */
export function rankAt(set: MarkerSet, index: number): number {
  return (set.kind[index] ?? 0) * 10 + (set.urgency[index] ?? 0);
}

export function worstFirst(set: MarkerSet, indices: readonly number[]): number[] {
  return [...indices].sort((a, b) => rankAt(set, b) - rankAt(set, a) || a - b);
}

export function countKinds(
  set: MarkerSet,
  indices: Iterable<number>,
): Readonly<Record<MarkKind, number>> & { readonly pending: number } {
  const counts = { open: 0, near: 0, over: 0, critical: 0, pending: 0 };
  for (const index of indices) {
    counts[kindAt(set, index)] += 1;
    counts.pending += set.isPending[index] ?? 0;
  }
  return counts;
}
