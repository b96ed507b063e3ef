import type { AnyBody, AnyOperation } from '../../domain/operation/operation.ts';
import { GENESIS_HASH, chained } from '../../domain/operation/operationHash.ts';
import { must } from '../../kernel/assert.ts';
import { nodeHashing } from '../../node/nodeHashing.ts';
import type { WireDecision } from '../../protocol/sync/frames.ts';
import type { OutboxMarks, OutboxPort, ReplicaIdentity } from '../../sync/syncPorts.ts';

/** Where the chain of a replica stands. */
export type OutboxEnd = {
  readonly incarnation: number;
  readonly rseq: number;
  readonly hash: string;
};

export const NEW_END: OutboxEnd = { incarnation: 1, rseq: 0, hash: GENESIS_HASH };

type Waiting = {
  readonly op: AnyOperation;
  readonly told: (decision: WireDecision | null) => void;
};

/**
 * An outbox that forgets what is decided and keeps nothing on disk but its end: nobody's work is lost with
 * made-up acts. Where the district knows less or more than it, it begins a new incarnation.
 */
export class MemoryOutbox implements OutboxPort {
  readonly #device: string;
  readonly #replica: string;
  readonly #waiting: Waiting[] = [];
  #end: OutboxEnd;

  constructor(
    { device, replica }: { readonly device: string; readonly replica: string },
    end: OutboxEnd,
  ) {
    this.#device = device;
    this.#replica = replica;
    this.#end = end;
  }

  /** The end up to which everything is decided. */
  get decidedEnd(): OutboxEnd {
    const first = this.#waiting[0]?.op;
    if (first === undefined) return this.#end;
    return { incarnation: first.incarnation, rseq: first.rseq - 1, hash: first.prevHash };
  }

  /** Returns its number; `told` hears what was decided, or null when it never will be. */
  add(body: AnyBody, told: Waiting['told']): number {
    const { incarnation, rseq, hash } = this.#end;
    const link = { replica: this.#replica, incarnation, rseq: rseq + 1, prevHash: hash };
    const op = chained(nodeHashing, body, link);
    this.#waiting.push({ op, told });
    this.#end = { incarnation, rseq: op.rseq, hash: op.hash };
    return op.rseq;
  }

  identity(): ReplicaIdentity {
    const { incarnation } = this.#end;
    return { device: this.#device, replica: this.#replica, incarnation };
  }

  marks(): Promise<OutboxMarks> {
    const watermark = this.decidedEnd.rseq;
    return Promise.resolve({ last: this.#end.rseq, watermark, decidedAbove: [] });
  }

  read(rseq: number, limit: { readonly ops: number }): Promise<readonly AnyOperation[]> {
    const rest = this.#waiting.map(({ op }) => op).filter((op) => op.rseq >= rseq);
    return Promise.resolve(rest.slice(0, limit.ops));
  }

  /** What was told of an act is forgotten with it. */
  deferred(): Promise<readonly number[]> {
    return Promise.resolve([]);
  }

  record(decisions: readonly WireDecision[]): Promise<void> {
    for (const decision of decisions) {
      const at = this.#waiting.findIndex(({ op }) => op.opId === decision.opId);
      if (at < 0) continue;
      must(this.#waiting[at], 'an operation that waits').told(decision);
      this.#waiting.splice(at, 1);
    }
    return Promise.resolve();
  }

  reopen(): Promise<void> {
    return this.renumber();
  }

  /** Nothing that was decided is kept. */
  reopenEarlier(): Promise<void> {
    return Promise.resolve();
  }

  renumber(): Promise<void> {
    for (const { told } of this.#waiting.splice(0)) told(null);
    this.#end = { ...NEW_END, incarnation: this.#end.incarnation + 1 };
    return Promise.resolve();
  }

  durable(): Promise<void> {
    return Promise.resolve();
  }
}
