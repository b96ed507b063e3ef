import type { ClosingItem } from '../catalogue/matter.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { CaseDoc, ClockPause } from '../case/caseDoc.ts';
import type { RecordKind, RecordOf } from '../record/records.ts';
import type { ArgsOf, OpKind } from './args.ts';
import type { CaseId, HolderScope, OpId, PersonId, Role, Scope } from './identity.ts';
import type { NoticeCode } from './noticeCode.ts';
import type { AnyBody } from './operation.ts';
import type { DomainRefusal } from './refusal.ts';

/**
 * - applied: as asked. adjusted: recorded, with another effect than asked (a proposal, a co-unit).
 * - merged: same intent as an earlier one. noop: changes nothing. superseded: an earlier act stands.
 * - conflict: recorded, a default is in force and a person is asked (exactly then a Conflict is made).
 * - refused-recorded: no right at that time; kept, does not act. deferred: not decided yet, for its kind or its
 *   case is not known here, or no store took it; it is decided again when that has changed.
 */
export type Outcome =
  | 'applied'
  | 'adjusted'
  | 'merged'
  | 'noop'
  | 'superseded'
  | 'conflict'
  | 'refused-recorded'
  | 'deferred';

export type Notice = {
  /** Who is told: an author, or a scope's inbox. */
  readonly to: PersonId | Scope;
  readonly code: NoticeCode;
  readonly rule: number | null;
  /** The act it met: decided before, and not seen by the author of this one. */
  readonly met?: MetAct;
};

export type MetAct = {
  readonly opId: OpId;
  readonly kind: OpKind;
  readonly by: PersonId;
  readonly scope: Scope;
  /** Corrected time. */
  readonly at: EpochMs;
};

export type RecordPatch = {
  readonly [K in RecordKind]: { readonly type: K; readonly id: string; readonly patch: Json };
}[RecordKind];

type FollowUpOf<K extends OpKind> = {
  readonly kind: K;
  readonly caseId: CaseId;
  readonly args: ArgsOf[K];
};

/**
 * An operation that the district's own program makes in the same transaction, right after this one: rule 10
 * takes an exclusive unit off another case, and an act on two cases is shown on the other. Only the district
 * carries it out.
 */
export type FollowUp = FollowUpOf<'assign.recall'> | FollowUpOf<'case.mirror'>;

/** The second case of an act that is about two. */
export type OtherCase = {
  readonly doc: CaseDoc;
  /** Decided on it, and not seen by the author when he acted. */
  readonly unseen: readonly DecidedOp[];
};

/** What deciding changed. Clients apply this, never rules, to confirmed state. */
export type Effects = {
  /** Merge patch of the case document; carries at least `ver` when the operation has a case. */
  readonly casePatch: Json | null;
  readonly records: readonly RecordPatch[];
  readonly notices: readonly Notice[];
  readonly followUps: readonly FollowUp[];
};

export type Decision = {
  readonly outcome: Outcome;
  /** Rule of the pair table that fired, or null. */
  readonly rule: number | null;
  /** Why not, for superseded and refused-recorded. */
  readonly reason: DomainRefusal | null;
  readonly effects: Effects;
};

/** A decided operation as the pair table sees it: what it was, and what it did. */
export type DecidedOp = {
  readonly op: AnyBody;
  readonly outcome: Outcome;
  /** Version of the case after it. */
  readonly ver: number;
  /** Corrected time. */
  readonly at: EpochMs;
  readonly holderBefore: HolderScope | null;
};

/** The act that an undo names, as it was decided; of one that is undecided what it changed is not known. */
export type UndoneOp = DecidedOp & { readonly casePatch: Json | null };

/** What the shell gathers for one decision. Nothing here is fetched by the rules themselves. */
export type DecideFacts = {
  /** Corrected time of the operation (said time for catch-up facts is in the operation). */
  readonly at: EpochMs;
  /** When the district got it; only the district knows. */
  readonly receivedAt?: EpochMs;
  readonly errMs: number;
  /** The case before, or null when it does not exist. */
  readonly doc: CaseDoc | null;
  /**
   * Decided operations on this case that the author had not seen: those with a version above the base's,
   * without the author's own pending ones, oldest first.
   */
  readonly unseen: readonly DecidedOp[];
  /** The second case that the act names; null where there is no such case here. */
  readonly other?: OtherCase | null;
  /** Of an undo: what it takes back; null where no such act on the case is known. */
  readonly undone?: UndoneOp | null;
  readonly record: <K extends RecordKind>(type: K, id: string) => RecordOf[K] | null;
  readonly reference: Reference;
  /** Whether caretaking of that street holds at this time (nothing seen of it for 5 minutes). */
  readonly silentSince: (street: Scope) => EpochMs | null;
  /** Why the number that a new case brings is not believed. Only the district knows all leases. */
  readonly numberDoubt?: DomainRefusal | null;
  /** A restored district: versions that the author counts may be those of what it lost. */
  readonly isHistoryDoubted?: boolean;
  /** The author's console had its line to the district then: it was not cut off, whatever it says. */
  readonly connectedThen?: boolean;
};

/** What only a console knows when it asks whether an act may enter its outbox. */
export type LocalFacts = DecideFacts & {
  /** The console cannot reach the district, whatever else it reaches. */
  readonly cutOff: boolean;
  /** Whoever sits here logged in while the line was down: the district does not know of it. */
  readonly unproven?: boolean;
};

/** Catalogues the rules read. Versioned data, looked up by id; absent ids give null. */
export type Reference = {
  readonly unit: (id: string) => UnitFacts | null;
  readonly matter: (id: string) => MatterFacts | null;
  /** An item of the list of whistles. */
  readonly whistleItem: (id: string) => WhistleFacts | null;
  /** Whether there is such a street or intake center, or it is the district. */
  readonly holds: (scope: HolderScope) => boolean;
  /** `pauses` are suspensions: their time does not count. */
  readonly addLimit: (
    start: EpochMs,
    limit: Limit,
    pauses?: readonly ClockPause[],
  ) => { readonly dueAt: EpochMs; readonly unpublished: boolean };
  readonly grantsOf: (person: PersonId, at: EpochMs) => readonly Grant[];
  readonly limits: StageLimits;
};

export type UnitFacts = {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** `district` or `street:<code>`. */
  readonly homeScope: HolderScope;
  readonly exclusive: boolean;
  /** A unit with a console of its own reads through its own feed. */
  readonly hasConsole: boolean;
};

export type LimitClock = 'urgent_hour' | 'urgent_day' | 'natural_day' | 'work_hour' | 'work_day';
export type Limit = { readonly value: number; readonly clock: LimitClock };

export type MatterFacts = {
  readonly id: string;
  readonly filesAutomatically: boolean;
  readonly needsCheck: boolean;
  readonly closing?: readonly ClosingItem[];
  /** Matters of which it is a part, by their codes: a broken cover is a cover. */
  readonly above?: readonly string[];
  readonly conditions: readonly { readonly id: string; readonly limit: Limit }[];
  /** Limit when no condition was chosen. */
  readonly defaultLimit: Limit;
  /** Unit of the duty matrix in that street, or null when it names none or several. */
  readonly dutyUnit: (street: string | null) => string | null;
};

export type WhistleFacts = {
  readonly id: string;
  /** Of the catalogue it stands in. */
  readonly version: string;
  /** All of them hold when it is blown. */
  readonly standards: readonly string[];
  readonly respondWithin: Limit;
  readonly finishWithin: Limit;
};

export type StageLimits = {
  readonly dispatch: Limit;
  readonly sign: Limit;
  readonly firstContact: Limit;
  readonly urgentSignMinutes: number;
};

export type Grant = {
  readonly role: Role;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
};
