import { expect, test } from 'vitest';
import { eachOnce, unsaid } from './saidOnce.ts';
import { shortCell } from './shortCell.ts';

test('a sentence says nothing twice, nor does its author', () => {
  expect(eachOnce('环卫一队 · 到场 · 环卫一队')).toBe('环卫一队 · 到场');
  expect(eachOnce('处置后 · 处置后 示意.png · 43 KB')).toBe('处置后 示意.png · 43 KB');
  expect(eachOnce('到场 · 到场处置并拍照')).toBe('到场 · 到场处置并拍照');
  expect(unsaid('电话 · 吴嘉浩', ['吴嘉浩', '', '东直门'])).toEqual(['东直门']);
});

test('a cell is named within its street', () => {
  expect(shortCell('110101009010002', '110101009')).toBe('010002');
  expect(shortCell('110101009010002', undefined)).toBe('110101009010002');
});
