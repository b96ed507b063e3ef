import { buildDistrict } from '#core/demo/buildDistrict.ts';
import { callerSeal } from '#core/demo/callerSeal.ts';
import { seatForEver } from '#core/demo/enrolConsoles.ts';
import { plannedBody } from '#core/demo/history/demoReplica.ts';
import { historyHours } from '#core/demo/history/historyDays.ts';
import type { PlannedOp } from '#core/demo/history/plannedOp.ts';
import { buildWorld, type World } from '#core/demo/history/world.ts';
import type { District } from '#core/district/openDistrict.ts';
import type { ProgramAct } from '#core/district/programAuthor.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import type { AnyBody, AnyOperation } from '#core/domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '#core/domain/operation/operationHash.ts';
import { must } from '#core/kernel/assert.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { createDeviceKey, deviceSigner, type DeviceKey } from '#core/node/deviceKey.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { createSealing } from '#core/node/sealing.ts';

const SEED = 20260101;
/** Of each street's letters so many serials a day, as the made-up cases take them. */
const SERIALS = 500;

/** A console of the benchmark: its key, and what it said while its line was cut. */
export type BenchReplica = {
  readonly device: string;
  readonly replica: string;
  readonly scope: Scope;
  readonly key: DeviceKey;
  readonly ops: readonly AnyOperation[];
};

/** Consoles of streets with acts that wait, and consoles of the hall that only read. */
export type BenchReplicas = {
  readonly authors: readonly BenchReplica[];
  readonly readers: readonly BenchReplica[];
};

export type ActPlan = {
  readonly profilesDir: string;
  readonly profile: string;
  readonly authors: number;
  readonly opsEach: number;
  readonly readers: number;
  /** Whole cases of one street alone instead of all streets in turn. */
  readonly street?: string;
};

/**
 * What streets do on their own cases from making to closing, as the demo's days have it, each console with
 * cases of its own and cut off from everybody while it acts: the version seen is always 0.
 */
export async function enrolWithActs(district: District, plan: ActPlan): Promise<BenchReplicas> {
  const sources = buildDistrict(plan.profilesDir, plan.profile, SEED);
  const world = buildWorld(sources, callerSeal(createSealing(district.secrets.dataKey)), SEED);
  const streets = world.catalogue.streets
    .map(({ code }): Scope => `street:${code}`)
    .filter((scope) => plan.street === undefined || scope === `street:${plan.street}`);
  const scopes = Array.from({ length: plan.authors }, (_, i): Scope =>
    must(streets[i % streets.length], 'a profile has streets'),
  );
  const said = dealt(world, scopes, plan.opsEach);
  const authors: BenchReplica[] = [];
  for (const [i, scope] of scopes.entries()) {
    const name = `bench-author-${plan.street ?? 'all'}-${i + 1}`;
    const own = must(said[i], 'each author has acts');
    const key = await enrol(district, world.catalogue.streets, { name, scope });
    await seatForEver(
      district,
      [...new Set(own.map((op) => op.by.actor))].map((person) => ({ device: name, person })),
    );
    authors.push({ device: name, replica: name, scope, key, ops: chainOf(name, own) });
  }
  return { authors, readers: await enrolReaders(district, 1, plan.readers) };
}

/** Consoles of the hall that say nothing. */
export async function enrolReaders(
  district: District,
  first: number,
  last: number,
): Promise<BenchReplica[]> {
  const readers: BenchReplica[] = [];
  for (let i = first; i <= last; i += 1) {
    const name = `bench-reader-${i}`;
    const key = await enrol(district, [], { name, scope: 'district' });
    readers.push({ device: name, replica: name, scope: 'district', key, ops: [] });
  }
  return readers;
}

/** Days of history in which all streets together did so much alone. */
const DAYS = 60;
const DAYS_OF_WEEKS = 150;
const OPS_OF_WEEKS = 100_000;

/** Whole cases of each console's street, in turn, until everybody has enough. */
function dealt(world: World, scopes: readonly Scope[], opsEach: number): PlannedOp[][] {
  const desks = scopes.map((scope) => ({ scope, said: [] as PlannedOp[] }));
  const turns = new Map<Scope, number>();
  const isOfWeeks = opsEach * scopes.length > OPS_OF_WEEKS;
  for (const script of streetScripts(world, isOfWeeks ? DAYS_OF_WEEKS : DAYS)) {
    const scope = must(script[0], 'a case begins').by.scope;
    const takers = desks.filter((desk) => desk.scope === scope && desk.said.length < opsEach);
    const turn = turns.get(scope) ?? 0;
    turns.set(scope, turn + 1);
    takers[turn % takers.length]?.said.push(...script);
  }
  return desks.map(({ said }) => {
    if (said.length < opsEach) throw new Error(`only ${said.length} acts of ${opsEach} are there`);
    return said.slice(0, opsEach).sort((a, b) => a.at - b.at);
  });
}

/** Everything said on each case that one street alone had to do with, oldest case first. */
function streetScripts(world: World, days: number): PlannedOp[][] {
  const first = Math.floor(Date.now() / DAY_MS) - days - 30;
  const cases = new Map<string, PlannedOp[]>();
  for (const hour of historyHours({ first, days, storm: null, seed: SEED }, world)) {
    for (const op of hour.ops) {
      if (op.caseId === null) continue;
      const said = cases.get(op.caseId);
      if (said === undefined) cases.set(op.caseId, [op]);
      else said.push(op);
    }
  }
  return [...cases.values()].filter(([first, ...rest]) => {
    if (first?.kind !== 'case.create') return false;
    return rest.every((op) => op.by.scope === first.by.scope);
  });
}

function chainOf(replica: string, planned: readonly PlannedOp[]): AnyOperation[] {
  const own = new Map<string, number>();
  let prevHash = GENESIS_HASH;
  return planned.map((one, i) => {
    const { at, caseId } = one;
    const t = { wall: at, mono: i, boot: 'bench', off: 0, err: 0 };
    const before = own.get(caseId ?? '') ?? 0;
    own.set(caseId ?? '', before + 1);
    const bases = [{ of: `case:${caseId ?? ''}`, ver: 0, own: before }];
    const body = { ...plannedBody(one, { ver: 0, t }), bases } as AnyBody;
    const op = chained(nodeHashing, body, { replica, incarnation: 1, rseq: i + 1, prevHash });
    prevHash = op.hash;
    return op;
  });
}

async function enrol(
  { core }: District,
  streets: World['catalogue']['streets'],
  { name, scope }: { readonly name: string; readonly scope: Scope },
): Promise<DeviceKey> {
  const key = createDeviceKey();
  const { publicKey } = key;
  const args = { device: name, replica: name, publicKey, scope, name };
  const acts: ProgramAct[] = [{ kind: 'device.enrol', caseId: null, args }];
  const street = streets.find(({ code }) => scope === `street:${code}`);
  if (street !== undefined) {
    const range = { origin: street.originLetters, from: 1, to: SERIALS };
    const lease = { replica: name, incarnation: 1, ...range };
    acts.push({ kind: 'numbers.lease', caseId: null, args: lease });
  }
  await core.act(acts);
  return key;
}

export function signerOf({ key }: BenchReplica): (text: string) => string {
  return deviceSigner(key);
}
