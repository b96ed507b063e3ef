import { expect, test } from 'vitest';
import type { NearRow } from '#core/protocol/console/rows.ts';
import { findDuplicates, type DuplicateGround } from './findDuplicates.ts';
import { newForm, type ChosenMatter, type ChosenPlace } from './intakeForm.ts';

const AT = 1_700_000_000_000;
const MINUTE = 60_000;
const place = { text: '清水苑社区' } as ChosenPlace;
const matter = { matter: 'lamp', name: '路灯' } as ChosenMatter;

function near(caseId: string, more: Partial<NearRow> = {}): NearRow {
  return {
    caseId,
    title: '关于市民反映清水苑社区路灯不亮的问题',
    placeText: '清水苑社区',
    matter: 'lamp',
    metres: 10,
    createdAt: AT - 7 * MINUTE,
    ...more,
  } as NearRow;
}
const ground = (more: Partial<DuplicateGround['form']> = {}): DuplicateGround => ({
  form: { ...newForm('blank:1', 'once', AT), text: '清水苑社区路灯不亮', place, ...more },
  suggested: [],
  ofCaller: new Set(),
});
const manhole = near('manhole', {
  title: '关于市民反映清水苑社区污水井盖缺失的问题',
  matter: 'manhole',
  metres: 0,
});
const ids = (rows: readonly NearRow[], on: DuplicateGround): readonly string[] =>
  findDuplicates(rows, on).map(({ row }) => row.caseId);

test('the same thing comes before what is nearer, and what is another thing is left out', () => {
  expect(ids([manhole, near('lamp')], ground())).toEqual(['lamp']);
  expect(ids([manhole, near('lamp')], ground({ matter }))).toEqual(['lamp']);
});

test('the place alone makes no duplicate: its name and the form of a title count for nothing', () => {
  expect(ids([manhole], ground({ text: '清水苑社区的问题反映市民' }))).toEqual([]);
  expect(ids([near('lamp')], ground({ text: '' }))).toEqual([]);
});

test('each is offered with how likely and why', () => {
  const [found] = findDuplicates([near('lamp')], { ...ground(), ofCaller: new Set(['lamp']) });
  expect(found?.why).toEqual(['words', 'caller']);
  expect(found?.score).toBeGreaterThan(0.9);
  expect(findDuplicates([near('lamp')], ground({ matter }))[0]?.why).toEqual(['matter']);
  const bySuggestion = { ...ground({ text: '灯又黑了' }), suggested: ['lamp'] };
  expect(findDuplicates([near('lamp')], bySuggestion)[0]?.why).toEqual(['suggested']);
});

test('of equal things the nearer and the later comes first, three at most', () => {
  const rows = [
    near('far', { metres: 250 }),
    near('old', { createdAt: AT - 60 * 60 * MINUTE }),
    near('here'),
    near('next', { metres: 40 }),
  ];
  expect(ids(rows, ground({ matter }))).toEqual(['here', 'next', 'old']);
});

test('a thing of another kind near by is offered: callers name by one word what the standard tells apart', () => {
  const grate = near('grate', {
    title: '关于市民反映清水苑社区雨水井盖缺失的问题',
    matter: 'rain-grate',
    metres: 206,
  });
  const drain = { matter: 'drain', name: '上水井盖破损' } as ChosenMatter;
  const form = { text: '门口井盖破损，有人差点掉下去' };
  for (const on of [ground(form), ground({ ...form, matter: drain })]) {
    expect(findDuplicates([grate, near('lamp')], on)).toMatchObject([
      { row: { caseId: 'grate' }, why: ['thing'] },
    ]);
  }
});
