import { expect, test } from 'vitest';
import { buildMatters } from '../../demo/catalogue/buildMatters.ts';
import type { Matter } from '../../domain/catalogue/matter.ts';
import { searchMatters } from './matterSearch.ts';

const matter = (code: string, minor: string, condition: string): Matter => ({
  id: `m-${code}`,
  code,
  domain: 'component',
  major: '公用设施',
  minor,
  name: minor,
  initials: `gyss ${code.toLowerCase()}`,
  isSample: true,
  conditions: [{ id: `${code}.1`, text: condition, limit: { value: 2, clock: 'urgent_hour' } }],
  duty: 'water',
  level: 'district',
  filesAutomatically: true,
  needsCheck: true,
  defaultUrgency: 'ordinary',
  words: [minor],
  dangerWords: [],
});
const matters = [
  matter('B01', '上水井盖', '井盖缺失、移位或碎裂'),
  matter('B02', '路灯', '灯不亮'),
  matter('B03', '排水管道', '堵塞、污水外溢'),
];
const found = (text: string): readonly string[] =>
  searchMatters(matters, { text, limit: 3 }).map(({ matter: { code } }) => code);

test('a matter is found by its name, its code and its initials', () => {
  expect(found('路灯')[0]).toBe('B02');
  expect(found('b03')[0]).toBe('B03');
  expect(found('gyss b01')[0]).toBe('B01');
});

test('a matter is heard in running speech, by its words or by its conditions', () => {
  expect(found('来电人称门口的路灯从昨晚开始就不亮了')[0]).toBe('B02');
  expect(found('楼下的管道堵塞，污水外溢到马路上')[0]).toBe('B03');
  expect(found('小区门口井盖缺失，怕有人掉下去')[0]).toBe('B01');
});

test('speech about something else names no matter', () => {
  expect(found('想问一下老年卡在什么地方办理')).toEqual([]);
});

test('the fault that was said comes before the class it belongs to', () => {
  const both = [matter('B01', '污水井盖', '井盖缺失'), matter('B0101', '污水井盖缺失', '井盖缺失')];
  const [first] = searchMatters(both, { text: '清水苑小区门口骏纱路污水井盖缺失', limit: 3 });
  expect(first).toMatchObject({ matter: { code: 'B0101' }, why: 'word' });
  expect(first?.score).toBeGreaterThan(0.8);
});

test("a matter of the form's own type comes before one of another", () => {
  const kinds = [matter('P01', '不热(投诉)', '室温不足'), matter('P02', '不热(求助)', '室温不足')];
  const first = (kindWord: string): string | undefined =>
    searchMatters(kinds, { text: '从昨晚八点起暖气不热', limit: 3, kindWord })[0]?.matter.code;
  expect(first('求助')).toBe('P02');
  expect(first('投诉')).toBe('P01');
});

test('a thing is found by what callers say for it, though the standard calls it otherwise', () => {
  const all = buildMatters();
  const first = (text: string): string =>
    searchMatters(all, { text, limit: 3 })
      .map(({ matter: { name } }) => name)
      .join(' ');
  expect(first('门口有人占道摆摊')).toMatch(/占道经营/u);
  expect(first('占道摆摊')).toMatch(/占道经营/u);
  expect(first('楼道里有煤气味')).toMatch(/燃气异味/u);
  expect(first('煤气味')).toMatch(/燃气异味/u);
});
