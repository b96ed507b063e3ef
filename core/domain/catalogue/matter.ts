import type { Limit } from '../calendar/limit.ts';
import type { Brand } from '../../kernel/brand.ts';
import type { MatterId } from '../operation/identity.ts';
import type { Duty } from './unit.ts';

export type ConditionId = Brand<string, 'ConditionId'>;

/** 部件, 事件, 公共服务 (百姓生活), 行政服务: the four domains of the catalogue. */
export type MatterDomain = 'component' | 'event' | 'livelihood' | 'administration';

/** 结案条件: what a case must show before it is closed. */
export type ClosingItem =
  'photo_before' | 'photo_after' | 'result' | 'verified' | 'replied' | 'contacted';

/** 立案条件 with the limit it sets: dispatch and deadline come from the condition, not from the class. */
export type FilingCondition = {
  readonly id: ConditionId;
  readonly text: string;
  readonly limit: Limit;
};

export type Matter = {
  readonly id: MatterId;
  /** Code shown to people: domain letter and digits, `B0101`. */
  readonly code: string;
  readonly domain: MatterDomain;
  /** Names of the three levels: 大类, 小类, 事项. */
  readonly major: string;
  readonly minor: string;
  readonly name: string;
  /** Pinyin initials of the three names, for search. */
  readonly initials: string;
  /** Made up to fill the catalogue: screens say 样例. */
  readonly isSample: boolean;
  readonly conditions: readonly FilingCondition[];
  /** Whose work it is; null = the street's general office decides. */
  readonly duty: Duty;
  /** Where the unit with that duty stands: inside the street, or a department of the district. */
  readonly level: 'street' | 'district';
  /** 值班长 need not file it: the operator's own filing holds. */
  readonly filesAutomatically: boolean;
  /** Closing needs a verification (核查) first. */
  readonly needsCheck: boolean;
  /** What its standard demands before closing; a catalogue made before there was any demands nothing. */
  readonly closing?: readonly ClosingItem[];
  /** Raises the proposed urgency: `critical` words stand in dangerWords. */
  readonly defaultUrgency: 'ordinary' | 'urgent' | 'critical';
  /** Words in the text that point to this matter or to danger. */
  readonly words: readonly string[];
  readonly dangerWords: readonly string[];
};
