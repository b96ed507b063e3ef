import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { CalendarTable } from '../calendar/calendarTable.ts';
import type { Catalogue } from './catalogue.ts';
import type { Unit } from './unit.ts';
import { referenceOf } from './referenceOf.ts';

const calendarFile = new URL('../../../profiles/calendar-cn-2025-2026.json', import.meta.url);
const calendar = JSON.parse(readFileSync(calendarFile, 'utf8')) as CalendarTable;

const unit = (id: string, duty: Unit['duty'], homeScope: Unit['homeScope']): Unit => ({
  id,
  name: { zh: id, en: id },
  kind: 'section',
  duty,
  homeScope,
  street: null,
  community: null,
  baseGrid: null,
  exclusive: false,
  hasConsole: false,
  phone: '',
});
const matter = (id: string, level: 'street' | 'district'): Catalogue['matters'][number] => ({
  id,
  code: 'B0101',
  domain: 'event',
  major: '',
  minor: '',
  name: '',
  initials: '',
  isSample: true,
  conditions: [{ id: 'c1', text: '', limit: { value: 4, clock: 'work_hour' } }],
  duty: 'water',
  level,
  filesAutomatically: true,
  needsCheck: false,
  defaultUrgency: 'ordinary',
  words: [],
  dangerWords: [],
});

const catalogue = {
  streets: [{ code: '1' }, { code: '2' }],
  intakeCenters: [{ scope: 'intake:1' }],
  units: [
    unit('w1', 'water', 'street:1'),
    unit('w2a', 'water', 'street:2'),
    unit('w2b', 'water', 'street:2'),
    unit('wd', 'water', 'district'),
  ],
  matters: [
    matter('s', 'street'),
    matter('d', 'district'),
    { ...matter('broken', 'district'), code: 'B010102' },
    { ...matter('whole', 'district'), code: 'B01' },
  ],
  version: '7',
  whistleItems: [
    {
      id: 'W01',
      standards: ['tried'],
      respondWithin: { value: 0.5, clock: 'urgent_hour' },
      finishWithin: { value: 1, clock: 'urgent_day' },
    },
  ],
} as unknown as Catalogue;
const reference = referenceOf(catalogue, calendar);

it('knows the items of the list of whistles by the version they stand in', () => {
  expect(reference.whistleItem('W01')).toMatchObject({ version: '7', standards: ['tried'] });
  expect(reference.whistleItem('W02')).toBeNull();
});

it('names the unit of the duty matrix only where there is exactly one', () => {
  expect(reference.matter('s')?.dutyUnit('1')).toBe('w1');
  expect(reference.matter('s')?.dutyUnit('2')).toBeNull();
  expect(reference.matter('s')?.dutyUnit('3')).toBeNull();
  expect(reference.matter('s')?.dutyUnit(null)).toBeNull();
  expect(reference.matter('d')?.dutyUnit('1')).toBe('wd');
});

it('says of which matters another is a part, the nearest first', () => {
  expect(reference.matter('broken')?.above).toEqual(['d', 'whole']);
  expect(reference.matter('d')?.above).toEqual(['whole']);
  expect(reference.matter('whole')?.above).toEqual([]);
});

it('counts limits on the calendar and says when it ends', () => {
  const friday = Date.UTC(2026, 10, 20, 9, 0);
  const limit = { value: 4, clock: 'work_hour' } as const;
  expect(reference.addLimit(friday, limit)).toEqual({
    dueAt: Date.UTC(2026, 10, 23, 3, 30),
    unpublished: false,
  });
  expect(reference.addLimit(Date.UTC(2030, 0, 2), limit).unpublished).toBe(true);
});

it('knows who can hold a case', () => {
  for (const scope of ['district', 'street:2', 'intake:1'] as const) {
    expect(reference.holds(scope)).toBe(true);
  }
  expect(reference.holds('street:3')).toBe(false);
  expect(reference.holds('intake:2')).toBe(false);
});

it('answers null for what it does not know', () => {
  expect(reference.unit('nobody')).toBeNull();
  expect(reference.matter('nothing')).toBeNull();
});
