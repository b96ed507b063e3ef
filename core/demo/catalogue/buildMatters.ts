import { assert, must } from '../../kernel/assert.ts';
import type { Limit, LimitClock } from '../../domain/calendar/limit.ts';
import type {
  ClosingItem,
  FilingCondition,
  Matter,
  MatterDomain,
} from '../../domain/catalogue/matter.ts';
import type { Duty } from '../../domain/catalogue/unit.ts';
import { initialsOf } from '../ground/buildGazetteer.ts';
import { COMPONENT_CLASSES } from './componentClasses.ts';
import { conditionText } from './conditionTexts.ts';
import {
  ADMINISTRATION,
  ADMINISTRATION_WAYS,
  COMPONENT_TROUBLES,
  EVENT_SCENES,
  LIVELIHOOD,
  LIVELIHOOD_WAYS,
} from './citizenMatters.ts';
import { COMPONENT_DUTIES, EVENT_DUTIES, STREET_DUTIES, dutyOf } from './classDuties.ts';
import { EVENT_CLASSES } from './eventClasses.ts';

export const MATTER_COUNT = 3_099;

/** 3,099 matters: the classes with their limits first, then made-up finer ones and citizens' matters. */
export function buildMatters(): Matter[] {
  const classes = [
    ...classMatters('component', COMPONENT_CLASSES),
    ...classMatters('event', EVENT_CLASSES),
  ];
  const finer = inTurns(classes.map(finerMatters));
  const citizens = [
    ...citizenMatters('livelihood', LIVELIHOOD, LIVELIHOOD_WAYS),
    ...citizenMatters('administration', ADMINISTRATION, ADMINISTRATION_WAYS),
  ];
  const room = MATTER_COUNT - classes.length - citizens.length;
  assert(room > 0 && room <= finer.length, `finer matters: room ${room}, made ${finer.length}`);
  return [...classes, ...finer.slice(0, room), ...citizens];
}

type Draft = {
  readonly domain: MatterDomain;
  readonly code: string;
  readonly major: string;
  readonly minor: string;
  readonly name: string;
  readonly duty: Duty;
  readonly conditions: readonly { readonly text: string; readonly limit: Limit }[];
  readonly isSample: boolean;
};

function matterOf(draft: Draft): Matter {
  const danger = DANGER_WORDS.filter((word) => draft.name.includes(word));
  const isUrgentClass = draft.conditions.some((c) => c.limit.clock === 'urgent_hour');
  return {
    id: `m-${draft.code}`,
    code: draft.code,
    domain: draft.domain,
    major: draft.major,
    minor: draft.minor,
    name: draft.name,
    initials: [draft.major, draft.minor, draft.name].map(initialsOf).join(' '),
    isSample: draft.isSample,
    conditions: draft.conditions.map((c, i): FilingCondition => ({
      id: `${draft.code}.${i + 1}`,
      text: c.text,
      limit: c.limit,
    })),
    duty: draft.duty,
    level: STREET_DUTIES.has(draft.duty) ? 'street' : 'district',
    filesAutomatically: draft.domain === 'event' || draft.domain === 'component',
    needsCheck: draft.domain !== 'administration',
    closing: CLOSING[draft.domain],
    defaultUrgency: danger.length > 0 ? 'critical' : isUrgentClass ? 'urgent' : 'ordinary',
    words: wordsOf(draft),
    dangerWords: danger,
  };
}

/** Something on the ground is seen before and after; a citizen's own matter ends with an answer. */
const CLOSING: Readonly<Record<MatterDomain, readonly ClosingItem[]>> = {
  component: ['result', 'photo_before', 'photo_after'],
  event: ['result', 'photo_before', 'photo_after'],
  livelihood: ['result', 'replied'],
  administration: ['result', 'replied'],
};

const DANGER_WORDS = ['管道破裂', '塌陷', '困人', '坠物', '燃气异味', '线缆脱落', '险情', '起火'];

function wordsOf(draft: Draft): string[] {
  const thing = draft.name.replace(/[((].*$/u, '');
  const said = SAID.flatMap(([name, words]) => (thing.startsWith(name) ? words.split(' ') : []));
  return [...new Set([draft.minor, thing, ...said])].filter((w) => w.length > 1);
}

/** What callers say for a thing that the standard calls otherwise. */
const SAID: readonly (readonly [thing: string, words: string])[] = [
  ['占道经营', '占道摆摊 摆摊 占道'],
  ['无照游商', '流动摊贩 游商 小贩 摆摊'],
  ['无照经营游商', '流动摊贩 游商 小贩 摆摊'],
  ['燃气异味', '煤气味 燃气味 天然气味 煤气泄漏 燃气泄漏 漏气'],
  ['燃气管道破裂', '煤气泄漏 燃气泄漏'],
  ['不热', '暖气不热 没有暖气'],
];

function classMatters(domain: 'component' | 'event', rows: string): Matter[] {
  const letter = domain === 'component' ? 'B' : 'S';
  const rules = domain === 'component' ? COMPONENT_DUTIES : EVENT_DUTIES;
  let major = '';
  return linesOf(rows).flatMap((line): Matter[] => {
    if (line.startsWith('# ')) {
      major = must(line.split(' ')[2], 'major name');
      return [];
    }
    const [code, name, limits] = line.split(' ');
    if (code === undefined || name === undefined || limits === undefined) return [];
    return [
      matterOf({
        domain,
        code: `${letter}${code}`,
        major,
        minor: name,
        name,
        duty: dutyOf(rules, code),
        conditions: limits.split('/').map((text) => ({
          text: conditionText(domain, code, text),
          limit: parseLimit(text),
        })),
        isSample: false,
      }),
    ];
  });
}

/** The first of each, then the second of each: a cut leaves every class with some. */
function inTurns(lists: readonly Matter[][]): Matter[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}

function finerMatters(parent: Matter): Matter[] {
  const kinds = parent.domain === 'component' ? COMPONENT_TROUBLES : EVENT_SCENES;
  return kinds.map((kind, i) =>
    matterOf({
      domain: parent.domain,
      code: `${parent.code}${String(i + 1).padStart(2, '0')}`,
      major: parent.major,
      minor: parent.minor,
      name: parent.domain === 'component' ? `${parent.minor}${kind}` : `${parent.minor}(${kind})`,
      duty: parent.duty,
      conditions: parent.conditions.map(({ text, limit }) => ({ text, limit })),
      isSample: true,
    }),
  );
}

function citizenMatters(
  domain: 'livelihood' | 'administration',
  rows: string,
  ways: readonly string[],
): Matter[] {
  const letter = domain === 'livelihood' ? 'M' : 'Z';
  let major = '';
  let [majorNo, minorNo] = [0, 0];
  return linesOf(rows).flatMap((line): Matter[] => {
    if (line.startsWith('# ')) {
      major = line.slice(2);
      majorNo += 1;
      minorNo = 0;
      return [];
    }
    minorNo += 1;
    const [head, list] = line.split(': ');
    const [duty, minor] = must(head, 'head').split(' ');
    return must(list, 'things')
      .split(' ')
      .flatMap((thing, t) =>
        ways.map((way, w) =>
          matterOf({
            domain,
            code: `${letter}${two(majorNo)}${two(minorNo)}${t + 1}${w + 1}`,
            major,
            minor: must(minor, 'minor'),
            name: `${thing}(${way})`,
            duty: must(duty, 'duty') as Duty,
            conditions: citizenConditions(domain, thing),
            isSample: true,
          }),
        ),
      );
  });
}

const TWO_HOURS = /困人|燃气异味|房屋险情|内涝/u;
const ONE_DAY = /^(停水|停电|停气|停暖|不热|水质浑浊|污水冒溢|信号灯故障)/u;

function citizenConditions(domain: 'livelihood' | 'administration', thing: string) {
  const normal = { text: '事实清楚，属本区职责', limit: limitOf(7, 'natural_day') };
  const complex = { text: '复杂疑难，需多部门研究', limit: limitOf(15, 'natural_day') };
  if (TWO_HOURS.test(thing)) {
    return [{ text: '危及人身或财产安全', limit: limitOf(2, 'urgent_hour') }, normal];
  }
  if (ONE_DAY.test(thing)) {
    return [{ text: '水电气热等基本保障中断', limit: limitOf(24, 'urgent_hour') }, normal];
  }
  if (domain === 'administration') {
    return [{ text: '咨询答复', limit: limitOf(3, 'work_day') }, normal, complex];
  }
  return [normal, complex];
}

function limitOf(value: number, clock: LimitClock): Limit {
  return { value, clock };
}

const CLOCK_WORDS: Readonly<Record<string, LimitClock>> = {
  紧时: 'urgent_hour',
  紧日: 'natural_day',
  时: 'work_hour',
  日: 'work_day',
};

function parseLimit(text: string): Limit {
  const match = must(/^(\d+)(紧时|紧日|时|日)$/u.exec(text), `limit ${text}`);
  return {
    value: Number(match[1]),
    clock: must(CLOCK_WORDS[must(match[2], 'clock word')], 'clock'),
  };
}

function linesOf(rows: string): string[] {
  return rows.split('\n').filter((line) => line !== '');
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
