import type { Scope } from '../../domain/operation/identity.ts';
import type { AnyOperation } from '../../domain/operation/operation.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Result } from '../../kernel/result.ts';
import { STREET_ASKS, parseBrought } from '../../protocol/sync/street.ts';
import type {
  BroughtActs,
  BroughtAnswer,
  DistrictMark,
  StreetDevice,
} from '../../protocol/sync/street.ts';
import type { District } from '../openDistrict.ts';
import type { Push, PushAnswer } from '../push.ts';
import type { Asker, Asks } from '../sync/asks.ts';

type Refused = { readonly code: string };
/** `later`: something before it is missing, or its author must bring it himself. */
type Carried = Exclude<PushAnswer, { readonly kind: 'gap' }> | { readonly kind: 'later' };

/**
 * What the district does for stations (docs/adr/0022): it names the devices of their street and decides what
 * they bring. A station proves nothing for anybody: each batch is signed by its author's device.
 */
export function serveStations(district: District, asks: Asks): void {
  asks.provideTo(STREET_ASKS.devices, (_, asker) =>
    Promise.resolve(isStreet(asker.scope) ? ok(namedTo(district, asker)) : NOT_YOURS),
  );
  asks.provideTo(STREET_ASKS.bring, (input, asker) => brought(district, input, asker));
}

const NOT_YOURS: Result<never, Refused> = err({ code: 'grant/other-scope' });

export function isStreet(scope: Scope): boolean {
  return scope.startsWith('street:');
}

function namedTo(
  district: District,
  asker: Asker,
): { readonly devices: readonly StreetDevice[]; readonly district: DistrictMark } {
  const { history, secrets } = district;
  const mark = { epoch: history.epoch, headKey: secrets.headKey.publicKey };
  return { devices: devicesOf(district, asker), district: mark };
}

function devicesOf({ core }: District, { scope }: Asker): readonly StreetDevice[] {
  return core.state
    .recordsOf('device')
    .filter((one) => one.scope === scope && one.revokedAt === undefined)
    .map(({ device, replica, publicKey }) => ({ device, replica, publicKey }));
}

async function brought(
  district: District,
  input: Readonly<Record<string, unknown>>,
  { scope }: Asker,
): Promise<Result<BroughtAnswer, Refused>> {
  const acts = parseBrought(input);
  if (!isStreet(scope)) return NOT_YOURS;
  // Nobody of the street waits behind what cannot be read here; its author has it still.
  if (acts === null) return ok({ kind: 'refused', code: 'op/schema' });
  const answer = await bringActs(district, acts, scope);
  if (!answer.ok || answer.value.kind !== 'decided') return answer;
  const decisions = answer.value.decisions.map(({ opId, ver, outcome }) => ({
    opId,
    ver,
    outcome,
  }));
  return ok({ kind: 'decided', decisions });
}

/** One batch that somebody else carries than its author, from one place: as if its author had pushed it. */
export async function bringActs(
  { core }: District,
  acts: BroughtActs,
  scope: Scope,
): Promise<Result<Carried, Refused>> {
  const device = core.state.recordsOf('device').find((one) => one.device === acts.device);
  // A district that was put back does not know it yet: nobody else of the street waits for that.
  if (device === undefined) return ok({ kind: 'later' });
  if (device.scope !== scope) return NOT_YOURS;
  const isHisToBring = acts.isHeld && core.have(acts.replica, acts.incarnation) < lastOf(acts);
  const answer = isHisToBring ? null : await core.push(pushOf(acts));
  if (answer !== null && answer.kind !== 'gap') return ok(answer);
  return ok(isOver(core, acts) ? { kind: 'refused', code: 'sync/fork' } : { kind: 'later' });
}

/** How far ahead a later life is looked for: each is the next one, and few of them say nothing. */
const LIVES = 16;

/**
 * Its author is numbered anew: whatever he still had to bring he brings under those numbers, and what stands
 * before this batch comes no more.
 */
export function isOver(
  core: Pick<District['core'], 'have'>,
  { replica, incarnation }: Pick<BroughtActs, 'replica' | 'incarnation'>,
): boolean {
  for (let later = incarnation + 1; later <= incarnation + LIVES; later += 1) {
    if (core.have(replica, later) > 0) return true;
  }
  return false;
}

function lastOf({ ops }: BroughtActs): number {
  return ops.at(-1)?.rseq ?? 0;
}

/** Nobody is present: what counts only on its author's own line is not brought. */
function pushOf({ device, replica, incarnation, ops, sig, sentAt }: BroughtActs): Push {
  return {
    device,
    replica,
    incarnation,
    // The chain proves that nothing was changed; each kind's schema is checked when it is judged.
    ops: ops as unknown as readonly AnyOperation[],
    sig,
    ...(sentAt === undefined ? {} : { sentAt }),
  };
}
