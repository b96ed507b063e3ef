import type { EpochMs } from '../../kernel/time.ts';
import type { PersonId, Role, Scope, SeatId, UnitId } from '../operation/identity.ts';

export type RoleGrant = {
  readonly role: Role;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
};

/** 坐席与中心人员, 监督员 (432), 网格员 (524), 协管员 (441), 部门人员. */
export type Employment = 'center' | 'inspector' | 'gridManager' | 'assistant' | 'unitStaff';

export type Person = {
  readonly id: PersonId;
  readonly name: string;
  readonly initials: string;
  readonly employment: Employment;
  /** The unit worked for, or null for people of a center. */
  readonly unit: UnitId | null;
  /** Work number, shown on case sheets: 6 digits. */
  readonly workNo: string;
  readonly grants: readonly RoleGrant[];
};

/** Only in demo data folders; printed when the demo starts. */
export type DemoLogin = {
  readonly loginName: string;
  readonly password: string;
  readonly person: PersonId;
  readonly seat: SeatId;
  readonly scope: Scope;
};

export type PeopleDirectory = {
  readonly kind: 'shaotai-people';
  readonly version: string;
  readonly isSample: boolean;
  readonly people: readonly Person[];
  readonly demoLogins: readonly DemoLogin[];
};

/** A demo or a drill: everybody is made up, and so may be what happens to him. Says the people, not the terms. */
export function isDemo(people: Pick<PeopleDirectory, 'isSample'> | null): boolean {
  return people?.isSample === true;
}
