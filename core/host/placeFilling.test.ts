import { expect, test } from 'vitest';
import type { AreaIndex } from '../domain/area/locate.ts';
import { fillPlace } from './placeFilling.ts';

const CELL = '110101001001001';
const STREET = '110101001';
const found = { cell: CELL, street: STREET } as ReturnType<AreaIndex['locate']>;
const areas: AreaIndex = {
  ground: {} as AreaIndex['ground'],
  locate: ({ lonE6 }) => (lonE6 < 116_500_000 ? found : null),
  cellByCode: (code) => (code === CELL ? found : null),
  neighboursOf: () => [],
};
const inside = { lonE6: 116_400_000, latE6: 39_900_000 };
const outside = { lonE6: 117_400_000, latE6: 39_900_000 };
const place = (more: object) => ({ place: { text: 'x', by: 'map', confidence: 1, ...more } });
const areaOf = (args: Readonly<Record<string, unknown>>) => {
  const { cell, street } = fillPlace(areas, args)['place'] as { cell: unknown; street: unknown };
  return [cell, street];
};

test('cell and street come from the point, also when the page says others', () => {
  expect(areaOf(place({ point: inside, cell: null, street: null }))).toEqual([CELL, STREET]);
  const forged = place({ point: inside, cell: '110101017009009', street: '110101017' });
  expect(areaOf(forged)).toEqual([CELL, STREET]);
});

test('a point outside the district has neither, whatever the page says', () => {
  expect(areaOf(place({ point: outside, cell: CELL, street: STREET }))).toEqual([null, null]);
});

test('without a point a known cell says its street, an unknown one nothing, a street stands as told', () => {
  expect(areaOf(place({ point: null, cell: CELL, street: '110101017' }))).toEqual([CELL, STREET]);
  expect(areaOf(place({ point: null, cell: 'nowhere', street: STREET }))).toEqual([null, null]);
  expect(areaOf(place({ point: null, cell: null, street: STREET }))).toEqual([null, STREET]);
});

test('acts without a place pass untouched', () => {
  const args = { text: 'done', point: inside };
  expect(fillPlace(areas, args)).toBe(args);
});
