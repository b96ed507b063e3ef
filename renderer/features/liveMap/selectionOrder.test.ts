import { describe, expect, it } from 'vitest';
import type { CaseRow, MarkerTuple } from '#core/protocol/console/rows.ts';
import { orderSelection } from './selectionOrder.ts';

const tuples = new Map<string, MarkerTuple>([
  ['calm', ['calm', 0, 0, 0, 0, 0, 0, 's']],
  ['soon', ['soon', 0, 0, 0, 1, 0, 0, 's']],
  ['late', ['late', 0, 0, 0, 2, 0, 0, 's']],
  ['later', ['later', 0, 0, 0, 2, 0, 0, 's']],
  ['urgentLate', ['urgentLate', 0, 0, 1, 2, 0, 0, 's']],
  ['critical', ['critical', 0, 0, 2, 0, 1, 0, 's']],
]);
const row = (dueAt: number): CaseRow =>
  ({ clock: { name: 'handle', startedAt: 0, dueAt, pausedSince: null } }) as unknown as CaseRow;
const rows = new Map([
  ['late', row(10)],
  ['later', row(5)],
]);

describe('what is selected on the map', () => {
  it('stands worst first: critical unsigned, overdue by urgency and clock, near, the rest', () => {
    const ordered = orderSelection([...tuples.keys()], (id) => tuples.get(id) ?? null, rows);
    expect(ordered.map((each) => each.caseId)).toEqual([
      'critical',
      'urgentLate',
      'later',
      'late',
      'soon',
      'calm',
    ]);
  });

  it('drops a case that was closed since', () => {
    expect(orderSelection(['gone', 'calm'], (id) => tuples.get(id) ?? null, rows)).toHaveLength(1);
  });
});
