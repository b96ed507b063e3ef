import type { GazetteerPlace, PlaceKind } from './gazetteer.ts';

/**
 * Words of Chinese addresses, for finding a name inside speech. A name's stem is what is left without the
 * word that says what it is: callers say "the estate X" of what the gazetteer calls "the community X".
 */
export type Family = 'road' | 'home' | 'street';

/** Road, street, avenue, lane, alley, hutong, passage, numbered lane, li. */
const ROAD =
  /\u5927\u8857|\u5927\u9053|\u80e1\u540c|\u5939\u9053|\u8def|\u8857|\u5df7|\u5f04|\u6761|\u91cc/u
    .source;
/** Estate, community, homestead, garden, flats, new village, compound, yuan, li, courtyard. */
const HOME =
  /\u5c0f\u533a|\u793e\u533a|\u5bb6\u56ed|\u82b1\u56ed|\u516c\u5bd3|\u65b0\u6751|\u5bb6\u5c5e\u9662|\u5927\u9662|\u82d1|\u56ed|\u91cc|\u9662/u
    .source;
/** Street office, area. */
const STREET = /\u8857\u9053|\u5730\u533a/u.source;

/** East, west, south, north, middle. */
const SIDE = /[\u4e1c\u897f\u5357\u5317\u4e2d]?/u.source;

const SAID: Readonly<Record<Family, RegExp>> = {
  road: new RegExp(`^${SIDE}(?:${ROAD})`, 'u'),
  home: new RegExp(`^${SIDE}(?:${HOME})`, 'u'),
  street: new RegExp(`^(?:${STREET})`, 'u'),
};
const ENDS: Readonly<Record<Family, RegExp>> = {
  road: new RegExp(`${SIDE}(?:${ROAD})$`, 'u'),
  home: new RegExp(`${SIDE}(?:${HOME})$`, 'u'),
  street: new RegExp(`(?:${STREET})$`, 'u'),
};
const FAMILY: Readonly<Partial<Record<PlaceKind, Family>>> = {
  road: 'road',
  estate: 'home',
  community: 'home',
  street: 'street',
};

const NUMERAL =
  /[0-9]{1,4}|[\u96f6\u3007\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e]{1,5}/u
    .source;
/** A building, yard, block, entrance, floor or room with its number, as often as it is said. */
const INSIDE = /(?:\u7684|\u9662|\u91cc)?/u.source;
const SERIES = /[\u7532\u4e59\u4e19]?/u.source;
const PART =
  /\u53f7\u697c|\u53f7\u9662|\u53f7|\u680b|\u5e62|\u5ea7|\u697c|\u5355\u5143|\u5c42|\u5ba4|\u95e8/u
    .source;
const DOOR = new RegExp(`^${INSIDE}((?:${SERIES}(?:${NUMERAL})(?:${PART}))+)`, 'u');
/** A number of a road, not of a building. */
const ROAD_NUMBER = new RegExp(`^(${NUMERAL})${/\u53f7(?!\u697c|\u7ebf)/u.source}`, 'u');
/** Opposite, beside, near, behind, before, going some way: at the place it is not. */
const BESIDE =
  /^(?:\u7684)?(?:[\u659c\u6b63]?\u5bf9\u9762|\u65c1|\u9644\u8fd1|\u8fb9\u4e0a|\u540e\u9762|\u524d\u9762|\u5468\u8fb9|\u5f80[\u4e1c\u897f\u5357\u5317])/u;
const AND = /^(?:\u4e0e|\u548c|\u8ddf|\u53ca|\u3001)$/u;

export function familyOf(kind: PlaceKind): Family | null {
  return FAMILY[kind] ?? null;
}

/** Name without the word that says what it is; null for a kind that has none, or when nothing is left. */
export function stemOf(place: GazetteerPlace): string | null {
  const family = familyOf(place.kind);
  if (family === null) return null;
  const stem = place.name.replace(ENDS[family], '');
  return stem.length < 2 || stem === place.name ? null : stem;
}

/** The word of such a family at the beginning, or an empty text. */
export function classWord(text: string, family: Family): string {
  return SAID[family].exec(text)?.[0] ?? '';
}

/** What is said of a building behind a name: the words, and how many characters they take. */
export function doorSaid(text: string): { readonly words: string; readonly length: number } | null {
  const found = DOOR.exec(text);
  return found === null ? null : { words: found[1] ?? '', length: found[0].length };
}

export function roadNumberSaid(
  text: string,
): { readonly number: number; readonly length: number } | null {
  const found = ROAD_NUMBER.exec(text);
  const number = found?.[1] === undefined ? 0 : valueOf(found[1]);
  return found === null || number === 0 ? null : { number, length: found[0].length };
}

export function isBeside(text: string): boolean {
  return BESIDE.test(text);
}

export function isAnd(text: string): boolean {
  return AND.test(text);
}

const CROSSING = /^(.+)\u4e0e(.+)\u8def\u53e3$/u;

/** The two roads of a crossing, as the gazetteer names it. */
export function roadsOfCrossing(name: string): readonly [string, string] | null {
  const found = CROSSING.exec(name);
  return found === null ? null : [found[1] ?? '', found[2] ?? ''];
}

/** Zero to nine, in order. */
const DIGITS = [
  /\u96f6|\u3007/u,
  /\u4e00/u,
  /\u4e8c|\u4e24/u,
  /\u4e09/u,
  /\u56db/u,
  /\u4e94/u,
  /\u516d/u,
  /\u4e03/u,
  /\u516b/u,
  /\u4e5d/u,
];

/** Digits, or numerals up to 999. */
function valueOf(words: string): number {
  if (/^[0-9]+$/u.test(words)) return Number(words);
  let sum = 0;
  let last = 0;
  for (const char of words) {
    const unit = /\u767e/u.test(char) ? 100 : /\u5341/u.test(char) ? 10 : 0;
    if (unit === 0) last = DIGITS.findIndex((digit) => digit.test(char));
    else {
      sum += Math.max(last, 1) * unit;
      last = 0;
    }
  }
  return sum + last;
}
