import type { Duty } from '../../domain/catalogue/unit.ts';

type DutyRule = readonly [codes: RegExp, duty: Duty];

/** Duty matrix of the component classes, first match wins. */
export const COMPONENT_DUTIES: readonly DutyRule[] = [
  [/^01(01|25|93)/, 'water'],
  [/^01(02|03|04|18|26)/, 'drainage'],
  [/^01(06|37|38|39|78)/, 'lighting'],
  [/^01(10|92)/, 'heating'],
  [/^01(11|49|57)/, 'gas'],
  [/^0114/, 'greening'],
  [/^01(27|31)/, 'telecom'],
  [/^01(28|29|30|54)/, 'power'],
  [/^01(50|51)/, 'policing'],
  [/^01(46|99|97)/, 'community_life'],
  [/^01/, 'urban_management'],
  [/^02(01|04)/, 'transport'],
  [/^02(17|20)/, 'traffic_police'],
  [/^0225/, 'urban_management'],
  [/^02/, 'roads'],
  [/^03(06|07|96)/, 'law_enforcement'],
  [/^03(03)/, 'drainage'],
  [/^03/, 'sanitation'],
  [/^04/, 'greening'],
  [/^05(03|04)/, 'emergency'],
  [/^05/, 'drainage'],
];

export const EVENT_DUTIES: readonly DutyRule[] = [
  [/^01(01|02|03|06|07|08|20|28|29|38|99|98|96|87|84)/, 'law_enforcement'],
  [/^01(13|97|79)/, 'roads'],
  [/^01(17|18|21|22|91|90)/, 'greening'],
  [/^01(25|26|82|81)/, 'drainage'],
  [/^01(33)/, 'health'],
  [/^01(83)/, 'housing'],
  [/^01(80)/, 'telecom'],
  [/^01(04|05|19|36)/, 'urban_management'],
  [/^01(35|92|93)/, 'neighbourhood'],
  [/^01/, 'sanitation'],
  [/^02/, 'law_enforcement'],
  [/^03(04)/, 'environment'],
  [/^03/, 'construction'],
  [/^0498/, 'market'],
  [/^0496/, 'fire'],
  [/^04(10|93)/, 'urban_management'],
  [/^04/, 'law_enforcement'],
  [/^0501/, 'water'],
  [/^0502/, 'gas'],
  [/^0503/, 'drainage'],
  [/^0504/, 'heating'],
  [/^0505/, 'roads'],
  [/^0506/, 'drainage'],
  [/^0507/, 'sanitation'],
  [/^0508/, 'telecom'],
  [/^05/, 'safety_construction'],
  [/^06/, 'law_enforcement'],
];

export function dutyOf(rules: readonly DutyRule[], code: string): Duty {
  return rules.find(([codes]) => codes.test(code))?.[1] ?? 'urban_management';
}

/** Duties that every street has hands for; the others are a district department's. */
export const STREET_DUTIES: ReadonlySet<Duty> = new Set<Duty>([
  'urban_management',
  'community_life',
  'safety_construction',
  'civil_affairs',
  'law_enforcement',
  'market',
  'traffic_police',
  'fire',
  'health',
  'policing',
  'grid',
  'neighbourhood',
]);
