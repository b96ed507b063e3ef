import { describe, expect, it } from 'vitest';
import { clockState } from './clockState.ts';

describe('I-13: the colour of a clock is what this moment makes of it', () => {
  const clock = { startedAt: 1_000, dueAt: 2_000 };
  it.each([
    [1_000, 'green'],
    [1_799, 'green'],
    [1_800, 'yellow'],
    [2_000, 'yellow'],
    [2_001, 'red'],
  ])('at %i it is %s', (now, colour) => expect(clockState(clock, now)).toBe(colour));

  it('keeps the colour in which it ended', () => {
    expect(clockState({ ...clock, endedAt: 1_500 }, 9_000)).toBe('green');
    expect(clockState({ ...clock, endedAt: 2_500 }, 9_000)).toBe('red');
  });
});
