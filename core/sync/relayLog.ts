import type { AnyOperation } from '../domain/operation/operation.ts';
import { usesAnothersId } from '../domain/operation/ownIds.ts';
import { operationHash } from '../domain/operation/operationHash.ts';
import type { Hashing } from '../kernel/hashing.ts';
import type { StreetDecision } from '../protocol/sync/street.ts';

/** Signed acts of one console as they came to its station. */
export type RelayBatch = {
  /** Order inside the station: what came first is brought first. */
  readonly viaSeq: number;
  readonly device: string;
  readonly replica: string;
  readonly incarnation: number;
  readonly ops: readonly AnyOperation[];
  readonly sig: string;
  readonly isHeld: boolean;
  /** What the district said to it without a line; it is told until the line is there, and brought once more. */
  readonly decided?: readonly StreetDecision[];
  /** The district could not take it from the last stick, for it waits for something: others go on the next one first. */
  readonly isBehind?: boolean;
};

/** Where the station's knowledge of a replica's chain ends. */
export type RelayMark = {
  readonly replica: string;
  readonly incarnation: number;
  readonly rseq: number;
  readonly hash: string;
};

export type RelayVerdict =
  | { readonly kind: 'fresh'; readonly ops: readonly AnyOperation[] }
  /** All of it is kept already, or was brought. */
  | { readonly kind: 'known' }
  /** It contradicts what this replica said before. */
  | { readonly kind: 'fork' }
  | { readonly kind: 'bad' };

type Said = Pick<RelayBatch, 'replica' | 'incarnation' | 'ops'>;

/**
 * What a station keeps of its street until the district has decided it, in the order in which it came. One
 * replica's acts stay in the order of its chain; a replica whose next batch must wait holds up nobody else.
 */
export class RelayLog {
  readonly #batches: Map<number, RelayBatch>;
  readonly #marks: Map<string, RelayMark>;
  #next: number;

  constructor(batches: readonly RelayBatch[], marks: readonly RelayMark[]) {
    this.#batches = new Map(batches.map((batch) => [batch.viaSeq, batch]));
    this.#marks = new Map(marks.map((mark) => [chainOf(mark), mark]));
    this.#next = (batches.at(-1)?.viaSeq ?? 0) + 1;
  }

  get size(): number {
    return this.#batches.size;
  }

  get nextSeq(): number {
    return this.#next;
  }

  /** Highest rseq of an incarnation that came here. */
  kept(replica: string, incarnation: number): number {
    return this.#marks.get(chainOf({ replica, incarnation }))?.rseq ?? 0;
  }

  /**
   * Holds a batch against its replica's chain. It may begin beyond what is known here: what lies between was
   * decided over another path. The signature over the last hash was checked before.
   */
  judge(said: Said, hashing: Hashing): RelayVerdict {
    const { replica, incarnation, ops } = said;
    const isOwn = ops.every((op) => op.replica === replica && op.incarnation === incarnation);
    const first = ops[0];
    if (first === undefined || first.rseq < 1 || !isOwn || !isChain(ops, hashing)) {
      return { kind: 'bad' };
    }
    if (ops.some((op) => usesAnothersId(op, hashing))) return { kind: 'bad' };
    const mark = this.#marks.get(chainOf({ replica, incarnation }));
    if (mark === undefined) return { kind: 'fresh', ops };
    const atEnd = ops.find((op) => op.rseq === mark.rseq);
    if (atEnd !== undefined && atEnd.hash !== mark.hash) return { kind: 'fork' };
    const fresh = ops.filter((op) => op.rseq > mark.rseq);
    if (fresh[0] === undefined) return { kind: 'known' };
    const isNext = fresh[0].rseq === mark.rseq + 1;
    if (isNext && fresh[0].prevHash !== mark.hash) return { kind: 'fork' };
    return { kind: 'fresh', ops: fresh };
  }

  /** It is on disk. */
  add(batch: RelayBatch): void {
    this.#batches.set(batch.viaSeq, batch);
    this.#next = batch.viaSeq + 1;
    this.#marks.set(chainOf(batch), markAfter(batch));
  }

  /** The oldest batch that can be brought now; null when all that is left must wait. */
  next(waiting: ReadonlySet<string>): RelayBatch | null {
    for (const batch of this.#batches.values()) if (!waiting.has(chainOf(batch))) return batch;
    return null;
  }

  /** Decided, or refused for good. */
  drop(viaSeq: number): void {
    this.#batches.delete(viaSeq);
  }

  /** A stick brought what became of it. */
  decide(viaSeq: number, decided: readonly StreetDecision[]): void {
    const batch = this.#batches.get(viaSeq);
    if (batch !== undefined) this.#batches.set(viaSeq, { ...batch, decided });
  }

  /** What came first goes behind the others on a stick. */
  putBehind(viaSeq: number): void {
    const batch = this.#batches.get(viaSeq);
    if (batch !== undefined) this.#batches.set(viaSeq, { ...batch, isBehind: true });
  }

  /** What the district has not answered by any way, in order. */
  undecided(): readonly RelayBatch[] {
    return [...this.#batches.values()].filter(({ decided }) => decided === undefined);
  }

  /** What a stick told of the acts of all others that are kept here still. */
  decidedFor(replica: string): readonly StreetDecision[] {
    return [...this.#batches.values()].flatMap((one) =>
      one.replica === replica ? [] : (one.decided ?? []),
    );
  }

  /** Acts of all others that are kept here, in order. */
  actsFor(replica: string): readonly AnyOperation[] {
    return [...this.#batches.values()].flatMap((one) => (one.replica === replica ? [] : one.ops));
  }
}

export function chainOf({
  replica,
  incarnation,
}: Pick<RelayMark, 'replica' | 'incarnation'>): string {
  return `${replica}#${incarnation}`;
}

export function markAfter({ replica, incarnation, ops }: Said): RelayMark {
  const last = ops.at(-1);
  return { replica, incarnation, rseq: last?.rseq ?? 0, hash: last?.hash ?? '' };
}

function isChain(ops: readonly AnyOperation[], hashing: Hashing): boolean {
  let previous: AnyOperation | null = null;
  for (const op of ops) {
    const follows =
      previous === null || (op.rseq === previous.rseq + 1 && op.prevHash === previous.hash);
    if (!follows || hashOf(op, hashing) !== op.hash) return false;
    previous = op;
  }
  return true;
}

/** Null for what has no canonical text: whoever made it did not hash it either. */
function hashOf(op: AnyOperation, hashing: Hashing): string | null {
  try {
    return operationHash(hashing, op);
  } catch {
    return null;
  }
}
