import type { CommunityCode } from '../area/ground.ts';
import type { Limit } from '../calendar/limit.ts';
import type { StreetCode } from '../operation/identity.ts';
import type { Bilingual } from './bilingual.ts';
import type { Duty } from './unit.ts';

export type Street = {
  readonly code: StreetCode;
  readonly name: Bilingual;
  /** Case number origin of the street's sub-center, 2 to 4 letters, unique in the profile. */
  readonly originLetters: string;
};

export type Community = {
  readonly code: CommunityCode;
  readonly street: StreetCode;
  readonly name: Bilingual;
  readonly isSample: boolean;
  readonly population: number;
  readonly households: number;
  /** Number of key persons by kind id; who they are stands in no catalogue. */
  readonly keyPersons: Readonly<Record<string, number>>;
};

export type KeyPersonKind = { readonly id: string; readonly name: Bilingual };

/** 吹哨事项. */
export type WhistleItem = {
  readonly id: string;
  readonly no: number;
  readonly situation: 'enforcement' | 'priority_work' | 'emergency' | 'backstop';
  readonly name: string;
  /** 触发标准, all of them are ticked when the whistle is opened. */
  readonly standards: readonly string[];
  readonly duties: readonly Duty[];
  readonly respondWithin: Limit;
  readonly finishWithin: Limit;
  readonly isSample: boolean;
};

/** 路长制: a chief of the district's level and one of the street's level for a road. */
export type RoadChief = {
  readonly roadId: string;
  readonly roadName: string;
  readonly street: StreetCode;
  readonly firstChief: string;
  readonly secondChief: string;
};
