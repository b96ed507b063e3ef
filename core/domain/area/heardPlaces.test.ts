import { expect, test } from 'vitest';
import type { GazetteerPlace, GazetteerRoad, PlaceKind } from './gazetteer.ts';
import { buildHeardPlaces } from './heardPlaces.ts';
import type { AreaIndex, CellRef } from './locate.ts';

const STREET = '110101009';
/** Communities lie side by side, each a hundredth of a degree wide. */
const areas: Pick<AreaIndex, 'locate'> = {
  locate: ({ lonE6 }) => {
    const community = `${STREET}${String(Math.floor((lonE6 - 116_000_000) / 10_000)).padStart(3, '0')}`;
    return { street: STREET, community, cell: `${community}001` } as CellRef;
  },
};
let made = 0;
function place(kind: PlaceKind, name: string, on: { square?: number; category?: string } = {}) {
  made += 1;
  return {
    id: `p${made}`,
    name,
    initials: '',
    kind,
    category: on.category ?? null,
    point: [116_000_000 + (on.square ?? made) * 10_000 + 5_000, 39_940_000],
    cell: null,
    street: STREET,
  } as unknown as GazetteerPlace;
}
const road = (name: string): GazetteerRoad =>
  ({
    id: `r-${name}`,
    name,
    initials: '',
    roadClass: 2,
    lengthM: 900,
    spacingM: 18,
    lastNumber: 100,
    path: [116_300_000, 39_940_000, 116_310_000, 39_940_000],
    street: STREET,
  }) as unknown as GazetteerRoad;

const hear = buildHeardPlaces(
  {
    kind: 'shaotai-gazetteer',
    version: 1,
    profile: 'test',
    isSchematic: true,
    places: [
      place('street', '东直门街道'),
      place('community', '清水苑社区', { square: 20 }),
      place('community', '新中西里社区', { square: 21 }),
      place('community', '十字坡社区', { square: 22 }),
      place('community', '吉祥社区', { square: 23 }),
      place('estate', '塘歌苑', { square: 20 }),
      place('estate', '芦篆小区', { square: 24 }),
      place('road', '骏纱路'),
      place('road', '苇流三条'),
      place('road', '萤崖大街'),
      place('junction', '骏纱路与苇流三条路口'),
      place('point', '骏纱路公交站', { category: 'bus_stop' }),
      place('point', '骏纱百货店', { category: 'shop' }),
      place('point', '清水苑社区居委会', { category: 'community' }),
    ],
    roads: [road('骏纱路'), road('苇流三条'), road('萤崖大街')],
  },
  areas as AreaIndex,
);
const best = (text: string): string => {
  const [first] = hear(text, 3);
  return first === undefined
    ? 'none'
    : `${first.place.name} ${first.score.toFixed(2)} ${first.why}`;
};

test.each([
  // What a first user typed.
  ['清水苑社区路灯不亮', '清水苑社区 0.88 name'],
  ['新中西里社区3号楼电梯困人', '新中西里社区 3号楼 0.78 door'],
  ['十字坡社区楼道照明又坏了，老人上下楼很危险', '十字坡社区 0.88 name'],
  ['清水苑小区门口骏纱路污水井盖缺失', '清水苑社区 0.78 alike'],
  ['塘歌苑小区里垃圾没人清运', '塘歌苑 0.95 name'],
  ['我家在骏纱路12号', '骏纱路12号 0.96 number'],
  ['家住东直门新中西里11号楼', '新中西里社区 11号楼 0.78 short'],
  // Spaces, full-width digits, numerals.
  ['来电人称家住新中西里 11 号楼 3 单元，暖气不热', '新中西里社区 11号楼3单元 0.76 short'],
  ['骏纱路１２号门前积水', '骏纱路12号 0.96 number'],
  ['骏纱路十二号门前积水', '骏纱路12号 0.96 number'],
  ['塘歌苑三号楼二单元没有暖气', '塘歌苑 三号楼二单元 0.78 door'],
  // The longest name wins; a name inside another is not heard.
  ['骏纱路公交站的灯箱破了', '骏纱路公交站 0.92 name'],
  ['骏纱百货店占道经营', '骏纱百货店 0.92 name'],
  ['骏纱路与苇流三条路口信号灯不亮', '骏纱路与苇流三条路口 0.95 name'],
  ['骏纱路和苇流三条交叉口信号灯不亮', '骏纱路与苇流三条路口 0.95 name'],
  // Shorter names and other words for what it is.
  ['十字坡那边有人打架', '十字坡社区 0.76 short'],
  ['芦篆家园停水了', '芦篆小区 0.60 alike'],
  ['萤崖街路面塌陷', '萤崖大街 0.60 alike'],
  // Offered, never sure: a road without a number, a number that is not there, something beside it.
  ['骏纱路污水井盖缺失', '骏纱路 0.70 road'],
  ['骏纱路3盏路灯不亮', '骏纱路 0.70 road'],
  ['骏纱路980号停水', '骏纱路 0.50 noNumber'],
  ['塘歌苑对面有人摆摊', '塘歌苑 0.78 beside'],
  ['去清水苑社区居委会问过没有结果', '清水苑社区居委会 0.70 name'],
  ['东直门街道今天停电', '东直门街道 0.60 wide'],
  // An area that holds the place only confirms it.
  ['清水苑社区塘歌苑门口堆放垃圾', '塘歌苑 0.99 name'],
  // Nothing is named.
  ['小区里停水了，社区也没人管', 'none'],
  ['我在路上看见井盖缺失', 'none'],
  ['祝您吉祥如意', 'none'],
  ['骏纱的料子褪色，要求退货', 'none'],
  ['想问一下老年卡在什么地方办理', 'none'],
  ['', 'none'],
])('%s → %s', (text, expected) => {
  expect(best(text)).toBe(expected);
});

test('of several places that were named none is sure, and all are offered', () => {
  const found = hear('塘歌苑和骏纱百货店之间有积水', 3);
  expect(found.map(({ place: { name } }) => name)).toEqual(['塘歌苑', '骏纱百货店']);
  expect(found.every(({ score, why }) => score < 0.8 && why === 'several')).toBe(true);
});

test('what else was named is offered behind the best', () => {
  const found = hear('清水苑小区门口骏纱路污水井盖缺失', 3);
  expect(found.map(({ place: { name } }) => name)).toEqual(['清水苑社区', '骏纱路']);
});

test('words of any length are heard in bounded work', () => {
  expect(hear('骏纱路'.repeat(2_000), 3).map(({ place: { name } }) => name)).toEqual(['骏纱路']);
});
