import type { EpochMs } from '../../kernel/time.ts';
import type { Wgs84Point } from '../area/point.ts';
import type { ForcedLedger } from '../operation/endingArgs.ts';
import type {
  AppealType,
  ArgsOf,
  Biz,
  CallerRef,
  CloseKind,
  Discovery,
  EditableField,
  PlaceBy,
  ReturnReason,
  Urgency,
} from '../operation/args.ts';
import type {
  AskId,
  AssignmentId,
  CallId,
  CaseId,
  CaseNo,
  ConflictId,
  HolderScope,
  MatterId,
  OpId,
  PersonId,
  Scope,
  SeatId,
  UnitId,
} from '../operation/identity.ts';
import type { LinkAs } from '../operation/pairArgs.ts';
import type { Conflict } from '../conflict/conflict.ts';
import type { Whistle } from './whistleDoc.ts';

export type Stage =
  | 'reported'
  | 'precheck'
  | 'to_dispatch'
  | 'dispatched'
  | 'handling'
  | 'handled'
  | 'to_close'
  | 'closed'
  | 'refused'
  | 'voided'
  | 'merged';

export const ENDED_STAGES: readonly Stage[] = ['closed', 'refused', 'voided', 'merged'];

export type AssignmentState =
  'offered' | 'signed' | 'responded' | 'done' | 'returned' | 'recalled' | 'waived';

/** One unit in one round. The collection is a record by id so that patches merge. */
export type Assignment = {
  readonly id: AssignmentId;
  readonly unit: UnitId;
  readonly lead: boolean;
  readonly round: number;
  readonly state: AssignmentState;
  readonly offeredAt: EpochMs;
  readonly signedAt?: EpochMs;
  /** Last step of the response, and when. */
  readonly step?: 'contacted' | 'left' | 'arrived';
  readonly stepAt?: EpochMs;
  readonly doneAt?: EpochMs;
  readonly endedAt?: EpochMs;
  readonly result?: string;
  readonly solved?: boolean;
  /** The operation that offered it, for the two versions of a conflict. */
  readonly byOp: OpId;
  /** Belongs to a turn that is over (rework): kept, no longer counts for the stage. */
  readonly over?: true;
  /** Recalled by this rule, not by a person: a unit that turns out to be on its way takes it up again. */
  readonly recalledBy?: number;
  /** Third hand-out: the judge named this unit and it may not return the case. */
  readonly bound?: true;
};

/**
 * A place as stored. Effects are merge patches, in which null removes a key: what is unknown is absent
 * here, never null.
 */
export type PlaceOnFile = {
  readonly point?: Wgs84Point;
  readonly text: string;
  readonly cell?: string;
  readonly street?: string;
  readonly by: PlaceBy;
  readonly confidence: number;
};

/** A file by its hash: the bytes travel by themselves. */
export type AttachmentOnFile = {
  readonly name: string;
  readonly use: string;
  readonly bytes: number;
  /** Of the round it was attached in; absent in the first. */
  readonly round?: number;
};

type AskCommon = {
  readonly id: AskId;
  readonly text: string;
  readonly by: PersonId;
  /** Whose it is, where `by` only took it down. */
  readonly onBehalf?: UnitId | PersonId;
  readonly at: EpochMs;
  readonly state: 'open' | 'granted' | 'refused' | 'lapsed';
  readonly judgedBy?: PersonId;
  readonly judgeReason?: string;
  /** Lapsed by an ending that may be undone (rule 26): then it waits again. */
  readonly lapsedBy?: number;
};

/** What one asks of another, by what it is about. A collection by id, like everything that patches. */
export type Ask =
  | (AskCommon & {
      readonly kind: 'return';
      readonly assignment: AssignmentId;
      readonly reasonCode: ReturnReason;
      readonly proposedUnit?: UnitId;
    })
  | (AskCommon & { readonly kind: 'send'; readonly to: HolderScope })
  | (AskCommon & {
      readonly kind: 'units';
      readonly units: readonly UnitId[];
      readonly lead: UnitId;
    })
  | (AskCommon & { readonly kind: 'extension' })
  | (AskCommon & { readonly kind: 'void' })
  | (AskCommon & { readonly kind: 'forcedClose'; readonly ledger: ForcedLedger })
  | (AskCommon & {
      readonly kind: 'suspension';
      readonly until: EpochMs;
      readonly nextCheck: EpochMs;
    });

/** A stretch of time that counts for no limit (挂账). */
export type ClockPause = { readonly from: EpochMs; readonly to: EpochMs };

export type ClockName =
  'dispatch' | 'sign' | 'firstContact' | 'handle' | 'total' | 'whistleRespond' | 'whistleFinish';

/**
 * One running or ended clock. `dueAt` was computed by the calendar version named, from `startedAt` and the
 * limit; whether it is green, yellow or red is computed when looked at, never stored.
 */
export type CaseClock = {
  readonly startedAt: EpochMs;
  readonly dueAt: EpochMs;
  readonly endedAt?: EpochMs;
  readonly limitText: string;
  /** The calendar ends before the limit does: 日历未发布. */
  readonly unpublished?: true;
  /** How often the limit was granted once more (延期). */
  readonly extended?: number;
  readonly paused?: readonly ClockPause[];
};

export type CallbackTry = {
  readonly at: EpochMs;
  readonly by: PersonId;
  readonly reached: boolean;
  /** Absent when not reached. */
  readonly solved?: boolean;
  readonly satisfied?: 1 | 2 | 3 | 4 | 5;
  readonly reason: string;
};

/** A second value that lost by rule 7 and is kept beside the first. */
export type KeptAlternative = {
  readonly value: string;
  readonly by: PersonId;
  readonly at: EpochMs;
  readonly op: OpId;
};

/** A case that was taken in, and what it brought that was not here before. */
export type AbsorbedCase = {
  readonly by: PersonId;
  readonly at: EpochMs;
  readonly files?: Readonly<Record<string, true>>;
  /** By the HMAC of their numbers. */
  readonly callers?: Readonly<Record<string, true>>;
};

/** One of several cases that have to do with each other. Both say so. */
export type CaseLink = {
  readonly as: LinkAs;
  /** The other one was linked to this: of a parent, this is the parent. */
  readonly isTheirs?: true;
  readonly by: PersonId;
  readonly at: EpochMs;
};

export type Redacted = {
  readonly atMs: EpochMs;
  readonly by: PersonId;
  readonly reason: ArgsOf['case.redact']['reason'];
  /** Version of the case that it made: what came since may bear words again. */
  readonly ver: number;
};

/**
 * The case document: what every member replica holds. Built from effects alone; absent means undefined.
 * All collections are records by id, because effects are merge patches.
 */
export type CaseDoc = {
  readonly caseId: CaseId;
  readonly caseNo?: CaseNo;
  /** Raised by exactly 1 by every decided operation, whatever its outcome. */
  readonly ver: number;
  /** That of the last act that bore one: the hash of the case cannot be found by trying either. */
  readonly salt?: string;
  readonly stage: Stage;
  readonly holder: HolderScope;
  /** Scopes that read this case. A record so that leaving is a patch. */
  readonly members: Readonly<Partial<Record<Scope, true>>>;
  /** Scopes that were members once, and when they left: their facts are still taken. */
  readonly left?: Readonly<Partial<Record<Scope, EpochMs>>>;
  readonly round: number;

  readonly biz: Biz;
  readonly channel: string;
  readonly discovery: Discovery;
  readonly type: AppealType;
  readonly matter?: MatterId;
  readonly dictVersion: string;
  readonly condition?: string;
  /** What it was before the last reclassification: a dispatch that had not seen it counted by this. */
  readonly matterBefore?: {
    readonly matter?: MatterId;
    readonly condition?: string;
    readonly totalLimit?: string;
  };
  readonly title: string;
  readonly text: string;
  /** Edited fields other than title, text and type. */
  readonly fields?: Readonly<Partial<Record<EditableField, string>>>;
  readonly place: PlaceOnFile;
  readonly urgency: Urgency;
  readonly tags?: Readonly<Record<string, true>>;

  readonly caller?: CallerRef;
  /** Further callers by HMAC of their number. */
  readonly callers?: Readonly<Record<string, CallerRef>>;
  readonly callId?: CallId;
  /** By `system/no`. */
  readonly externalNos?: Readonly<
    Record<string, { readonly system: string; readonly no: string; readonly dueAt?: EpochMs }>
  >;
  readonly confidential?: true;

  readonly createdAt: EpochMs;
  readonly createdBy: PersonId;
  readonly createdSeat: SeatId;
  readonly createdScope: Scope;
  readonly updatedAt: EpochMs;
  readonly closedAt?: EpochMs;
  readonly closedBy?: PersonId;
  readonly closeKind?: CloseKind;
  /** Voided, or closed by force: the stage from which, should it turn out that somebody was at work. */
  readonly endedFrom?: Stage;
  readonly forcedLedger?: ForcedLedger;
  /** Closed by force while it was suspended: the suspension and its clocks, should the closing not stand. */
  readonly suspendedBefore?: {
    readonly suspended: NonNullable<CaseDoc['suspended']>;
    readonly clocks: CaseDoc['clocks'];
  };
  /** 督办: while it stands the district closes; who closed before stands beside it. */
  readonly supervised?: {
    readonly kind: ArgsOf['case.supervise']['kind'];
    readonly until: EpochMs;
    readonly text: string;
    readonly by: PersonId;
    readonly at: EpochMs;
    readonly closeAtBefore: 'holder' | 'district';
  };
  readonly whistles?: Readonly<Record<OpId, Whistle>>;
  readonly archived?: ArgsOf['case.archive']['type'];
  /** 脱敏: its words and the citizens in it were taken out, here and from all acts before. */
  readonly redacted?: Redacted;
  readonly closeAt: 'holder' | 'district';
  readonly publicText?: string;
  readonly answer?: string;

  readonly clocks: Readonly<Partial<Record<ClockName, CaseClock>>>;
  readonly assignments?: Readonly<Record<AssignmentId, Assignment>>;
  /** What a second dispatch of a unit called its assignment, and which one it became. */
  readonly joined?: Readonly<Record<AssignmentId, AssignmentId>>;
  readonly asks?: Readonly<Record<AskId, Ask>>;
  /** 挂账: granted until then; whether it still lasts is computed when looked at. */
  readonly suspended?: {
    readonly from: EpochMs;
    readonly until: EpochMs;
    readonly nextCheck: EpochMs;
    readonly ask: AskId;
  };
  readonly conflicts?: Readonly<Record<ConflictId, Conflict>>;
  readonly alternatives?: Readonly<Record<string, Readonly<Record<OpId, KeptAlternative>>>>;

  readonly handOuts: number;
  readonly returns: number;
  readonly rework: number;
  readonly urged: number;
  readonly attachments?: Readonly<Record<string, AttachmentOnFile>>;
  readonly firstContactAt?: EpochMs;
  readonly repliedAt?: EpochMs;
  readonly verifyOrdered?: string;
  /** Whoever was sent to look and is so no longer: what he says without having seen that is taken (I-24). */
  readonly verifiersBefore?: Readonly<Partial<Record<PersonId, true>>>;
  readonly verified?: 'pass' | 'fail';
  readonly callbackDueAt?: EpochMs;
  readonly callbackDone?: 'reached' | 'gave_up';
  /** The caller was to be called back until the case was opened again. */
  readonly callbackBefore?: true;
  /** By round and attempt: `1-2`. */
  readonly callbacks?: Readonly<Record<string, CallbackTry>>;
  /** Persons who acted on each axis of the current round; nobody stands on both. */
  readonly axis?: {
    readonly supervision?: Readonly<Record<PersonId, true>>;
    readonly command?: Readonly<Record<PersonId, true>>;
  };
  readonly soleHand?: true;
  /** A caretaker decided on it while its street was silent. */
  readonly caretaker?: true;
  readonly lateDueToSync?: true;
  /** After a failed verification: the unit to which the case should go again. */
  readonly proposedUnit?: UnitId;
  /** Rule 10 gave the unit to another case: this one stands at the top of the queue until dispatched. */
  readonly unitLost?: { readonly unit: UnitId; readonly to: CaseId; readonly at: EpochMs };
  /** The case that goes on: a second report of the same external number, or one that it was merged into. */
  readonly mergedInto?: CaseId;
  /** Cases that were merged into this one. */
  readonly absorbed?: Readonly<Record<CaseId, AbsorbedCase>>;
  /** What it has to do with other cases, by these; a rule may have only offered it. */
  readonly links?: Readonly<Record<CaseId, CaseLink>>;
  /** Proposals of others waiting for the holder (adjusted decisions), by operation. */
  readonly proposals?: Readonly<
    Record<
      OpId,
      {
        readonly by: PersonId;
        readonly scope: Scope;
        readonly kind: string;
        readonly text: string;
        readonly at: EpochMs;
        /** What it would have done, as codes and values for the view to put into words. */
        readonly what: Readonly<Record<string, string | number | boolean>>;
        /** The round ended before the holder took it up. */
        readonly lapsed?: true;
      }
    >
  >;
};

/** What a replica keeps of a case it is no longer a member of. */
export type CaseStub = {
  readonly caseId: CaseId;
  readonly caseNo: CaseNo | null;
  readonly matter: MatterId | null;
  readonly street: string | null;
  readonly createdAt: EpochMs;
  readonly closedAt: EpochMs | null;
  readonly stage: Stage;
  readonly wentTo: HolderScope;
  /** Version of the case at which its words were taken out: nothing before it is kept here either. */
  readonly redacted?: number;
};
