import { must } from '../../kernel/assert.ts';
import type { Catalogue } from '../../domain/catalogue/catalogue.ts';
import type { Role, Scope, SeatId, UnitId } from '../../domain/operation/identity.ts';

/** Known to everybody and therefore only in demo data folders, which a banner names as such. */
export const DEMO_PASSWORD = 'shaotai-demo';

/** Streets that have logins of their own in the demo. */
export const DEMO_STREETS = ['DZM', 'HPL', 'LT'] as const;

export type LoginPlan = {
  readonly loginName: string;
  readonly seat: SeatId;
  readonly scope: Scope;
  readonly unit: UnitId | null;
  readonly grants: readonly (readonly [Role, Scope])[];
};

/** One login per role in the district. */
export function districtLogins(catalogue: Catalogue): LoginPlan[] {
  const roles: readonly (readonly [name: string, role: Role, seat: SeatId])[] = [
    ['operator', 'operator', 'S01'],
    ['operator2', 'operator', 'S02'],
    ['dispatcher', 'dispatcher', 'D01'],
    ['chief', 'dutyChief', 'D02'],
    ['supervisor', 'supervisor', 'D03'],
    ['callback', 'callbackClerk', 'D04'],
    ['leader', 'leader', 'D05'],
    ['quality', 'quality', 'D06'],
    ['admin', 'administrator', 'D07'],
    ['wall', 'wall', 'D08'],
    ['inspector', 'inspector', 'D09'],
  ];
  const department = must(
    catalogue.units.find((u) => u.duty === 'sanitation' && u.kind === 'department'),
    'a sanitation department',
  ).id;
  return [
    ...roles.map(([loginName, role, seat]): LoginPlan => ({
      loginName,
      seat,
      scope: 'district',
      unit: null,
      grants: [[role, 'district']],
    })),
    {
      loginName: 'unit',
      seat: 'D10',
      scope: `unit:${department}`,
      unit: department,
      grants: [['unit', `unit:${department}`]],
    },
  ];
}

/** Dispatcher, duty chief, operator, inspector and a law enforcement team in each demo street. */
export function streetLogins(catalogue: Catalogue): LoginPlan[] {
  return DEMO_STREETS.flatMap((letters) => {
    const street = must(
      catalogue.streets.find((s) => s.originLetters === letters),
      `street ${letters}`,
    );
    const scope: Scope = `street:${street.code}`;
    const prefix = letters.toLowerCase();
    const unit: UnitId = `u-${street.code}-E1`;
    const staff = (name: string, role: Role, desk: number): LoginPlan => ({
      loginName: `${prefix}-${name}`,
      seat: `${letters}-${desk}`,
      scope,
      unit: null,
      grants: [[role, scope]],
    });
    return [
      staff('dispatcher', 'dispatcher', 1),
      staff('chief', 'dutyChief', 2),
      staff('operator', 'operator', 3),
      staff('inspector', 'inspector', 3),
      {
        loginName: `${prefix}-unit`,
        seat: `${letters}-3`,
        scope: `unit:${unit}` as const,
        unit,
        grants: [['unit', `unit:${unit}`]] as const,
      },
    ];
  });
}
