import { join } from 'node:path';
import { buildDistrict } from '#core/demo/buildDistrict.ts';
import { callerSeal } from '#core/demo/callerSeal.ts';
import { seatForEver } from '#core/demo/enrolConsoles.ts';
import { demoLease } from '#core/demo/history/demoLease.ts';
import { demoReplica, type DemoReplica } from '#core/demo/history/demoReplica.ts';
import { historyHours } from '#core/demo/history/historyDays.ts';
import type { PlannedOp } from '#core/demo/history/plannedOp.ts';
import { buildWorld } from '#core/demo/history/world.ts';
import { makeDemo } from '#core/demo/makeDemo.ts';
import { openDistrict, type District } from '#core/district/openDistrict.ts';
import type { Scope } from '#core/domain/operation/identity.ts';
import { assert, must } from '#core/kernel/assert.ts';
import { DAY_MS } from '#core/kernel/time.ts';
import { createDeviceKey, deviceSigner } from '#core/node/deviceKey.ts';
import { openLogFile } from '#core/node/logFile.ts';
import { nodeHashing } from '#core/node/nodeHashing.ts';
import { createSealing } from '#core/node/sealing.ts';
import { systemClock } from '#core/node/systemClock.ts';

const SEED = 20260101;
const BATCH_OPS = 250;
const PROFILES = 'profiles';
const PROFILE = 'dongcheng';

/**
 * A district with so many open cases, none of them handled: the worst board there is. They come from
 * the demo's own days through the ordinary door; only what happens after a case's making is left out.
 */
export async function makeOpenDistrict(folder: string, cases: number): Promise<void> {
  const today = Math.floor(Date.now() / DAY_MS);
  await makeDemo({
    profilesDir: PROFILES,
    profile: PROFILE,
    folder,
    seed: SEED,
    days: 0,
    until: today * DAY_MS,
    storm: null,
    isStopped: () => false,
    onProgress: () => undefined,
  });
  const home = join(folder, 'district');
  const clock = systemClock();
  const log = openLogFile({ folder: join(home, 'logs'), name: 'bench', now: () => clock.wall() });
  const district = await openDistrict({ folder: home, clock, log });
  try {
    await pushCases(district, cases, today);
  } finally {
    await district.close();
    await log.close();
  }
}

async function pushCases(district: District, cases: number, today: number): Promise<void> {
  const world = buildWorld(
    buildDistrict(PROFILES, PROFILE, SEED),
    callerSeal(createSealing(district.secrets.dataKey)),
    SEED,
  );
  const days = Math.ceil(cases / 800);
  const pusher = new Pusher(district);
  for (const hour of historyHours({ first: today - days, days, storm: null, seed: SEED }, world)) {
    const room = cases - pusher.pushed;
    if (room <= 0) return;
    await pusher.push(hour.ops.filter(isFlowCase).slice(0, room));
  }
  assert(pusher.pushed === cases, `only ${pusher.pushed} cases could be made`);
}

function isFlowCase(op: PlannedOp): boolean {
  return op.kind === 'case.create' && (op.args.next === 'queue' || op.args.next === 'file');
}

class Pusher {
  pushed = 0;
  readonly #district: District;
  readonly #replicas = new Map<Scope, DemoReplica>();

  constructor(district: District) {
    this.#district = district;
  }

  async push(ops: readonly PlannedOp[]): Promise<void> {
    for (const scope of new Set(ops.map((op) => op.by.scope))) {
      const own = ops.filter((op) => op.by.scope === scope);
      const replica = this.#replicas.get(scope) ?? (await this.#enrol(scope));
      await this.#seat(replica.device, own);
      for (let i = 0; i < own.length; i += BATCH_OPS) {
        const chained = replica.chain(own.slice(i, i + BATCH_OPS));
        const answer = await this.#district.core.push({
          device: replica.device,
          replica: replica.replica,
          incarnation: 1,
          ops: chained,
          sig: replica.sign(must(chained.at(-1), 'no batch is empty').hash),
        });
        assert(answer.kind === 'decided', `not decided: ${answer.kind}`);
        this.pushed += chained.length;
      }
    }
  }

  async #seat(device: string, ops: readonly PlannedOp[]): Promise<void> {
    const { sittings } = this.#district;
    const people = [...new Set(ops.map((op) => op.by.actor))].filter(
      (person) => !sittings.sat({ device, person, at: Date.now(), errMs: 0 }),
    );
    await seatForEver(
      this.#district,
      people.map((person) => ({ device, person })),
    );
  }

  async #enrol(scope: Scope): Promise<DemoReplica> {
    const key = createDeviceKey();
    const replica = demoReplica(
      scope,
      { publicKey: key.publicKey, sign: deviceSigner(key) },
      { hashing: nodeHashing, versions: new Map() },
    );
    this.#replicas.set(scope, replica);
    const { device, publicKey } = replica;
    const args = { device, replica: replica.replica, publicKey, scope, name: device };
    const at = Date.now();
    const lease = demoLease(this.#district.profile.catalogue, replica);
    await this.#district.core.act([
      { kind: 'device.enrol', caseId: null, at, args },
      ...(lease === null
        ? []
        : [{ kind: 'numbers.lease', caseId: null, at, args: lease } as const]),
    ]);
    return replica;
  }
}
