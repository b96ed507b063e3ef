import type { Json } from '../kernel/mergePatch.ts';
import type { CaseStub } from '../domain/case/caseDoc.ts';
import type { Clock } from '../kernel/time.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type {
  ClientFrame,
  FeedEntry,
  ServerFrame,
  WireDecision,
  WireEvent,
} from '../protocol/sync/frames.ts';
import type { ClockOffset } from './clockOffset.ts';

/** Uniform dice in [0, 1): jitter comes from here, so a simulation can replay it. */
export interface Dice {
  next(): number;
}

export type HeardEvent<Heard> =
  | { readonly type: 'open' }
  | { readonly type: 'frame'; readonly frame: Heard }
  | { readonly type: 'closed' };

/** One connection. After `close` nothing is sent and no event is listened to. */
export interface FrameLink<Said> {
  send(frame: Said): void;
  close(): void;
}

/** Dials somebody. Never throws: what fails comes as a `closed` event, or not at all. */
export interface FramePort<Said, Heard> {
  open(onEvent: (event: HeardEvent<Heard>) => void): FrameLink<Said>;
}

/** Of the line to the district. */
export type LinkEvent = HeardEvent<ServerFrame>;
export type SyncLink = FrameLink<ClientFrame>;
export type LinkPort = FramePort<ClientFrame, ServerFrame>;

export type ReplicaIdentity = {
  readonly device: string;
  readonly replica: string;
  readonly incarnation: number;
};

/** Where the outbox stands when the engine starts. */
export type OutboxMarks = {
  /** Highest rseq committed in this incarnation. */
  readonly last: number;
  /** Every rseq up to here has a delivered decision. */
  readonly watermark: number;
  /** Decided rseqs beyond a hole. */
  readonly decidedAbove: readonly number[];
};

/** The truth of this replica: acts that were acknowledged to a person. */
export interface OutboxPort {
  identity(): ReplicaIdentity;
  marks(): Promise<OutboxMarks>;
  /** Operations of this incarnation from `rseq`, in order, within both bounds; at least one if there is one. */
  read(
    rseq: number,
    limit: { readonly ops: number; readonly bytes: number },
  ): Promise<readonly AnyOperation[]>;
  /** Places of acts in this incarnation that stand deferred, in order. */
  deferred(): Promise<readonly number[]>;
  /** Stores delivered decisions; repeated ones change nothing, but what was deferred is decided once more. */
  record(decisions: readonly WireDecision[]): Promise<void>;
  /** The district lost what it had decided above `have`: those wait again. */
  reopen(have: number): Promise<void>;
  /**
   * Another history knows nothing of this incarnation: it may lack what was decided of earlier ones, too. Those
   * acts move to a new incarnation.
   */
  reopenEarlier(): Promise<void>;
  /** Another program spoke with this identity: undecided operations move to a new incarnation. */
  renumber(): Promise<void>;
  /** What the district holds safely; decided operations below may be dropped after 35 days. */
  durable(serverSeq: number): Promise<void>;
}

export type AppliedPage = {
  readonly entries: number;
  /** Cases whose rows do not fit what came (a gap, another hash): they must be fetched whole. */
  readonly broken: readonly string[];
};

/** Confirmed state. May be deleted at any time; a page and its cursor are one transaction. */
export interface ReplicaPort {
  epoch(): string | null;
  cursors(): Readonly<Record<string, number>>;
  applyPage(page: Page): Promise<AppliedPage>;
  /** Cases that wait to be fetched whole: their rows do not fit, or they should be here and are not. */
  broken(): readonly string[];
  /** Another epoch: confirmed rows are forgotten and pulled again; the outbox stays. */
  reset(epoch: string): Promise<void>;
  /** A whole case as fetched; neither document nor stub: it is not for this console. */
  replaceCase(fetched: FetchedCase): Promise<void>;
}

/** State hashes of a scope's cases as the rows here have them, and where its feed stands. */
export type OwnStates = { readonly cursor: number; readonly states: ReadonlyMap<string, string> };

/** Confirmed rows that are held against what the district states. */
export interface CheckedRows {
  /** Absent where records are not held as rows. */
  readonly records?: CheckedRecords;
  /** Made from the rows themselves, of one moment; open cases, and those that ended since then. */
  states(scope: string, endedSince: number): Promise<OwnStates>;
  /**
   * Puts a fetched case in place of the row that had this hash, or of none; false when the row is another one by
   * now, when the case has left since it was compared, or when the answer is of no use. Acts that wait stay as they
   * are.
   */
  mend(fetched: FetchedCase, was: string | null, at: Compared): Promise<boolean>;
}

/** Confirmed records that everybody is told of, by `type/id`. */
export interface CheckedRecords {
  /** Made from the rows themselves, of one moment. */
  states(kinds: readonly string[]): Promise<OwnStates>;
  /** Puts a document, or null for none, in place of the row that had this hash; false when that is another by now. */
  mend(key: string, doc: Json | null, was: string | null): Promise<boolean>;
}

/** Where the feed stood when rows were compared. */
export type Compared = { readonly scope: string; readonly cursor: number };

export type Page = {
  readonly scope: string;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly FeedEntry[];
};

export type FetchedCase = {
  readonly caseId: string;
  readonly doc: Json | null;
  readonly stateHash: string | null;
  readonly events: readonly WireEvent[];
  readonly stub: CaseStub | null;
};

/** Ed25519 by the device's key, base64. */
export interface SignerPort {
  sign(text: string): string;
}

/** A question that only the district can answer now; rejected when the line goes. */
export type AskByName = (
  name: string,
  input: object,
) => Promise<{ readonly ok: boolean; readonly value: Json }>;

export type EnginePorts = {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly link: LinkPort;
  readonly outbox: OutboxPort;
  readonly replica: ReplicaPort;
  /** Absent where nothing is held: a console of a crowd. */
  readonly checked?: CheckedRows;
  readonly signer: SignerPort;
  readonly offset: ClockOffset;
};
