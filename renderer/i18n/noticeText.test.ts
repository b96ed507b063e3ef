import { expect, test } from 'vitest';
import { NOTICE_CODES } from '#core/domain/operation/noticeCode.ts';
import { en } from './en/catalogue.ts';
import { actName, noticeActs, noticeText } from './noticeText.ts';
import { zhCN } from './zh-CN/catalogue.ts';

const plain = { code: 'overtaken', outcome: 'superseded', reason: null };
const scopeName = (scope: string): string => (scope === 'district' ? '区级' : scope);

test('everything that may be told has words of its own in both languages', () => {
  for (const m of [zhCN, en]) {
    const words = NOTICE_CODES.map((code) => noticeText({ ...plain, code }, m, scopeName));
    expect(new Set(words).size).toBe(NOTICE_CODES.length);
    expect(words.filter((text) => text.trim() === '')).toEqual([]);
  }
});

test('a decision that became a proposal says to whom it went', () => {
  const reason = { code: 'case/not-held', detail: { holder: 'district' } };
  const row = { code: 'act-adjusted', outcome: 'adjusted', reason };
  expect(noticeText(row, zhCN, scopeName)).toBe('已作为建议送交 区级');
  expect(noticeText({ ...row, reason: null }, zhCN, scopeName)).toBe('没有照原样生效，已留存');
});

test('a code of a newer program says its outcome at least', () => {
  expect(noticeText({ ...plain, code: 'from-the-future' }, zhCN, scopeName)).toBe('被取代');
});

test('who did what names oneself and what it met', () => {
  const met = { kind: 'case.close', byName: '王强', own: true, scope: 'district', at: 1 };
  const row = { kind: 'assign.done', byName: '李静', own: false, met: null };
  expect(noticeActs(row, zhCN)).toBe('李静 处置完成');
  expect(noticeActs({ ...row, met }, zhCN)).toBe('李静 处置完成 × 我 结案');
  expect(noticeActs({ ...row, met }, en)).toBe('李静: handled × I: closed');
});

test('an act of a kind that only a newer program knows is said to be one', () => {
  expect(actName('case.invented', zhCN)).toBe('新版程序的操作');
  expect(actName('case.invented', en)).toBe('Act of a newer program');
});
