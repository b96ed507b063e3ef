import { expect, test } from 'vitest';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { loadText } from './unitWords.ts';

const unit = { exclusive: false, homeScope: 'district', load: 7, onCase: null };
const words = zhCN.dispatch.proposed;

test('the district says what a unit has in hand, a street what it has of its own', () => {
  const own = { ...unit, homeScope: 'street:110101009' };
  expect(loadText(unit, 'district', words)).toBe('在办 7 件');
  expect(loadText(own, 'street:110101009', words)).toBe('在办 7 件');
  expect(loadText({ ...own, load: 0 }, 'street:110101009', words)).toBe('空闲');
});

test("a street does not say of the district's units that they are free", () => {
  expect(loadText(unit, 'street:110101009', words)).toBe('本街道在办 7 件');
  expect(loadText({ ...unit, load: 0 }, 'street:110101009', words)).toBe('本街道无在办');
});

test('a unit that is on one case and takes no other is on it, wherever it is asked', () => {
  const one = { ...unit, exclusive: true, load: 1, onCase: 'c1' };
  expect(loadText(one, 'street:110101009', words)).toBe(words.onCase);
});
