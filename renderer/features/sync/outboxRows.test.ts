import { expect, test } from 'vitest';
import { outboxRowsFor } from './outboxRows.ts';

const rows = [null, 'applied', 'superseded', 'conflict', 'refused-recorded', 'noop'].map(
  (outcome) => ({
    outcome,
  }),
);

test('the outbox shows everything, what waits, or what did not become what was asked', () => {
  expect(outboxRowsFor(rows, 'all')).toHaveLength(6);
  expect(outboxRowsFor(rows, 'waiting').map((row) => row.outcome)).toEqual([null]);
  expect(outboxRowsFor(rows, 'superseded').map((row) => row.outcome)).toEqual([
    'superseded',
    'conflict',
    'refused-recorded',
  ]);
});
