import { expect, it } from 'vitest';
import {
  checked,
  conflictTail,
  inserts,
  lastOfEachKey,
  numbered,
  safeInteger,
} from './pgStatement.ts';

it('counts places, and leaves what stands in quotes', () => {
  const sql = `SELECT '?', 'it''s ?' FROM t WHERE a = ? AND b IN (?, ?)`;
  expect(numbered(sql)).toBe(`SELECT '?', 'it''s ?' FROM t WHERE a = $1 AND b IN ($2, $3)`);
});

it('takes integers only, and gives back no number that lost its last digits', () => {
  expect(checked([1, 'a', null])).toEqual([1, 'a', null]);
  expect(() => checked([1.5])).toThrow('a store holds integers');
  expect(safeInteger('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => safeInteger('9007199254740993')).toThrow('beyond what a number holds');
});

it('puts many rows into few statements, each within what the protocol counts', () => {
  const into = { table: 't', columns: ['a', 'b'], tail: 'ON CONFLICT DO NOTHING' };
  const rows = Array.from({ length: 70_001 }, (_, i) => [i, 'x'] as const);
  const made = [...inserts(into, rows)];
  expect(made.map(({ params }) => params.length)).toEqual([60_000, 60_000, 20_002]);
  expect(made.flatMap(({ params }) => params).filter((value) => value !== 'x')).toEqual(
    rows.map(([i]) => i),
  );
  expect([...inserts(into, [[1, 'x']])][0]?.sql).toBe(
    'INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT DO NOTHING',
  );
  expect([...inserts(into, [])]).toEqual([]);
});

it('changes a row in place, or leaves it when there is nothing but its key', () => {
  const into = { table: 't', key: ['a', 'b'] };
  expect(conflictTail(into, ['a', 'b', 'c'])).toBe(
    'ON CONFLICT (a, b) DO UPDATE SET c = excluded.c',
  );
  expect(conflictTail(into, ['a', 'b'])).toBe('ON CONFLICT (a, b) DO NOTHING');
  const rows = [
    ['1', '23', 'old'],
    ['12', '3', 'other'],
    ['1', '23', 'new'],
  ];
  expect(lastOfEachKey(into, ['a', 'b', 'c'], rows)).toEqual([rows[2], rows[1]]);
});
