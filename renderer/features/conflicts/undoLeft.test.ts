import { expect, test } from 'vitest';
import type { ConflictRow } from '#core/protocol/console/rows.ts';
import { conflicts } from '#tests/support/deskConflicts.ts';
import { lastUndoable, mayUndo, minutesLeft } from './undoLeft.ts';

const NOW = 1_000_000_000;
const [base] = conflicts(NOW);
const settled = (id: string, minutesAgo: number, undo?: ConflictRow['undo']): ConflictRow => {
  if (base === undefined) throw new Error('no conflict');
  const resolvedAt = NOW - minutesAgo * 60_000;
  return { ...base, conflictId: id, state: 'resolved', resolvedAt, ...(undo ? { undo } : {}) };
};

test('what is left of the half hour is said in whole minutes, and then no more', () => {
  const row = settled('a', 2, { opId: 'o', until: NOW + 27.2 * 60_000 });
  expect([mayUndo(row, NOW), minutesLeft(row, NOW)]).toEqual([true, 28]);
  expect(mayUndo(row, NOW + 28 * 60_000)).toBe(false);
  expect(mayUndo(settled('b', 2), NOW)).toBe(false);
});

test('the duty chief has no half hour', () => {
  const row = settled('a', 200, { opId: 'o', until: null });
  expect([mayUndo(row, NOW), minutesLeft(row, NOW)]).toEqual([true, null]);
});

test('the key takes back the last of those that can be', () => {
  const until = NOW + 60_000;
  const rows = [
    settled('old', 20, { opId: '1', until }),
    settled('last', 1),
    settled('mine', 5, { opId: '2', until }),
  ];
  expect(lastUndoable(rows, NOW)?.conflictId).toBe('mine');
  expect(lastUndoable(rows.slice(1, 2), NOW)).toBeNull();
});
