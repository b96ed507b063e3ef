import { expect, test } from 'vitest';
import { dayStart } from './dayStart.ts';

const now = { at: Date.UTC(2026, 10, 22, 2, 5, 30), day: '2026-11-22', clock: '10:05:30' };

test('a day begins at midnight of the profile’s zone', () => {
  expect(dayStart('2026-11-22', now)).toBe(Date.UTC(2026, 10, 21, 16));
  expect(dayStart('2026-10-31', now)).toBe(Date.UTC(2026, 9, 30, 16));
  for (const none of ['', '11-22', '2026-13-01', 'x']) expect(dayStart(none, now)).toBeNull();
});
