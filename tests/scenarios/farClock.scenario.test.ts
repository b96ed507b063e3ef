import { afterEach, expect, it } from 'vitest';
import { Author } from '#tests/support/smallDistrict.ts';
import { Town } from '#tests/support/town.ts';

let town: Town;
afterEach(() => town.close());

it('an act whose clocks add up to no date is kept at the first date, and its case can be read', async () => {
  town = await Town.start([{ name: 'hall', scope: 'district', login: 'opd' }]);
  const hall = town.desk('hall');
  const caseId = await hall.creates();
  await town.settles();
  const far = new Author('far', 'district', town.clock);
  await far.enrol(town.running.district);
  const t = { wall: -8.64e15, mono: 0, boot: 'far', off: -8.64e15, err: 0 };
  const note = { text: '很久以前', public: false };
  const over = { t };
  const op = far.make({ kind: 'case.note', caseId, args: note, by: 'sup', seen: [9, 0], over });
  expect(await town.running.district.core.push(far.batch([op]))).toMatchObject({
    kind: 'decided',
    decisions: [{ at: -8.64e15 }],
  });
  await town.settles();
  const { timeline } = await hall.file(caseId);
  const told = timeline.find((row) => row.opId === op.opId);
  expect(told).toMatchObject({ at: -8.64e15 });
  for (const { at, saidAt } of timeline) {
    for (const ms of [at, saidAt]) expect(Math.abs(ms)).toBeLessThanOrEqual(8.64e15);
  }
});
