import { must } from '../../kernel/assert.ts';
import { pick } from '../../kernel/rng.ts';
import type { Rng } from '../../kernel/rng.ts';

/** Halves of invented names. No road, estate or shop of the demo is meant to exist. */
const FIRST =
  '槐柏梧枫桐榆杏棠荷菊藤葵苇芦茶竹砚墨琴笛箫鼓铃灯帆桥渡塘溪泉涧雁鹊鹤鹭燕蝉萤鹿骏驼岚霁虹晴晓暮星辰霜露';
const SECOND =
  '荫影声香鸣栖眠归望临映照漱濯流汀洲屿岸湾畔坞原川岭崖峰谷石玉璞锦缎纱绢纸笺印篆隶书画章韵律吟咏歌赋';

const ROAD_ENDINGS: Readonly<Record<1 | 2 | 3, readonly string[]>> = {
  1: ['大街', '大街', '路', '大道'],
  2: ['街', '路', '东路', '西街', '南街', '北路', '中街'],
  3: ['胡同', '胡同', '巷', '夹道', '里', '弄', '横街', '一条', '二条', '三条'],
};
const ESTATE_ENDINGS = [
  '家园',
  '小区',
  '苑',
  '公寓',
  '北里',
  '南里',
  '东里',
  '西里',
  '花园',
  '新村',
];

/** Hands out names, each at most once. */
export type NameSource = {
  readonly word: () => string;
  readonly road: (roadClass: 1 | 2 | 3) => string;
  readonly estate: () => string;
  readonly park: () => string;
  readonly water: () => string;
};

export function createNameSource(rng: Rng, taken: readonly string[]): NameSource {
  const used = new Set(taken);
  const words: string[] = [];
  for (const a of FIRST) for (const b of SECOND) words.push(a + b);
  shuffle(words, rng);
  let next = 0;
  const word = (): string => {
    const chosen = must(words[next % words.length], 'word');
    next += 1;
    return chosen;
  };
  const unique = (make: () => string): string => {
    for (;;) {
      const name = make();
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
  return {
    word,
    road: (roadClass) => unique(() => word() + pick(rng, ROAD_ENDINGS[roadClass])),
    estate: () => unique(() => word() + pick(rng, ESTATE_ENDINGS)),
    park: () => unique(() => `${word()}公园`),
    water: () => unique(() => `${word()}${pick(rng, ['湖', '池', '海子'])}`),
  };
}

/** Fisher–Yates in place. */
export function shuffle<T>(items: T[], rng: Rng): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = rng.int(i + 1);
    [items[i], items[j]] = [must(items[j], 'item'), must(items[i], 'item')];
  }
  return items;
}
