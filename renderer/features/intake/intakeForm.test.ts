import { expect, test } from 'vitest';
import type { CallRow } from '#core/protocol/console/rows.ts';
import { draftOf, formOfDraft } from './draftForm.ts';
import { createDraftKeeper, DRAFT_MOST_MS } from './draftKeeper.ts';
import {
  formOfCall,
  isEmpty,
  isOutside,
  newForm,
  placeOnMap,
  titleOf,
  type ChosenPlace,
  type IntakeForm,
} from './intakeForm.ts';
import { addressIn, elementsOf, marksOf, proposeType, proposeUrgency } from './judgeText.ts';
import { createArgs, missingOf } from './sendCase.ts';

const form = (more: Partial<IntakeForm> = {}): IntakeForm => ({
  ...newForm('blank:1', 'once-1', 1_000),
  title: '关于市民反映暖气不热的问题',
  text: '来电人称从昨晚八点起暖气不热',
  ...more,
});
const matter = {
  matter: 'm1',
  name: '暖气不热',
  path: '供热',
  filesAutomatically: true,
  needsCheck: true,
  conditions: [],
};

test('a form without words cannot be sent, and says what is missing', () => {
  expect(missingOf(form({ text: ' ', title: '' }))).toEqual(['text', 'title']);
  expect(missingOf(form())).toEqual([]);
});

test('a matter that files automatically is filed; others wait in the queue', () => {
  const parts = { caller: null, answer: null, mayFile: false };
  expect(createArgs(form({ matter }), 'on', parts).next).toBe('file');
  expect(createArgs(form(), 'on', parts).next).toBe('queue');
  const byHand = { ...matter, filesAutomatically: false };
  expect(createArgs(form({ matter: byHand }), 'on', parts).next).toBe('queue');
  expect(createArgs(form({ matter: byHand }), 'on', { ...parts, mayFile: true }).next).toBe('file');
});

test('a clicked point is sure of where it is, not of the name beside it', () => {
  const at = { lon: 116_431_000, lat: 39_942_000 };
  const near = placeOnMap(at, { near: '葵香新村', cell: 'c1', street: '110101009' });
  expect(near).toMatchObject({ text: '葵香新村附近', by: 'map', cell: 'c1', ...at });
  expect(near.confidence).toBeLessThan(1);
  expect(placeOnMap(at, { near: null, cell: null, street: null }).text).toBe('地图上的一点');
});

test('an answer at once carries its text', () => {
  const args = createArgs(form(), 'answer', { caller: null, answer: '已告知', mayFile: false });
  expect(args).toMatchObject({ next: 'answer', answer: '已告知', place: { point: null } });
});

test('danger words raise the urgency, and the words are named', () => {
  expect(proposeUrgency('楼道里有燃气味', 'person')).toEqual({
    level: 'critical',
    words: ['燃气味'],
    isVulnerable: false,
  });
  expect(proposeUrgency('家里停水', 'person').level).toBe('urgent');
  expect(proposeUrgency('咨询老年卡', 'vulnerable')).toMatchObject({ level: 'urgent', words: [] });
  expect(proposeUrgency('咨询老年卡', 'person').level).toBe('ordinary');
});

test('the five elements are found in the words and the form', () => {
  expect(
    elementsOf({
      text: '昨晚八点起暖气不热，因为阀门坏了，来人看过没有修好，要求尽快恢复',
      callerName: '',
      place: {},
    }),
  ).toEqual({
    person: false,
    time: true,
    place: true,
    cause: true,
    course: true,
  });
  expect(elementsOf({ text: '', callerName: '陈女士', place: null }).person).toBe(true);
});

test.each([
  ['咨询一下医保怎么报销', '市民热线', 'consult'],
  ['工地违规动火', '安全生产举报', 'report'],
  ['咨询一下怎么办证', '安全生产举报', 'consult'],
  ['我要投诉物业', '', 'complaint'],
  ['路灯不亮', '市民热线', 'help'],
])('%s on the line %s is proposed as %s', (text, line, type) => {
  expect(proposeType(text, line)).toBe(type);
});

test('an address is found in running words', () => {
  expect(addressIn('来电人称家住新中西里 11 号楼 3 单元，暖气不热')).toBe(
    '新中西里 11 号楼 3 单元',
  );
  expect(addressIn('想问一下老年卡怎么办')).toBeNull();
});

test('[I-19] the title says what, in the house form, and never names the caller', () => {
  const said = '来电人称家住葵咏西里 3 号楼，从昨晚八点起污水外溢，因为施工造成';
  expect(titleOf(form({ text: said }))).toBe('关于市民反映从昨晚八点起污水外溢的问题');
  expect(titleOf(form({ text: said, callerName: '陈女士', matter }))).toBe(
    '关于市民反映暖气不热的问题',
  );
  expect(titleOf(form({ callerName: '葵咏商店', callerKind: 'enterprise', matter }))).toBe(
    '关于企业反映从昨晚八点起暖气不热的问题',
  );
  expect(titleOf(form({ text: '' }))).toBe('');
});

test.each([
  ['骏纱路12号', '', '我家在骏纱路12号，昨晚八点起暖气不热', '骏纱路12号昨晚八点起暖气不热'],
  [
    '骏纱路12号',
    '不热(投诉)',
    '我家在骏纱路12号，昨晚八点起暖气不热',
    '骏纱路12号昨晚八点起暖气不热',
  ],
  ['清水苑社区', '', '清水苑社区路灯不亮', '清水苑社区路灯不亮'],
  ['清水苑社区', '路灯', '清水苑社区路灯不亮', '清水苑社区路灯不亮'],
  ['十字坡社区', '', '十字坡社区楼道照明又坏了，老人上下楼很危险', '十字坡社区楼道照明又坏了'],
  [
    '十字坡社区',
    '楼道照明(求助)',
    '十字坡社区楼道照明又坏了，老人上下楼很危险',
    '十字坡社区楼道照明又坏了',
  ],
  ['', '', '十字坡社区楼道照明又坏了，老人上下楼很危险', '楼道照明又坏了'],
  ['塘歌苑', '', '塘歌苑小区里垃圾没人清运', '塘歌苑垃圾没人清运'],
  ['', '老年卡办理(咨询)', '想问一下', '老年卡办理'],
  ['', '', '今天早上八点，门口井盖破损', '井盖破损'],
  ['', '', '昨晚八点左右开始，楼道里有煤气味', '有煤气味'],
  ['', '', '咨询一下医保怎么报销', '医保怎么报销'],
  ['笛石百货店', '', '笛石百货店家里暖气不热', '笛石百货店暖气不热'],
  [
    '',
    '',
    'The street lamp in front of the building has been broken since yesterday',
    'The street lamp in front of the building has',
  ],
])('in %s on "%s": %s', (where, about, text, what) => {
  const place = where === '' ? null : ({ text: where } as ChosenPlace);
  const chosen = about === '' ? null : { ...matter, name: about };
  expect(titleOf(form({ text, place, matter: chosen }))).toBe(`关于市民反映${what}的问题`);
});

test.each([
  ['铃章花园3号楼楼道灯不亮', false],
  ['骏纱路12号一点也不热', false],
  ['小学三年级学生', false],
  ['3号晚上起没有水', true],
  ['11月3日', true],
  ['从八点开始', true],
  ['停了两个小时', true],
])('whether %s says when: %s', (text, expected) => {
  expect(elementsOf({ text, callerName: '', place: null }).time).toBe(expected);
});

test('a known number says who, and a fault by its name asks for no cause', () => {
  const found = elementsOf({
    text: '污水井盖缺失',
    callerName: '',
    number: '13800005521',
    place: null,
  });
  expect(found).toMatchObject({ person: true, cause: true });
  expect(elementsOf({ text: '垃圾很多', callerName: '', number: '', place: null })).toMatchObject({
    person: false,
    cause: false,
  });
});

test('a caller who asked for confidence before begins a confidential form', () => {
  const call = {
    callId: 'c',
    number: '13800005521',
    callerName: null,
    callerKind: null,
    rangAt: 0,
  };
  expect(formOfCall({ ...call, confidential: true } as CallRow, 'o').confidential).toBe(true);
  expect(formOfCall(call as CallRow, 'o').confidential).toBe(false);
});

test('marks keep every character of the words', () => {
  const text = '新中西里有燃气味，新中西里 11 号';
  const marks = marksOf(text, { known: ['新中西里'], proposal: proposeUrgency(text, 'person') });
  expect(marks.map((mark) => mark.text).join('')).toBe(text);
  expect(marks.map((mark) => mark.kind)).toEqual([
    'known',
    'plain',
    'danger',
    'plain',
    'known',
    'plain',
  ]);
});

test('a draft opens as the form it was, and what it does not understand is left out', () => {
  const kept = form({ matter, urgency: 'urgent', isTitleTouched: true });
  expect(formOfDraft('blank:1', JSON.parse(JSON.stringify(draftOf(kept))))).toEqual(kept);
  expect(formOfDraft('k', { v: 1, form: { once: 'o', startedAt: 1, text: 7 } })?.text).toBe('');
  expect(formOfDraft('k', { v: 2 })).toBeNull();
  expect(formOfDraft('k', null)).toBeNull();
});

test('typing is on disk within a second, however fast it goes on', async () => {
  let now = 0;
  let plan: { run: () => void; at: number } | null = null;
  const saved: string[] = [];
  const keeper = createDraftKeeper<string>({
    save: (value) => {
      saved.push(`${value}@${now}`);
      return Promise.resolve(true);
    },
    now: () => now,
    schedule: (run, ms) => {
      plan = { run, at: now + ms };
      return () => {
        plan = null;
      };
    },
  });
  for (let key = 0; key < 30; key += 1) {
    keeper.changed(`text ${key}`);
    now += 100;
    const due = plan as { run: () => void; at: number } | null;
    if (due !== null && due.at <= now) {
      due.run();
      await Promise.resolve();
    }
  }
  const times = saved.map((each) => Number(each.split('@')[1]));
  expect(times.length).toBeGreaterThan(2);
  expect(times[0]).toBeLessThanOrEqual(DRAFT_MOST_MS + 100);
  for (const [index, time] of times.entries()) {
    expect(time - (times[index - 1] ?? 0)).toBeLessThanOrEqual(1_000);
  }
});

test('a form nobody typed in is empty', () => {
  expect(isEmpty(newForm('blank:2', 'o', 0))).toBe(true);
  expect(isEmpty(form())).toBe(false);
});

test('a point outside the district is said so, kept, and sent as it is: without cell and street', () => {
  const place = { text: '地图上的点', lon: 117_400_000, lat: 39_900_000, by: 'map' as const };
  const outside = { ...place, cell: null, street: null, confidence: 1 };
  expect(isOutside(null)).toBe(false);
  expect(isOutside(outside)).toBe(true);
  expect(isOutside({ ...outside, street: '110101008' })).toBe(false);
  const named = form({ place: outside });
  expect(missingOf(named)).toEqual([]);
  expect(createArgs(named, 'on', { caller: null, answer: null, mayFile: false })).toMatchObject({
    place: { point: { lonE6: 117_400_000, latE6: 39_900_000 }, cell: null, street: null },
  });
});
