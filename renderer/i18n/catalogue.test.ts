import { expect, test } from 'vitest';
import { en } from './en/catalogue.ts';
import { ageOf, createFormat } from './format.ts';
import { errorText } from './errorText.ts';
import { pseudoOf, pseudoText } from './pseudo.ts';
import { zhCN } from './zh-CN/catalogue.ts';

const pathsOf = (value: unknown, path = ''): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, each]) => pathsOf(each, `${path}.${key}`))
    : [path];
const CJK = /[\u3400-\u9fff]/u;

test('both languages have the same messages', () => {
  expect(pathsOf(en).toSorted()).toEqual(pathsOf(zhCN).toSorted());
});

test('English has no Chinese left, except the name of the language itself', () => {
  const left = entriesOf(en).filter(
    ([path, text]) => CJK.test(text) && !path.includes('languages'),
  );
  expect(left).toEqual([]);
});

test('no message begs, shouts or speaks of the system', () => {
  const bad = entriesOf(zhCN).filter(([, text]) =>
    /！|系统(?!沙箱)|(^|[，。；·]\s*)请(?!区级)/u.test(text),
  );
  expect(bad).toEqual([]);
});

test('a refusal or failure is worded with its detail, an unknown code is shown', () => {
  expect(
    errorText(zhCN, { code: 'unit/busy', details: { unit: '燃气抢修 2 队', case: '0877' } }),
  ).toBe('燃气抢修 2 队 正在处置 0877');
  expect(errorText(en, { code: 'storage/full' })).toContain('disk is full');
  expect(errorText(en, { code: 'some/thing' })).toContain('some/thing');
});

test('the pseudo-locale is 40 % longer and keeps what a message puts in', () => {
  expect(pseudoText('Settings').length).toBeGreaterThanOrEqual(Math.ceil(8 * 1.4));
  const pseudo = pseudoOf({ left: (hours: string) => `${hours} left`, list: ['a'] });
  expect(pseudo.left('0:06')).toContain('0:06 left');
  expect(pseudo.list).toEqual(['[a~]']);
});

test('instants are worded in the zone of the profile, whatever the machine’s', () => {
  const at = Date.UTC(2026, 10, 20, 18, 30, 5);
  const format = createFormat('zh-CN', 'Asia/Shanghai');
  expect(format.full(at)).toBe('2026-11-21 02:30:05');
  expect(format.dayName(at)).toBe('11-21 周六');
  expect(createFormat('en', 'Asia/Shanghai').dayName(at)).toBe('Sat 11-21');
  expect(format.minute(Date.UTC(2026, 10, 20, 16, 0, 0))).toBe('00:00');
});

test('clocks are hours and minutes, calls minutes and seconds', () => {
  const format = createFormat('zh-CN', 'Asia/Shanghai');
  expect(format.hours(72 * 60_000)).toBe('1:12');
  expect(format.hours(59_999)).toBe('0:00');
  expect(format.minutes(167_000)).toBe('2:47');
  expect(format.percent(0.9677)).toBe('96.8 %');
  expect(ageOf(59_000)).toEqual([59, 'second']);
  expect(ageOf(3 * 86_400_000)).toEqual([3, 'day']);
});

function entriesOf(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => entriesOf(each, `${path}.${key}`));
}

test('a right that is missing names who has it', () => {
  const error = { code: 'grant/none', details: { role: 'dispatcher,dutyChief' } };
  expect(errorText(zhCN, error)).toBe('没有这项权限 · 由派遣员、值班长办');
  expect(errorText(en, error)).toBe('No right to do this · done by: Dispatcher, Duty chief');
  expect(errorText(zhCN, { code: 'grant/none' })).toBe('没有这项权限');
});
