import type { District } from '../district/openDistrict.ts';
import type { ProgramAct } from '../district/programAuthor.ts';
import type { PersonId, Scope } from '../domain/operation/identity.ts';
import { createDeviceKey } from '../node/deviceKey.ts';

/** A console of the demo, enrolled beforehand: whoever starts one picks it up and needs no code. */
export type DemoConsole = {
  readonly device: string;
  readonly replica: string;
  readonly scope: Scope;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly dataKey: string;
};

const HALL_CONSOLES = 12;
const STREET_CONSOLES = 3;

/** `hall-1` to `hall-12`, `dzm-1` to `dzm-3` and so on for every street, `sla-1` …, one a department. */
export async function enrolDemoConsoles(
  district: District,
  people: readonly PersonId[],
): Promise<readonly DemoConsole[]> {
  const consoles = wanted(district).map(({ device, scope }): DemoConsole => ({
    device,
    replica: `console-${device}`,
    scope,
    ...createDeviceKey(),
    dataKey: district.secrets.dataKey,
  }));
  await district.core.act(
    consoles.map(({ device, replica, scope, publicKey }): ProgramAct => ({
      kind: 'device.enrol',
      caseId: null,
      args: { device, replica, publicKey, scope, name: device },
    })),
  );
  // A demo console knows the demo's logins before it ever reached its district.
  const always = { openedAt: 0, until: Number.MAX_SAFE_INTEGER };
  await district.sittings.vouch(
    consoles.flatMap(({ device }) => people.map((person) => ({ device, person, ...always }))),
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
