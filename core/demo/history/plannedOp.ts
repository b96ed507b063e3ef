import type { ArgsOf, OpKind } from '../../domain/operation/args.ts';
import type {
  CaseId,
  OpId,
  PersonId,
  RecordedHow,
  Scope,
  SeatId,
  UnitId,
} from '../../domain/operation/identity.ts';
import { uuidV7 } from '../../kernel/ids.ts';
import type { RandomBytes } from '../../kernel/ids.ts';
import type { Rng } from '../../kernel/rng.ts';
import type { EpochMs } from '../../kernel/time.ts';

/** Who acts, at which seat, on whose console. */
export type Author = {
  readonly scope: Scope;
  readonly actor: PersonId;
  readonly seat: SeatId;
};

/** An operation before it is chained and signed by the replica of its scope. */
export type PlannedOp = {
  readonly [K in OpKind]: {
    readonly kind: K;
    readonly at: EpochMs;
    readonly opId: OpId;
    readonly caseId: CaseId | null;
    readonly by: Author;
    readonly onBehalf: UnitId | null;
    readonly how: RecordedHow;
    readonly args: ArgsOf[K];
  };
}[OpKind];

export type SayOptions = { readonly onBehalf?: UnitId; readonly how?: RecordedHow };

/** Everything that is said about one case, in the order of its times. */
export class CaseScript {
  readonly caseId: CaseId;
  readonly ops: PlannedOp[] = [];
  readonly #random: RandomBytes;
  #last = 0;

  /** A new case, or more about one that stands. */
  constructor(at: EpochMs, random: RandomBytes, caseId?: CaseId) {
    this.caseId = caseId ?? uuidV7(at, random);
    this.#random = random;
  }

  /** Returns the operation's id, which names the assignment or ask it makes. */
  say<K extends OpKind>(
    kind: K,
    on: { readonly at: EpochMs; readonly by: Author; readonly args: ArgsOf[K] },
    options: SayOptions = {},
  ): OpId {
    // Strictly later than what was said before: each operation of a case has seen the one before.
    const at = Math.max(Math.round(on.at), this.#last + 1);
    this.#last = at;
    const opId = uuidV7(at, this.#random);
    this.ops.push({
      kind,
      at,
      opId,
      caseId: this.caseId,
      by: on.by,
      onBehalf: options.onBehalf ?? null,
      how: options.how ?? 'self',
      args: on.args,
      // Kind and arguments belong together by the signature; a spread over a union cannot say so.
    } as PlannedOp);
    return opId;
  }

  get lastAt(): EpochMs {
    return this.#last;
  }
}

export function randomBytesOf(rng: Rng): RandomBytes {
  return (count) => {
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i += 4) {
      const word = rng.int(4_294_967_296);
      bytes[i] = word & 255;
      bytes[i + 1] = (word >>> 8) & 255;
      bytes[i + 2] = (word >>> 16) & 255;
      bytes[i + 3] = (word >>> 24) & 255;
    }
    return bytes;
  };
}
