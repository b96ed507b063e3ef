import { systemClock, systemRandom } from '#core/node/systemClock.ts';
import { silentLog } from '#core/node/logFile.ts';
import { uuidV7 } from '#core/kernel/ids.ts';
import { districtLink } from '#core/host/sync/districtLink.ts';
import { runLoop, type RunLoop } from '#core/host/sync/runLoop.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import { createClockOffset } from '#core/sync/clockOffset.ts';
import { SyncEngine } from '#core/sync/syncEngine.ts';
import type { OutboxPort, ReplicaPort } from '#core/sync/syncPorts.ts';
import { memoryReplica } from './memoryReplica.ts';
import { signerOf, type BenchReplica } from './streetActs.ts';

/**
 * The console's own engine over a real socket, with an outbox and a replica in memory: what is measured is the
 * district and the wire, not twenty consoles' disks on one machine.
 */
export type LeanConsole = {
  readonly engine: SyncEngine;
  /** Where the district's feeds stood when it greeted. */
  readonly heads: Promise<Readonly<Record<string, number>>>;
  /** All acts were decided, and the decisions came here. */
  readonly decided: Promise<Decided>;
  /** Paced: says its next act; null when all are said. */
  readonly say: () => AnyOperation | null;
  readonly stop: () => Promise<void>;
};

/** How many acts came to what, and the highest number that the district gave to one. */
export type Decided = {
  readonly outcomes: ReadonlyMap<string, number>;
  readonly lastSeq: number;
};

export type LeanPlan = {
  readonly url: string;
  readonly replica: BenchReplica;
  /** Its acts up to this one were decided before, and those beyond `upTo` are not made yet. */
  readonly from?: number;
  readonly upTo?: number;
  /** Says one act whenever it is told to, instead of all at once. */
  readonly isPaced?: true;
  /** Feeds it reads. */
  readonly scopes: readonly string[];
  readonly store?: ReplicaPort;
};

export function openLeanConsole(plan: LeanPlan): LeanConsole {
  const { url, replica, scopes, store } = plan;
  const clock = systemClock();
  const boot = uuidV7(clock.wall(), systemRandom);
  const outbox = leanOutbox(plan);
  let loop: RunLoop | null = null;
  let greeted: (heads: Readonly<Record<string, number>>) => void = () => undefined;
  const heads = new Promise<Readonly<Record<string, number>>>((resolve) => (greeted = resolve));
  const engine = new SyncEngine(
    {
      clock,
      dice: { next: () => 0.5 },
      link: districtLink(() => ({ url, fingerprint: null })),
      outbox: outbox.port,
      replica: store ?? memoryReplica(),
      signer: { sign: signerOf(replica) },
      offset: createClockOffset(clock, { boot }),
    },
    {
      program: 'bench',
      scopes: () => scopes,
      session: () => null,
      wake: () => loop?.wake(),
      aside: (frame) => {
        if (frame.f === 'welcome') greeted(frame.heads);
      },
    },
  );
  const started = engine.start().then(() => {
    loop = runLoop(() => engine, {
      log: silentLog,
      onTick: () => undefined,
      onFailure: (cause) => Promise.reject(cause instanceof Error ? cause : new Error('tick')),
    });
    loop.wake();
  });
  return {
    engine,
    heads,
    decided: outbox.decided,
    say() {
      const op = outbox.say();
      if (op !== null) engine.committed(op.rseq);
      return op;
    },
    async stop() {
      await started;
      engine.stop();
      await loop?.stop();
    },
  };
}

type LeanOutbox = {
  readonly port: OutboxPort;
  readonly decided: Promise<Decided>;
  readonly say: () => AnyOperation | null;
};

const weights = new WeakMap<AnyOperation, number>();

/** Before anything is measured: a console knows the length of each act from its own disk. */
export function weigh(replicas: readonly BenchReplica[]): void {
  for (const { ops } of replicas) for (const op of ops) weightOf(op);
}

function weightOf(op: AnyOperation): number {
  const known = weights.get(op);
  if (known !== undefined) return known;
  const weight = Buffer.byteLength(JSON.stringify(op));
  weights.set(op, weight);
  return weight;
}

/** Acts that are there already, each with what it weighs; decisions are counted by outcome. */
function leanOutbox({ replica: of, from = 0, upTo, isPaced }: LeanPlan): LeanOutbox {
  const { device, replica } = of;
  const ops = of.ops.slice(0, upTo);
  const bytes = ops.map(weightOf);
  const outcomes = new Map<string, number>();
  const open = new Set(ops.slice(from).map((op) => op.opId as string));
  let [last, lastSeq] = [isPaced === true ? from : ops.length, 0];
  let finish: (decided: Decided) => void = () => undefined;
  const decided = new Promise<Decided>((resolve) => (finish = resolve));
  const nothing = (): Promise<void> => Promise.resolve();
  const never = (): Promise<never> => Promise.reject(new Error('a benchmark forks nothing'));
  return {
    decided,
    say() {
      const op = ops[last];
      if (op !== undefined) last += 1;
      return op ?? null;
    },
    port: {
      identity: () => ({ device, replica, incarnation: 1 }),
      marks: () => Promise.resolve({ last, watermark: from, decidedAbove: [] }),
      read: (rseq, limit) => {
        const there = Math.min(limit.ops, last - rseq + 1);
        return Promise.resolve(sliced({ ops, bytes }, rseq, { ...limit, ops: there }));
      },
      deferred: () => Promise.resolve([]),
      record: (decisions) => {
        for (const { opId, outcome, serverSeq } of decisions) {
          lastSeq = Math.max(lastSeq, serverSeq);
          if (open.delete(opId)) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
        if (open.size === 0) finish({ outcomes, lastSeq });
        return Promise.resolve();
      },
      reopen: never,
      reopenEarlier: never,
      renumber: never,
      durable: nothing,
    },
  };
}

function sliced(
  from: { readonly ops: readonly AnyOperation[]; readonly bytes: readonly number[] },
  rseq: number,
  limit: { readonly ops: number; readonly bytes: number },
): readonly AnyOperation[] {
  let weight = 0;
  let to = rseq - 1;
  while (to < from.ops.length && to - rseq + 1 < limit.ops) {
    weight += from.bytes[to] ?? 0;
    if (to >= rseq && weight > limit.bytes) break;
    to += 1;
  }
  return from.ops.slice(rseq - 1, to);
}
