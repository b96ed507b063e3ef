import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunningDistrict } from '#core/district/runDistrict.ts';
import { DAY_MS, MINUTE_MS } from '#core/kernel/time.ts';
import { handLines } from '#tests/support/handLines.ts';
import {
  Author,
  STREET_A,
  creation,
  newCaseId,
  smallPlace,
  type Place,
} from '#tests/support/smallDistrict.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';

const ASKER = { device: 'd', replica: 'r', incarnation: 1, scope: 'district', person: 'adm' };

let place: Place;
let running: RunningDistrict;
let street: Author;
/** Entries of the log that were read since somebody looked at this last. */
let read = 0;

beforeEach(async () => {
  place = await smallPlace();
  running = await startDistrict(place);
  street = new Author('a', `street:${STREET_A}`, place.clock);
  await street.enrol(running.district);
  const { store } = running.district;
  const log = store.log.bind(store);
  store.log = async (from, limit) => {
    const entries = await log(from, limit);
    read += entries.length;
    return entries;
  };
});
afterEach(async () => {
  await running.close();
  await place.remove();
});

async function creates(cases: number): Promise<void> {
  const ops = Array.from({ length: cases }, () =>
    street.make({ kind: 'case.create', caseId: newCaseId(), args: creation(), by: 'dia' }),
  );
  await running.district.core.push({ ...street.batch(ops), person: 'dia' });
}

async function report(): Promise<{ readonly operations: number; readonly read: number }> {
  read = 0;
  const answer = await running.hub.asks.answer('drill.list', {}, ASKER as never);
  if (!answer.ok) throw new Error(answer.error.code);
  const [drill] = (answer.value as { drills: { report: { operations: number } }[] }).drills;
  return { operations: drill?.report.operations ?? -1, read };
}

it('reads the log of a drill once, however often somebody looks at its report', async () => {
  const args = { street: STREET_A, minutes: 5 };
  await running.district.core.act([{ kind: 'drill.cut', caseId: null, args, actor: 'adm' }]);
  place.clock.pass(MINUTE_MS);
  await creates(3);
  place.clock.pass(5 * MINUTE_MS);
  const [first, besides] = await Promise.all([report(), report()]);
  expect([first.operations, besides.operations]).toEqual([3, 3]);
  expect(await report()).toEqual({ operations: 3, read: 0 });

  place.clock.pass(2 * DAY_MS);
  await creates(2);
  expect((await report()).operations).toBe(3);
  // What comes so late is looked at once more, and never again.
  expect(await report()).toEqual({ operations: 3, read: 0 });
});

it('I-17: is over when the clock by which it was begun is put back', async () => {
  const args = { street: STREET_A, minutes: 5 };
  await running.district.core.act([{ kind: 'drill.cut', caseId: null, args, actor: 'adm' }]);
  const { greet, hangUp } = handLines(() => running.port);
  expect(await (await greet(street)).next('refuse')).toMatchObject({ code: 'sync/drill' });
  place.clock.pass(-DAY_MS);
  expect(await (await greet(street)).next('welcome')).toMatchObject({ f: 'welcome' });
  hangUp();
});
