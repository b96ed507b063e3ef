import type { EpochMs } from '../../kernel/time.ts';
import type { Wgs84Point } from '../area/point.ts';
import type {
  AskId,
  AssignmentId,
  CallId,
  CaseId,
  CaseNo,
  ConflictId,
  HolderScope,
  MatterId,
  PersonId,
  Role,
  Scope,
  SeatId,
  UnitId,
} from './identity.ts';
import type { AccessArgsOf } from './accessArgs.ts';
import type { AskArgsOf } from './askArgs.ts';
import type { CounterArgsOf } from './counterArgs.ts';
import type { EndingArgsOf } from './endingArgs.ts';
import type { MachineArgsOf } from './machineArgs.ts';
import type { OverseeArgsOf } from './overseeArgs.ts';
import type { PairArgsOf } from './pairArgs.ts';
import type { RecordArgsOf } from './recordArgs.ts';
import type { WhistleArgsOf } from './whistleArgs.ts';

export type Urgency = 'ordinary' | 'urgent' | 'critical';
export type Biz = 'hotline' | 'grid' | 'iot' | 'police';
export type Discovery = 'active' | 'passive';
/** 咨询 求助 投诉 举报 建议, and 巡查发现 for what staff find. */
export type AppealType = 'consult' | 'help' | 'complaint' | 'report' | 'suggest' | 'find';

/**
 * A caller. Name and number travel sealed (AES-256-GCM, base64); they are found by the HMAC of the
 * normalised number. `tail` is the last four digits, for people to recognise a masked number.
 */
export type CallerRef = {
  readonly numberHmac: string;
  readonly numberSealed: string;
  readonly tail: string;
  readonly nameSealed?: string;
  readonly kind: 'person' | 'enterprise' | 'vulnerable';
  readonly confidential: boolean;
};

export type PlaceBy = 'caller' | 'map' | 'cell' | 'on_site';
export type Place = {
  readonly point: Wgs84Point | null;
  readonly text: string;
  /** 15 digits, or null when the point lies in no cell. */
  readonly cell: string | null;
  /** 9 digits, or null when unknown. */
  readonly street: string | null;
  readonly by: PlaceBy;
  /** 0 to 1. */
  readonly confidence: number;
};

export type ExternalNo = {
  readonly system: string;
  readonly no: string;
  readonly dueAt: EpochMs | null;
};

/** The fields `case.edit` may change; each is judged on its own (rules 7 and 8). */
export type EditableField =
  | 'title'
  | 'text'
  | 'type'
  | 'people'
  | 'amount'
  | 'enterprise'
  | 'contactWishes'
  | 'publicText'
  | 'publish';

export type CloseKind =
  | 'answered_at_once'
  | 'self_handled'
  | 'grid_autonomy'
  | 'sub_dispatched'
  | 'department'
  | 'whistle'
  | 'forced'
  | 'duplicate';

export type AttachmentUse = 'before' | 'after' | 'near' | 'far' | 'document' | 'recording';
export type ReturnReason =
  'not_competent' | 'wrong_place' | 'not_found' | 'needs_others' | 'duplicate' | 'other';

export type UnitChoice = { readonly unit: UnitId; readonly lead: boolean };

/** Why the program proposed these units, kept with the dispatch so that it can be looked at later. */
export type DispatchAdvice = {
  readonly inputs: Readonly<Record<string, string | number>>;
  readonly ranked: readonly {
    readonly unit: UnitId;
    readonly score: number;
    readonly why: string;
  }[];
  readonly chosen: readonly UnitId[];
};

/** Arguments of every operation kind, by kind. Schemas stand in core/protocol/operation. */
export type ArgsOf = StepOneArgsOf &
  RecordArgsOf &
  PairArgsOf &
  CounterArgsOf &
  AskArgsOf &
  EndingArgsOf &
  OverseeArgsOf &
  MachineArgsOf &
  AccessArgsOf &
  WhistleArgsOf;

type StepOneArgsOf = {
  'call.log': {
    readonly callId: CallId;
    readonly line: string;
    readonly caller: CallerRef | null;
    readonly seat: SeatId | null;
    readonly rangAt: EpochMs;
    readonly answeredAt: EpochMs | null;
    readonly endedAt: EpochMs;
    readonly outcome: 'answered' | 'abandoned' | 'transferred' | 'refused';
    readonly recording: string | null;
  };
  'case.create': {
    readonly caseNo: CaseNo | null;
    readonly biz: Biz;
    readonly channel: string;
    readonly discovery: Discovery;
    readonly type: AppealType;
    readonly matter: MatterId | null;
    readonly dictVersion: string;
    readonly title: string;
    readonly text: string;
    readonly caller: CallerRef | null;
    readonly place: Place;
    readonly urgency: Urgency;
    readonly callId: CallId | null;
    readonly externalNo: readonly ExternalNo[];
    readonly next: 'queue' | 'file' | 'answer' | 'selfHandled' | 'precheck';
    /** Needed with next = answer or selfHandled. */
    readonly answer: string | null;
    /** Filing condition of the matter, when chosen. */
    readonly condition: string | null;
  };
  /** Made by the district's program: the case was made while its console had no number left. */
  'case.number': { readonly caseNo: CaseNo };
  'case.file': { readonly condition: string; readonly standardVersion: string };
  'case.answer': {
    readonly text: string;
    readonly basis: string;
    readonly knowledgeId: string | null;
  };
  'case.refuse': {
    readonly reason: 'not_in_scope' | 'no_facts' | 'in_law' | 'repeat_done' | 'other';
    readonly text: string;
  };
  'case.edit': {
    readonly field: EditableField;
    readonly from: string;
    readonly to: string;
  };
  'case.locate': {
    readonly point: Wgs84Point;
    readonly text: string;
    readonly by: PlaceBy;
    readonly cell: string | null;
    readonly street: string | null;
    readonly confidence: number;
  };
  'case.urgency': {
    readonly level: Urgency;
    readonly reason: string;
    /** What the author saw, so that lowering is told from raising when two of them meet. */
    readonly from?: Urgency;
  };
  'case.tag': { readonly add: readonly string[]; readonly remove: readonly string[] };
  'case.note': { readonly text: string; readonly public: boolean };
  'case.attach': {
    readonly sha256: string;
    readonly name: string;
    readonly bytes: number;
    readonly use: AttachmentUse;
    readonly takenAt: EpochMs | null;
    readonly point: Wgs84Point | null;
  };
  'caller.add': { readonly caller: CallerRef };
  'case.send': { readonly to: HolderScope; readonly note: string };
  'case.dispatch': {
    readonly units: readonly UnitChoice[];
    readonly condition: string | null;
    readonly limitNote: string;
    readonly note: string;
    readonly advice: DispatchAdvice | null;
  };
  'assign.add': { readonly unit: UnitId; readonly reason: string };
  'assign.recall': {
    readonly assignment: AssignmentId;
    readonly reason: string;
    /** Made by the district's program when rule 10 gave an exclusive unit to another case. */
    readonly lostTo?: CaseId;
  };
  'assign.waive': { readonly assignment: AssignmentId; readonly reason: string };
  'assign.sign': { readonly assignment: AssignmentId; readonly at: EpochMs };
  'assign.respond': {
    readonly assignment: AssignmentId;
    readonly step: 'contacted' | 'left' | 'arrived';
    readonly at: EpochMs;
    readonly person: string;
    readonly point: Wgs84Point | null;
  };
  'contact.first': {
    readonly at: EpochMs;
    readonly person: string;
    readonly how: 'phone' | 'visit' | 'message';
    readonly result: string;
    readonly whyNot: string | null;
  };
  'assign.progress': {
    readonly assignment: AssignmentId;
    readonly text: string;
    readonly photos: readonly string[];
  };
  'assign.done': {
    readonly assignment: AssignmentId;
    readonly result: string;
    readonly measures: string;
    readonly basis: string;
    readonly solved: boolean;
    readonly metCaller: boolean | null;
    readonly photosAfter: readonly string[];
  };
  'reply.citizen': {
    readonly to: 'caller' | 'all';
    readonly how: 'phone' | 'visit' | 'message' | 'letter';
    readonly text: string;
    readonly at: EpochMs;
  };
  'ask.return': {
    readonly assignment: AssignmentId;
    readonly reasonCode: ReturnReason;
    readonly text: string;
    readonly proposedUnit: UnitId | null;
    readonly proof: readonly string[];
  };
  judge: {
    readonly ask: AskId;
    readonly grant: boolean;
    readonly reason: string;
    readonly newUnit: UnitId | null;
  };
  'verify.order': { readonly inspector: string };
  'verify.report': {
    readonly pass: boolean;
    readonly note: string;
    readonly photos: readonly string[];
    readonly point: Wgs84Point | null;
  };
  'case.close': {
    readonly items: readonly string[];
    readonly closeKind: CloseKind;
    readonly publicText: string;
  };
  'callback.try': {
    readonly attempt: 1 | 2 | 3;
    readonly at: EpochMs;
    readonly reached: boolean;
    readonly solved: boolean | null;
    /** 1 very dissatisfied to 5 very satisfied; null when not reached. */
    readonly satisfied: 1 | 2 | 3 | 4 | 5 | null;
    readonly reason: string;
  };
  'case.urge': { readonly to: UnitId | Scope; readonly text: string };
  'conflict.resolve': {
    readonly conflict: ConflictId;
    /** One of the conflict's options. */
    readonly option: string;
    readonly note: string;
  };
  'conflict.refer': { readonly conflict: ConflictId; readonly reason: string };
  'shift.open': {
    readonly person: PersonId;
    readonly seat: SeatId;
    readonly roles: readonly Role[];
  };
  'shift.handOver': {
    readonly seat: SeatId;
    readonly text: string;
    readonly openItems: readonly CaseId[];
  };
};

export type OpKind = keyof ArgsOf;
