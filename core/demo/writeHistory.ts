import type { District } from '../district/openDistrict.ts';
import type { ProgramAct } from '../district/programAuthor.ts';
import type { Span } from '../district/sittings.ts';
import type { Scope } from '../domain/operation/identity.ts';
import { assert, must } from '../kernel/assert.ts';
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { EpochMs } from '../kernel/time.ts';
import { createDeviceKey, deviceSigner } from '../node/deviceKey.ts';
import { nodeHashing } from '../node/nodeHashing.ts';
import { demoLease } from './history/demoLease.ts';
import { demoReplica } from './history/demoReplica.ts';
import type { CaseVersions, DemoReplica } from './history/demoReplica.ts';
import { historyHours } from './history/historyDays.ts';
import type { HistoryHour, HistorySpan } from './history/historyDays.ts';
import { batchesOf } from './history/orderOps.ts';
import type { Batch } from './history/orderOps.ts';
import type { World } from './history/world.ts';

export type HistoryProgress = {
  readonly hoursDone: number;
  readonly hours: number;
  readonly operations: number;
};

export type HistoryResult = {
  readonly operations: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly isStopped: boolean;
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
  on: { readonly span: HistorySpan; readonly world: World },
  ports: HistoryPorts,
): Promise<HistoryResult> {
  const player = new Player(district, on.world);
  const hours = 24 * on.span.days;
  let hoursDone = 0;
  for (const hour of historyHours(on.span, on.world)) {
    if (ports.isStopped()) break;
    ports.setTime(hour.to);
    await player.play(hour);
    hoursDone += 1;
    ports.onProgress({ hoursDone, hours, operations: player.operations });
  }
  return {
    operations: player.operations,
    outcomes: Object.fromEntries(player.outcomes),
    isStopped: hoursDone < hours,
  };
}

class Player {
  operations = 0;
  readonly outcomes = new Map<string, number>();
  readonly #district: District;
  readonly #world: World;
  readonly #replicas = new Map<Scope, DemoReplica>();
  readonly #versions: CaseVersions = new Map();

  constructor(district: District, world: World) {
    this.#district = district;
    this.#world = world;
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
      const key = createDeviceKey();
      const replica = demoReplica(
        scope,
        { publicKey: key.publicKey, sign: deviceSigner(key) },
        { hashing: nodeHashing, versions: this.#versions },
      );
      this.#replicas.set(scope, replica);
      const { device, publicKey } = replica;
      const args = { device, replica: replica.replica, publicKey, scope, name: device };
      acts.push({ kind: 'device.enrol', caseId: null, at, args }, ...this.#leases(replica, at));
    }
    if (acts.length > 0) await this.#act(acts);
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
