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
type Planned = Pick<DemoConsole, 'device' | 'replica' | 'scope'>;

/** Makes keys for consoles that are planned, and lets the district enrol them. */
export async function enrolConsoles<P extends Planned>(
  district: District,
  planned: readonly P[],
): Promise<readonly (P & DemoConsole)[]> {
  const { dataKey } = district.secrets;
  const consoles = planned.map((one) => ({ ...one, ...createDeviceKey(), dataKey }));
  await district.core.act(
    consoles.map(({ device, replica, scope, publicKey }): ProgramAct => ({
      kind: 'device.enrol',
      caseId: null,
      args: { device, replica, publicKey, scope, name: device },
    })),
  );
  return consoles;
}

/** As if these persons had logged in at these devices once and for ever. */
export function seatForEver(
  { sittings }: District,
  pairs: readonly { readonly device: string; readonly person: PersonId }[],
): Promise<void> {
  const always = { openedAt: 0, until: Number.MAX_SAFE_INTEGER };
  return sittings.vouch(pairs.map(({ device, person }) => ({ device, person, ...always })));
}
