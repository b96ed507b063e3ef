import type { ConflictRow } from '#core/protocol/console/rows.ts';
import { MINUTE_MS } from '#core/kernel/time.ts';

/** Whether this person may still take the settling back. */
export function mayUndo({ undo }: ConflictRow, now: number): boolean {
  return undo !== undefined && (undo.until === null || undo.until > now);
}

/** Whole minutes that are left, the running one counted; null where no time ends it. */
export function minutesLeft({ undo }: ConflictRow, now: number): number | null {
  if (undo === undefined || undo.until === null) return null;
  return Math.max(0, Math.ceil((undo.until - now) / MINUTE_MS));
}

/** The last that was settled of those that can be taken back. */
export function lastUndoable(rows: readonly ConflictRow[], now: number): ConflictRow | null {
  const open = rows.filter((row) => mayUndo(row, now));
  return open.toSorted((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0))[0] ?? null;
}
