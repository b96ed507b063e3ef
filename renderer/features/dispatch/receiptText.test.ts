import { expect, test } from 'vitest';
import { en } from '#renderer/i18n/en/catalogue.ts';
import { zhCN } from '#renderer/i18n/zh-CN/catalogue.ts';
import { receiptText } from './receiptText.ts';

const on = { act: '派遣', holder: '东直门街道', isOnline: true, doneText: '已派遣 排水养护三队' };
const cut = { ...on, isOnline: false };

test('an act in force says what was done; while the line is cut, that it is still to be delivered', () => {
  expect(receiptText({ becomes: 'applied' }, zhCN, on)).toBe('已派遣 排水养护三队');
  expect(receiptText({ becomes: 'applied' }, zhCN, cut)).toBe('已派遣 排水养护三队 · 待送达区级');
  const { doneText: _, ...plain } = on;
  expect(receiptText({ becomes: 'applied' }, zhCN, plain)).toBe('已记下 派遣');
});

test('a proposal names whom it went to and never says that it was done', () => {
  expect(receiptText({ becomes: 'proposal' }, zhCN, on)).toBe('派遣 已作为建议送交 东直门街道');
  expect(receiptText({ becomes: 'proposal' }, zhCN, cut)).toBe('派遣 作为建议，待送达 东直门街道');
});

test('a request names who judges; conflict, kept and nothing say so', () => {
  const asked = { ...on, act: '申请回退' };
  expect(receiptText({ becomes: 'request' }, zhCN, asked)).toBe(
    '已提出 申请回退 · 等 东直门街道 裁定',
  );
  const others = (['conflict', 'kept', 'nothing'] as const).map((becomes) =>
    receiptText({ becomes }, zhCN, on),
  );
  expect(new Set(others).size).toBe(3);
  expect(others.filter((text) => text.includes('已派遣'))).toEqual([]);
  expect(receiptText({ becomes: 'kept' }, en, on)).not.toContain('已派遣');
});
