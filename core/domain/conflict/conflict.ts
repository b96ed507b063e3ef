import type { EpochMs } from '../../kernel/time.ts';
import type { OpKind } from '../operation/args.ts';
import type { ConflictId, HolderScope, OpId, PersonId } from '../operation/identity.ts';

/** One of the two (or more) versions that met, as the conflict desk shows it. */
export type ConflictSide = {
  readonly op: OpId;
  readonly kind: string;
  readonly by: PersonId;
  readonly scope: string;
  /** Wall clock of the author. */
  readonly saidAt: EpochMs;
  /** Corrected by the district. */
  readonly correctedAt: EpochMs;
  readonly errMs: number;
  /** What it would have done, as codes and values for the view to put into words. */
  readonly what: Readonly<Record<string, string | number | boolean | null>>;
};

/**
 * Two acts that met. A default is always in force, so a conflict never blocks a case (P3); resolving it
 * is an ordinary operation.
 */
export type Conflict = {
  readonly id: ConflictId;
  /** Number of the rule in sync.md 5 or model.md 0.6. */
  readonly rule: number;
  readonly sides: readonly ConflictSide[];
  /** Codes the view words, in a fixed order by rule; `default` is the one in force. */
  readonly options: readonly string[];
  readonly default: string;
  readonly owner: HolderScope;
  readonly raisedAt: EpochMs;
  readonly decideBy: EpochMs;
  readonly state: 'open' | 'resolved';
  readonly chosen?: string;
  readonly resolvedBy?: PersonId;
  readonly resolvedAt?: EpochMs;
  readonly note?: string;
  /** What choosing another option than the default changed, and how it was before, as JSON text. */
  readonly back?: string;
  readonly referredBy?: PersonId;
  /** The act whose version is not in force by default, to be put in force when it is chosen. */
  readonly held?: HeldAct;
};

/** Arguments as JSON text: inside a merge patch their nulls would vanish. */
export type HeldAct = {
  readonly op: OpId;
  readonly kind: OpKind;
  readonly by: PersonId;
  readonly args: string;
};
