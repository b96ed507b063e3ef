import { afterEach, beforeEach, expect, it } from 'vitest';
import { Author, STREET_A, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { handLines } from '#tests/support/handLines.ts';
import { startDistrict } from '#tests/support/startDistrict.ts';
import { silentLog, type Log } from '#core/node/logFile.ts';
import type { RunningDistrict } from '#core/district/runDistrict.ts';

let place: Place;
let running: RunningDistrict;
let hall: Author;
let streetA: Author;
const { greet, hangUp } = handLines(() => running.port);
/** What somebody must look at. */
const written: string[] = [];

beforeEach(async () => {
  written.length = 0;
  place = await smallPlace();
  running = await start();
  hall = new Author('hall', 'district', place.clock);
  streetA = new Author('a', `street:${STREET_A}`, place.clock);
  for (const author of [hall, streetA]) await author.enrol(running.district);
});
afterEach(async () => {
  hangUp();
  await running.close();
  await place.remove();
});

function start(over: { readonly isRestored?: boolean } = {}): Promise<RunningDistrict> {
  const log: Log = {
    ...silentLog,
    write: (level, event) => {
      if (level === 'error') written.push(event);
    },
  };
  return startDistrict(place, { log, ...over });
}

it('believes no console that it has seen more than there is, and tells whoever runs it once', async () => {
  const { epoch } = running.district.history;
  const other = await greet(streetA);
  await other.next('welcome');
  const cursors = { district: 1_000_000_000, ref: 2 };
  const strange = await greet(hall, { epoch: 'another district', cursors });
  await strange.next('welcome');
  expect(written).toEqual([]);
  for (let i = 0; i < 2; i += 1) {
    const liar = await greet(hall, { epoch, cursors });
    expect(await liar.next('welcome')).toMatchObject({ epoch, restoredAt: null });
  }
  expect(written).toEqual(['district/console-ahead']);
  other.send({ f: 'clock', sent: 5 });
  expect((await other.next('clock')).sent).toBe(5);
  const leases = running.district.core.state.recordsOf('lease');
  expect(leases.map((lease) => lease.replica)).not.toContain('lost');
});

it('begins a new history when whoever starts it says that it was put back, and keeps it', async () => {
  const { epoch } = running.district.history;
  await running.close();
  running = await start({ isRestored: true });
  const welcome = await (await greet(hall, { epoch, cursors: { ref: 1 } })).next('welcome');
  expect(welcome.epoch).not.toBe(epoch);
  expect(welcome.restoredAt).toBe(place.clock.wall());
  const leases = running.district.core.state.recordsOf('lease');
  expect(leases.map((lease) => lease.replica)).toContain('lost');
  await running.close();
  running = await start();
  const again = await (await greet(hall)).next('welcome');
  expect([again.epoch, again.restoredAt]).toEqual([welcome.epoch, welcome.restoredAt]);
});
