import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import { Sittings } from './sittings.ts';
import type { SecretStore } from './store/secretStore.ts';

const span = { device: 'd1', person: 'p1', openedAt: 100 * DAY_MS, until: 114 * DAY_MS };
const row = { ...span, tokenHash: 'h', seat: 's1' };
const store = { sessions: () => Promise.resolve([row]) } as unknown as SecretStore;

it('believes a person at the device of the login, from then to the end of what it is judged by', async () => {
  const sittings = await Sittings.load(store);
  const sat = (over: object): boolean =>
    sittings.sat({ device: 'd1', person: 'p1', at: span.openedAt, errMs: 0, ...over });
  expect(sat({})).toBe(true);
  expect(sat({ device: 'd2' })).toBe(false);
  expect(sat({ person: 'p2' })).toBe(false);
  expect(sat({ at: span.openedAt - HOUR_MS })).toBe(false);
  expect(sat({ at: span.openedAt - HOUR_MS, errMs: HOUR_MS })).toBe(true);
  expect(sat({ at: span.until + 14 * DAY_MS })).toBe(true);
  expect(sat({ at: span.until + 15 * DAY_MS })).toBe(false);
  // What the author says of his own clock is not believed beyond a day.
  expect(sat({ at: span.until + 20 * DAY_MS, errMs: 365 * DAY_MS })).toBe(false);
});

it('takes nobody for the one who sits there whose login is over', async () => {
  const sittings = await Sittings.load(store);
  const now = span.openedAt + DAY_MS;
  const p1 = { device: 'd1', person: 'p1' };
  expect(sittings.sitsNow(p1, span.openedAt - HOUR_MS)).toBe(false);
  expect(sittings.sitsNow(p1, now)).toBe(true);
  expect(sittings.sitsNow({ ...p1, device: 'd2' }, now)).toBe(false);
  expect(sittings.sitsNow({ ...p1, person: 'p2' }, now)).toBe(false);
  expect(sittings.sitsNow(p1, span.until)).toBe(false);
  sittings.ended('p1', now);
  expect(sittings.sitsNow(p1, now)).toBe(false);
  // What he had recorded while the console did not know of it is his all the same.
  expect(sittings.sat({ ...p1, at: now + DAY_MS, errMs: 0 })).toBe(true);
  sittings.opened({ ...span, openedAt: now + HOUR_MS });
  expect(sittings.sitsNow(p1, now + HOUR_MS)).toBe(true);
});

it('believes of hours that a restore lost only who is known to sit at that device', async () => {
  const sittings = await Sittings.load(store);
  const restoredAt = 200 * DAY_MS;
  const said = { device: 'd1', person: 'p1', at: restoredAt, errMs: 0 };
  expect(sittings.sat(said)).toBe(false);
  expect(sittings.satBeforeRestore(said, null)).toBe(false);
  expect(sittings.satBeforeRestore(said, restoredAt)).toBe(true);
  expect(sittings.satBeforeRestore({ ...said, at: restoredAt + 1 }, restoredAt)).toBe(false);
  expect(sittings.satBeforeRestore({ ...said, person: 'p2' }, restoredAt)).toBe(false);
  expect(sittings.satBeforeRestore({ ...said, device: 'd2' }, restoredAt)).toBe(false);
  sittings.opened({ ...span, device: 'd2', openedAt: restoredAt, until: restoredAt });
  expect(sittings.satBeforeRestore({ ...said, device: 'd2' }, restoredAt)).toBe(true);
});
