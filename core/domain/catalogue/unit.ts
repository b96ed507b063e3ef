import type { CommunityCode, BaseGridCode } from '../area/ground.ts';
import type { StreetCode, UnitId } from '../operation/identity.ts';
import type { Bilingual } from './bilingual.ts';

/**
 * `section` 街道科室, `embedded` 下沉/派驻部门, `gridTeam` 基础网格 1+2+N 团队, `policePost` 派出所,
 * `department` 区职能部门, `enterprise` 公共服务企业, `crew` 抢险/保洁车组.
 */
export type UnitKind =
  | 'section'
  | 'community'
  | 'embedded'
  | 'gridTeam'
  | 'policePost'
  | 'department'
  | 'enterprise'
  | 'crew';

/** Anything that can be assigned. A unit never holds a case. */
export type Unit = {
  readonly id: UnitId;
  readonly name: Bilingual;
  readonly kind: UnitKind;
  /** What it does, the key of the duty matrix: a matter names one. */
  readonly duty: Duty;
  readonly homeScope: 'district' | `street:${string}`;
  readonly street: StreetCode | null;
  readonly community: CommunityCode | null;
  readonly baseGrid: BaseGridCode | null;
  /** Crews, vehicles and persons on scene: one case at a time. */
  readonly exclusive: boolean;
  /** Has a console and so a feed `unit:<id>` of its own. */
  readonly hasConsole: boolean;
  readonly phone: string;
};

/** Lines of work. The duty matrix maps a matter's duty to the units of the place that carry it. */
export type Duty =
  | 'urban_management'
  | 'community_life'
  | 'safety_construction'
  | 'civil_affairs'
  | 'law_enforcement'
  | 'market'
  | 'traffic_police'
  | 'fire'
  | 'health'
  | 'policing'
  | 'grid'
  | 'neighbourhood'
  | 'sanitation'
  | 'greening'
  | 'roads'
  | 'water'
  | 'drainage'
  | 'power'
  | 'gas'
  | 'heating'
  | 'telecom'
  | 'housing'
  | 'construction'
  | 'environment'
  | 'education'
  | 'labour'
  | 'culture'
  | 'transport'
  | 'planning'
  | 'justice'
  | 'commerce'
  | 'finance'
  | 'petition'
  | 'emergency'
  | 'lighting'
  | 'general';
