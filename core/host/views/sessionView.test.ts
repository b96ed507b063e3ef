import { expect, it } from 'vitest';
import type { ConsoleCore } from '../consoleCore.ts';
import { sessionView } from './sessionView.ts';

const core = (zone: string | null): ConsoleCore =>
  ({
    scope: 'district',
    identity: { isDemo: false },
    session: { now: { state: 'out' }, person: null },
    reference: {
      catalogue: null,
      people: null,
      calendarTable: zone === null ? null : { zone },
    },
  }) as unknown as ConsoleCore;

it('times are shown in the zone of the calendar that counts the limits', () => {
  expect(sessionView(core('Asia/Urumqi')).zone).toBe('Asia/Urumqi');
  expect(sessionView(core(null)).zone).toBe('Asia/Shanghai');
  expect(sessionView(null).zone).toBe('Asia/Shanghai');
});
