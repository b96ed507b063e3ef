import type { District } from '../district/openDistrict.ts';
import type { PersonId, Scope } from '../domain/operation/identity.ts';
import { enrolConsoles, seatForEver, type DemoConsole } from './enrolConsoles.ts';

const HALL_CONSOLES = 12;
const STREET_CONSOLES = 3;

/** `hall-1` to `hall-12`, `dzm-1` to `dzm-3` and so on for every street, `sla-1` …, one a department. */
export async function enrolDemoConsoles(
  district: District,
  people: readonly PersonId[],
): Promise<readonly DemoConsole[]> {
  const consoles = await enrolConsoles(
    district,
    wanted(district).map((one) => ({ ...one, replica: `console-${one.device}` })),
  );
  // A demo console knows the demo's logins before it ever reached its district.
  await seatForEver(
    district,
    consoles.flatMap(({ device }) => people.map((person) => ({ device, person }))),
  );
  return consoles;
}

function wanted(district: District): { readonly device: string; readonly scope: Scope }[] {
  const { streets, intakeCenters, units } = district.profile.catalogue;
  const several = (name: string, scope: Scope, count: number) =>
    Array.from({ length: count }, (_, i) => ({ device: `${name}-${i + 1}`, scope }));
  return [
    ...several('hall', 'district', HALL_CONSOLES),
    ...streets.flatMap((street) =>
      several(street.originLetters.toLowerCase(), `street:${street.code}`, STREET_CONSOLES),
    ),
    ...intakeCenters.flatMap((center) =>
      several(center.originLetters.toLowerCase(), center.scope, 2),
    ),
    ...units
      .filter((unit) => unit.hasConsole)
      .map((unit) => ({
        device: `unit-${unit.id.slice(2).toLowerCase()}`,
        scope: `unit:${unit.id}` as Scope,
      })),
  ];
}
