import type { CaseDoc } from '#core/domain/case/caseDoc.ts';
import type { CaseId, CaseNo, Scope } from '#core/domain/operation/identity.ts';
import type { AnyOperation } from '#core/domain/operation/operation.ts';
import type { Outcome, RecordPatch, Notice } from '#core/domain/operation/decision.ts';
import type { DomainRefusal } from '#core/domain/operation/refusal.ts';
import type { CallRecord, RecordKind, RecordOf } from '#core/domain/record/records.ts';
import type { Json } from '#core/kernel/mergePatch.ts';
import type { EpochMs } from '#core/kernel/time.ts';
import type { ArchivedReads } from './archivedCases.ts';
import type { GivenNumber } from './numberGiven.ts';

/** What was decided about one operation: stored once, never changed. */
export type StoredDecision = {
  /** Its words are gone (docs/adr/0019): SHA-256 of the decision as it was made. Stands first in its text. */
  readonly forgotten?: string;
  readonly serverSeq: number;
  readonly outcome: Outcome;
  readonly rule: number | null;
  readonly reason: DomainRefusal | null;
  readonly at: EpochMs;
  readonly errMs: number;
  readonly holderBefore: string | null;
  readonly caseId: CaseId | null;
  readonly ver: number | null;
  readonly casePatch: Json;
  readonly stateHash: string | null;
  readonly records: readonly RecordPatch[];
  readonly notices: readonly Notice[];
  /** Of an act that is decided again: number of the decision that deferred it. */
  readonly redecides?: number;
};

export type LogEntry = {
  readonly op: AnyOperation;
  /** The operation as JSON, where it is at hand. */
  readonly opText?: string | undefined;
  readonly decision: StoredDecision;
  readonly receivedAt: EpochMs;
  readonly chain: string;
};

export type StoredCase = {
  readonly doc: CaseDoc;
  readonly stateHash: string;
  readonly lastSeq: number;
  /** The document as text, where it is at hand. */
  readonly text?: string;
};

export type ReplicaMark = {
  readonly replica: string;
  readonly incarnation: number;
  /** Highest decided rseq, its hash, and its corrected time. */
  readonly rseq: number;
  readonly hash: string;
  readonly at: EpochMs;
  readonly quarantinedAt: EpochMs | null;
};

/**
 * One line of a scope's feed. `event` is the whole decision; `part` only what a reader who is no member of
 * the case may have of it (records); `enter` and `leave` carry their own body, and so does the `notice` of
 * an inbox.
 */
export type FeedRow =
  | {
      readonly type: 'event' | 'part';
      readonly scope: Scope;
      readonly seq: number;
      readonly caseId: CaseId | null;
    }
  | {
      readonly type: 'enter' | 'leave';
      readonly scope: Scope;
      readonly seq: number;
      readonly caseId: CaseId;
      readonly body: Json;
    }
  | {
      readonly type: 'notice';
      readonly scope: Scope;
      readonly seq: number;
      readonly caseId: CaseId | null;
      readonly body: Json;
    };

export type StoredRecord = {
  readonly [K in RecordKind]: { readonly type: K; readonly id: string; readonly doc: RecordOf[K] };
}[RecordKind];

/** Everything that follows from some operations, written in one transaction or not at all. */
export type CommitBatch = {
  readonly entries: readonly LogEntry[];
  readonly cases: readonly StoredCase[];
  readonly records: readonly StoredRecord[];
  readonly feed: readonly FeedRow[];
  readonly marks: readonly ReplicaMark[];
};

export type Head = { readonly serverSeq: number; readonly chain: string };

/** A decision as it is asked for again, with the hash of its operation. */
export type KnownDecision = {
  readonly replica: string;
  readonly rseq: number;
  readonly opHash: string;
  readonly opId: string;
  readonly decision: StoredDecision;
};

export type FeedPage = {
  readonly to: number;
  readonly head: number;
  /** Feed entries as JSON texts, made once and sent as they are. */
  readonly entries: readonly string[];
};

/** The district's memory. SQLite by default; whatever stands behind it passes tests/contract. */
export interface DistrictStore extends ArchivedReads {
  head(): Promise<Head>;
  meta(key: string): Promise<string | null>;
  /** All whose key begins so. */
  metasOf(prefix: string): Promise<ReadonlyMap<string, string>>;
  setMeta(key: string, value: string): Promise<void>;
  /** Several in one transaction. */
  setMetas(values: ReadonlyMap<string, string>): Promise<void>;
  dropMeta(key: string): Promise<void>;
  /** A redaction among them takes what was said out of every act before it, in the same transaction. */
  commit(batch: CommitBatch): Promise<void>;

  marks(): Promise<readonly ReplicaMark[]>;
  known(
    replica: string,
    incarnation: number,
    range: { readonly from: number; readonly to: number },
  ): Promise<readonly KnownDecision[]>;
  /** Those of these operations that are decided already, under whatever replica. */
  knownByIds(opIds: readonly string[]): Promise<readonly KnownDecision[]>;

  cases(ids: readonly CaseId[]): Promise<readonly StoredCase[]>;
  /** Those of these numbers that are given already. */
  numbered(caseNos: readonly CaseNo[]): Promise<readonly GivenNumber[]>;
  /** Highest serial given of those that begin so and lie in the range; 0 when none is. */
  lastSerial(
    prefix: string,
    range: { readonly from: number; readonly to: number },
  ): Promise<number>;
  /** Cases without a number, the oldest first. */
  numberless(limit: number): Promise<readonly CaseId[]>;
  /** Decided operations on a case with a version above, oldest first. */
  history(caseId: CaseId, aboveVer: number): Promise<readonly LogEntry[]>;
  /** Acts that stand deferred and were not decided again, the oldest first. */
  waiting(limit: number): Promise<readonly LogEntry[]>;
  /** Cases that began, ended or were called back since then. */
  recentCases(since: EpochMs): Promise<readonly StoredCase[]>;
  /** Calls that rang since then. */
  recentCalls(since: EpochMs): Promise<readonly CallRecord[]>;
  /** Every record of these kinds. */
  recordsOf(kinds: readonly RecordKind[]): Promise<readonly StoredRecord[]>;
  records(type: RecordKind, ids: readonly string[]): Promise<readonly StoredRecord[]>;

  heads(): Promise<ReadonlyMap<Scope, number>>;
  page(
    scope: Scope,
    from: number,
    limit: { readonly entries: number; readonly bytes: number },
  ): Promise<FeedPage>;
  /** The number after which the newest entries of a feed begin, at most so many; 0 when there are fewer. */
  tail(scope: Scope, entries: number): Promise<number>;
  /** First filling of a scope: whole cases by the order of their last change, each as an `enter`. */
  fill(scope: Scope, after: number, options: FillOptions): Promise<FeedPage>;
  /** Cases of a scope that are open, or ended since then, as they stand at the scope's head; in no order. */
  states(scope: Scope, endedSince: EpochMs): Promise<ScopeStates>;
  /** Records of these kinds as they stand at the head of `ref`; in no order. */
  shared(kinds: readonly RecordKind[]): Promise<SharedRecords>;
  /** Ended cases of a scope, the last that ended first. */
  ended(scope: Scope, range: EndedRange): Promise<readonly StoredCase[]>;
  /** The whole log in order, in slices, for audits and rebuilding. */
  log(from: number, limit: number): Promise<readonly LogEntry[]>;
  /** Those of these files that a case names. Reads every case once, so of some dozens at a time. */
  filesNamed(sha256s: readonly string[]): Promise<ReadonlySet<string>>;
  /** Notes of who looked at what, the newest first. */
  looks(range: LooksRange): Promise<readonly LogEntry[]>;
  /** For what keeps counts of its own. */
  openCases(): Promise<readonly StoredCase[]>;
  /** Rids a file of the older states that its journal holds; false while somebody reads one of them. */
  emptyJournal(): Promise<boolean>;
  close(): Promise<void>;
}

export type CaseState = {
  readonly caseId: CaseId;
  readonly stateHash: string;
  /** Number of the decision that made it so. */
  readonly lastSeq: number;
};

export type ScopeStates = { readonly head: number; readonly states: readonly CaseState[] };

/** Each with its document as it is stored. */
export type SharedRecords = {
  readonly head: number;
  readonly records: readonly { readonly type: string; readonly id: string; readonly doc: string }[];
};

export type LooksRange = {
  /** Those since then, and before this one. */
  readonly since: EpochMs;
  readonly before: { readonly at: EpochMs; readonly seq: number };
  readonly limit: number;
};

export type EndedRange = {
  /** Those that ended since then, and before this one. */
  readonly since: EpochMs;
  readonly before: { readonly endedAt: EpochMs; readonly caseId: string };
  readonly cases: number;
};

export type FillOptions = {
  /** Head of the scope when its filling began: cases that changed since are told by ordinary pages. */
  readonly upTo: number;
  /** Cases that ended before are left out. */
  readonly endedSince: EpochMs;
  /** With the events of ended cases, too, or of open ones only. */
  readonly withEndedEvents: boolean;
  readonly entries: number;
};
