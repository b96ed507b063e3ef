import { afterEach, beforeEach, expect, it } from 'vitest';
import { Author, creation, newCaseId, smallPlace } from '#tests/support/smallDistrict.ts';
import type { Place } from '#tests/support/smallDistrict.ts';
import { caseAt } from '#tests/support/decidedBy.ts';
import type { FetchedCase } from '#core/sync/syncPorts.ts';
import { silentLog } from '#core/node/logFile.ts';
import type { District } from '#core/district/openDistrict.ts';
import { SyncHub } from '#core/district/sync/syncHub.ts';
import { Enrolment } from '#core/district/sync/enrolment.ts';

let place: Place;
let district: District;
beforeEach(async () => {
  place = await smallPlace();
  district = await place.open();
});
afterEach(async () => {
  await district.close();
  await place.remove();
});

it('a case is told as of one moment, whatever is decided while it is read', async () => {
  const hall = new Author('hall', 'district', place.clock);
  await hall.enrol(district);
  const caseId = newCaseId();
  const made = hall.make({ kind: 'case.create', caseId, args: creation(), by: 'opd' });
  await district.core.push(hall.batch([made]));
  const note = hall.make({
    kind: 'case.note',
    caseId,
    args: { text: 'x', public: false },
    by: 'opd',
    seen: [1, 0],
  });
  const store: District['store'] = {
    ...district.store,
    async cases(ids) {
      const found = await district.store.cases(ids);
      await district.core.push(hall.batch([note]));
      return found;
    },
  };
  const { clock } = place;
  const hub = await SyncHub.open({
    district: { ...district, store },
    clock,
    log: silentLog,
    enrolment: new Enrolment({ district, clock, log: silentLog, fingerprint: null }),
  });
  const { device, replica, incarnation, scope } = hall;
  const asker = { device, replica, incarnation, scope, person: 'opd' };
  const answer = await hub.asks.answer('case.get', { caseId }, asker);
  await hub.close();
  const told = (answer.ok ? answer.value : null) as FetchedCase;
  expect(told.doc).toMatchObject({ ver: 1 });
  expect(told.events.map(({ ver }) => ver)).toEqual([1]);
  expect((await caseAt(district, caseId)).ver).toBe(2);
});
