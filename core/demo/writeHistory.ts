import type { District } from '../district/openDistrict.ts';
import type { ProgramAct } from '../district/programAuthor.ts';
import type { Span } from '../district/sittings.ts';
import type { Scope } from '../domain/operation/identity.ts';
import { assert, must } from '../kernel/assert.ts';
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { EpochMs } from '../kernel/time.ts';
import { createDeviceKey, deviceSigner } from '../node/deviceKey.ts';
import type { DeviceKey } from '../node/deviceKey.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { demoLease } from './history/demoLease.ts';
import { demoReplica, historyReplica } from './history/demoReplica.ts';
import type { CaseVersions, DemoReplica } from './history/demoReplica.ts';
import type { HistoryHour } from './history/historyDays.ts';
import { batchesOf } from './history/orderOps.ts';
import type { Batch } from './history/orderOps.ts';
import type { World } from './history/world.ts';

export type HistoryProgress = {
  readonly hoursDone: number;
  readonly hours: number;
  readonly operations: number;
};

/** A device that wrote history, kept in the demo folder so that it can go on. */
export type HistoryDevice = DeviceKey & { readonly scope: Scope };

export type HistoryResult = {
  readonly operations: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly isStopped: boolean;
};

/** What is to be played, and what was before it: nothing, or the devices and cases of an earlier run. */
export type HistoryPlan = {
  readonly world: World;
  readonly hours: Iterable<HistoryHour>;
  /** How many hours there are. */
  readonly count: number;
  readonly devices: readonly HistoryDevice[];
  readonly versions: CaseVersions;
  /** What of an hour may be played; all of it if not given. */
  readonly only?: (hour: HistoryHour) => Promise<HistoryHour>;
};

export type HistoryPorts = {
  /** Business time goes along with the history, so that receipt follows the act. */
  readonly setTime: (now: EpochMs) => void;
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: HistoryProgress) => void;
};

const BATCH_OPS = 400;

/**
 * Plays made-up days through the ordinary door: demo devices are enrolled, their operations chained,
 * signed and pushed, and the district's decider decides each of them.
 */
export async function writeHistory(
  district: District,
  plan: HistoryPlan,
  ports: HistoryPorts,
): Promise<{ readonly result: HistoryResult; readonly devices: readonly HistoryDevice[] }> {
  const player = new Player(district, plan);
  const hours = plan.count;
  let hoursDone = 0;
  for (const hour of plan.hours) {
    if (ports.isStopped()) break;
    ports.setTime(hour.to);
    await player.play((await plan.only?.(hour)) ?? hour);
    hoursDone += 1;
    ports.onProgress({ hoursDone, hours, operations: player.operations });
  }
  const { operations } = player;
  const outcomes = Object.fromEntries(player.outcomes);
  const result = { operations, outcomes, isStopped: hoursDone < hours };
  return { result, devices: player.devices };
}

class Player {
  operations = 0;
  readonly outcomes = new Map<string, number>();
  readonly #district: District;
  readonly #world: World;
  readonly #replicas = new Map<Scope, DemoReplica>();
  readonly #versions: CaseVersions;
  readonly devices: HistoryDevice[] = [];

  constructor(district: District, { world, devices, versions }: HistoryPlan) {
    this.#district = district;
    this.#world = world;
    this.#versions = versions;
    for (const device of devices) this.#know(device);
  }

  async play(hour: HistoryHour): Promise<void> {
    const { core } = this.#district;
    const batches = batchesOf(hour.ops, BATCH_OPS);
    await this.#enrol([...new Set(batches.map((batch) => batch.scope))], hour.from);
    await this.#seat(batches, hour);
    // All of an hour wait in the decider's queue at once: it takes as many as fit into one commit.
    const answers = batches.map(async ({ scope, ops }) => {
      const replica = must(this.#replicas.get(scope), 'an enrolled replica');
      const chained = replica.chain(ops);
      const last = must(chained.at(-1), 'no batch is empty');
      const answer = await core.push({
        device: replica.device,
        replica: replica.replica,
        incarnation: 1,
        ops: chained,
        people: [...new Set(ops.map((op) => op.by.actor))],
        sig: replica.sign(last.hash),
      });
      assert(answer.kind === 'decided', `a batch of ${scope} was not decided: ${answer.kind}`);
      for (const { outcome } of answer.decisions) this.#count(outcome);
    });
    await Promise.all(answers);
    const logs = hour.calls.map(({ at, args }): ProgramAct => ({
      kind: 'call.log',
      caseId: null,
      args,
      at,
      actor: 'telephony',
    }));
    if (logs.length > 0) await this.#act(logs);
  }

  /** Whoever acts in this hour has sat down at the scope's device before. */
  async #seat(batches: readonly Batch[], { from, to }: HistoryHour): Promise<void> {
    const { sittings } = this.#district;
    const spans = new Map<string, Span>();
    for (const { scope, ops } of batches) {
      const { device } = must(this.#replicas.get(scope), 'an enrolled replica');
      for (const person of new Set(ops.map((op) => op.by.actor))) {
        if (sittings.sat({ device, person, at: to, errMs: 0 })) continue;
        const span = { device, person, openedAt: from - HOUR_MS, until: to + DAY_MS };
        spans.set(`${device} ${person}`, span);
      }
    }
    await sittings.vouch([...spans.values()]);
  }

  async #enrol(scopes: readonly Scope[], at: EpochMs): Promise<void> {
    const acts: ProgramAct[] = [];
    for (const scope of scopes.filter((one) => !this.#replicas.has(one))) {
      const replica = this.#know({ scope, ...createDeviceKey() });
      const { device, publicKey } = replica;
      const args = { device, replica: replica.replica, publicKey, scope, name: device };
      acts.push({ kind: 'device.enrol', caseId: null, at, args }, ...this.#leases(replica, at));
    }
    if (acts.length > 0) await this.#act(acts);
  }

  #know(known: HistoryDevice): DemoReplica {
    const { scope, publicKey } = known;
    const place = this.#district.core.state.marks.get(`${historyReplica(scope)}#1`);
    const replica = demoReplica(
      scope,
      { publicKey, sign: deviceSigner(known) },
      { hashing: nodeHashing, versions: this.#versions, ...(place === undefined ? {} : { place }) },
    );
    this.#replicas.set(scope, replica);
    this.devices.push(known);
    return replica;
  }

  #leases(replica: DemoReplica, at: EpochMs): ProgramAct[] {
    const args = demoLease(this.#world.catalogue, replica);
    if (args === null) return [];
    return [{ kind: 'numbers.lease', caseId: null, at, args }];
  }

  async #act(acts: readonly ProgramAct[]): Promise<void> {
    for (const { outcome } of await this.#district.core.act(acts)) this.#count(outcome);
  }

  #count(outcome: string): void {
    this.operations += 1;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}
