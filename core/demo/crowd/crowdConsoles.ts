import type { District } from '../../district/openDistrict.ts';
import { staffedSeats } from '../../district/calls/demoTelephony.ts';
import type { Scope, SeatId } from '../../domain/operation/identity.ts';
import { enrolConsoles, seatForEver, type DemoConsole } from '../enrolConsoles.ts';

/** A console of the simulated people; at a seat of the hall, or where a place does its work. */
export type CrowdConsole = DemoConsole & { readonly seat: SeatId | null };

export const CROWD_FILE = 'crowd.json';

/** One console for each place and each staffed seat, enrolled like the visitors' own. */
export async function enrolCrowd(district: District): Promise<readonly CrowdConsole[]> {
  const { people, catalogue } = district.profile;
  const planned = wanted(district).map(({ name, scope, seat }) => {
    const device = `crowd-${name}`;
    return { device, replica: device, scope, seat };
  });
  const consoles = await enrolConsoles(district, planned);
  const visitors = new Set(people?.demoLogins.map(({ person }) => person));
  const unitsHere = new Set(catalogue.units.filter((one) => one.hasConsole).map((one) => one.id));
  const pairs = consoles.flatMap(({ device, scope, seat }) =>
    (people?.people ?? [])
      .filter(({ id, grants, unit }) => {
        if (visitors.has(id)) return false;
        if (unit !== null && unitsHere.has(unit)) return scope === `unit:${unit}`;
        const roles = grants.filter((grant) => grant.scope === scope);
        return seat === null ? roles.length > 0 : roles.some(({ role }) => role === 'operator');
      })
      .map(({ id }) => ({ device, person: id })),
  );
  await seatForEver(district, pairs);
  return consoles;
}

type Wanted = { readonly name: string; readonly scope: Scope; readonly seat: SeatId | null };

function wanted(district: District): readonly Wanted[] {
  const { catalogue } = district.profile;
  const seat = null;
  return [
    ...staffedSeats(catalogue).map((id) => ({ name: id, scope: 'district' as const, seat: id })),
    { name: 'desk', scope: 'district', seat },
    ...catalogue.streets.map(({ code, originLetters }) => ({
      name: originLetters.toLowerCase(),
      scope: `street:${code}` as const,
      seat,
    })),
    ...catalogue.units
      .filter((unit) => unit.hasConsole)
      .map((unit) => ({ name: unit.id, scope: `unit:${unit.id}` as const, seat })),
  ];
}
