import { expect, test } from 'vitest';
import { clockStateAt } from './clockState.ts';

const clock = { startedAt: 0, dueAt: 1_000, pausedSince: null };

test('a limit is drawn as the core judges it', () => {
  const levels = [0, 799, 800, 1_000, 1_001].map((now) => clockStateAt(now, clock).level);
  expect(levels).toEqual(['inside', 'inside', 'near', 'near', 'over']);
  // Due at once: late in the next millisecond, however short the limit was.
  expect(clockStateAt(1, { ...clock, dueAt: 0 }).level).toBe('over');
});

test('what is paused does not move', () => {
  const paused = { ...clock, pausedSince: 500 };
  expect(clockStateAt(5_000, paused)).toEqual({ level: 'paused', used: 0.5, leftMs: 500 });
});
