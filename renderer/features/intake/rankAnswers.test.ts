import { expect, test } from 'vitest';
import { rankAnswers } from './rankAnswers.ts';

const ANSWERS = [
  '暖气不热怎么报修',
  '供暖时间',
  '停水怎么办',
  '路灯不亮报修',
  '小区停车难',
  '屋顶漏水怎么报修',
  '违法建设举报',
].map((title) => ({ title }));
const titles = (said: string): string[] => rankAnswers(ANSWERS, said).map((each) => each.title);

test('an answer stands where its own words were said', () => {
  expect(titles('清水苑小区路灯不亮，昨晚八点起')).toEqual(['路灯不亮报修']);
  expect(titles('屋顶漏水，物业不管')).toEqual(['屋顶漏水怎么报修']);
});

test('words that every answer could have bring none', () => {
  expect(titles('小区里狗叫，怎么投诉，要举报，多少时间')).toEqual([]);
  expect(titles('')).toEqual([]);
});

test('two things said bring both, in the order in which they fit', () => {
  expect(titles('暖气不热，家里还停水')).toEqual(['暖气不热怎么报修', '停水怎么办']);
});
