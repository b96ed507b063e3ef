import type { EpochMs } from '../../kernel/time.ts';
import type {
  CaseId,
  OpId,
  PersonId,
  RecordedHow,
  ReplicaId,
  Scope,
  SeatId,
  UnitId,
} from './identity.ts';
import type { ArgsOf, OpKind } from './args.ts';

/**
 * What the author had seen of one thing (`case:<id>` or `unit:<id>`) when acting: the decided version and
 * the number of own operations on it that were still pending. Concurrent iff ver + own < decided version.
 */
export type Base = { readonly of: string; readonly ver: number; readonly own: number };

/**
 * Raw clocks of the author. `off` is the last known offset to the district's clock, `err` its error bound,
 * all in milliseconds; `boot` names the run in which `mono` counts.
 */
export type OpTimes = {
  readonly wall: EpochMs;
  readonly mono: number;
  readonly boot: string;
  readonly off: number;
  readonly err: number;
};

/** Catch-up entry: a fact that happened earlier and was written on paper. */
export type Said = {
  readonly at: EpochMs;
  readonly source: 'paper';
  readonly card: string;
  /** Of a case that was over before it was entered: when it ended. */
  readonly until?: EpochMs;
};

/** System of the number that a card bears, beside the numbers that other systems give. */
export const PAPER_SYSTEM = 'paper';

/** What a person meant, before it was signed into a replica's chain. */
export type OperationBody<K extends OpKind = OpKind> = {
  readonly opId: OpId;
  readonly kind: K;
  /** Version of the kind's schema. */
  readonly v: number;
  readonly caseId: CaseId | null;
  readonly args: ArgsOf[K];
  /** All or nothing with the others of the same group. */
  readonly group?: string;
  readonly bases: readonly Base[];
  /** The history that its bases count in; an older console says none. */
  readonly epoch?: string;
  /** Undecided acts of others on the case that the author had before the eyes, told by a station. */
  readonly saw?: readonly OpId[];
  readonly actor: PersonId;
  readonly seat: SeatId;
  /** The scope the author's console works for. */
  readonly scope: Scope;
  readonly onBehalf?: UnitId | PersonId;
  readonly how: RecordedHow;
  readonly soleHand?: true;
  /** Decided as caretaker of a silent street; the flag never moves the hold. */
  readonly caretaker?: true;
  readonly said?: Said;
  readonly t: OpTimes;
  /** Random, so that its hash cannot be found by trying words; an older console gives none. */
  readonly salt?: string;
  /** The district says again what it had deferred. No device says so. */
  readonly replays?: SaidFirst;
};

/** Where an act stands that is decided again: its author's id for it and its place in his chain. */
export type SaidFirst = {
  readonly opId: OpId;
  readonly replica: ReplicaId;
  readonly incarnation: number;
  readonly rseq: number;
};

/** An operation as stored and sent: chained per replica, so that none can be dropped or reordered. */
export type Operation<K extends OpKind = OpKind> = OperationBody<K> & {
  readonly replica: ReplicaId;
  readonly incarnation: number;
  /** Gapless per replica and incarnation, from 1. */
  readonly rseq: number;
  /** Order inside a station, kept as the tie-break inside a street. */
  readonly viaSeq?: number;
  readonly prevHash: string;
  /** SHA-256 of prevHash and the RFC 8785 text of everything above. */
  readonly hash: string;
};

export type AnyOperation = { [K in OpKind]: Operation<K> }[OpKind];
export type AnyBody = { [K in OpKind]: OperationBody<K> }[OpKind];

/** The act that its author made, whoever said it last: rules and readers know an act by its author's id. */
export function asSaidFirst(op: AnyOperation): AnyOperation {
  return op.replays === undefined ? op : { ...op, ...op.replays };
}

/** Whether the author had not seen this act of another console when he acted. */
export function isNewsTo(
  op: Pick<AnyOperation, 'replica' | 'saw'>,
  other: Pick<AnyOperation, 'replica' | 'opId'>,
): boolean {
  return other.replica !== op.replica && op.saw?.includes(other.opId) !== true;
}

/** Said on rows of another history than this one: a version there is no version here. */
export function isOfLostHistory({ epoch }: Pick<AnyOperation, 'epoch'>, here: string): boolean {
  return epoch !== undefined && epoch !== here;
}

/** What the id of an act ends in that the district says again. */
export const REPLAY_MARK = '~2';

/**
 * The id under which the district says a deferred act again. It follows from the author's, so that none can be
 * said again twice; no device's act bears such a one.
 */
export function replayIdOf(opId: OpId): OpId {
  return `${opId}${REPLAY_MARK}`;
}

export function isReplayId(opId: OpId): boolean {
  return opId.endsWith(REPLAY_MARK);
}
