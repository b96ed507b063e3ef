import type { EpochMs } from '../../kernel/time.ts';
import type { CallerRef, Urgency } from '../operation/args.ts';
import type {
  AssignmentId,
  CallId,
  CaseId,
  DeviceId,
  OpId,
  PersonId,
  ReplicaId,
  Role,
  Scope,
  SeatId,
  StreetCode,
  UnitId,
} from '../operation/identity.ts';

/**
 * Everything decided that is not a case: one document each, versioned like a case. Built from merge
 * patches: what is unknown is absent, never null.
 */
export type RecordOf = {
  unit: UnitRecord;
  call: CallRecord;
  shift: ShiftRecord;
  grant: GrantRecord;
  device: DeviceRecord;
  lease: LeaseRecord;
  ref: RefRecord;
  external: ExternalRecord;
  drill: DrillRecord;
  whistle: WhistleRecord;
  retention: RetentionRecord;
};
export type RecordKind = keyof RecordOf;

/**
 * What rules ask for while they decide: some thousand documents that every program holds in memory.
 * Calls are too many for that; whoever needs one fetches it.
 */
export const KINDS_IN_MEMORY: readonly RecordKind[] = [
  'unit',
  'shift',
  'grant',
  'device',
  'lease',
  'ref',
  'drill',
  'whistle',
  'retention',
];

/**
 * Who is told of a record: every console, by the feed `ref`, which is compared and mended (docs/adr/0023), or the
 * hall alone and whoever acted. A new kind must say it here.
 */
const TOLD_TO: Readonly<Record<RecordKind, 'everybody' | 'hall'>> = {
  unit: 'everybody',
  call: 'hall',
  shift: 'hall',
  grant: 'everybody',
  device: 'everybody',
  lease: 'everybody',
  ref: 'everybody',
  external: 'hall',
  drill: 'everybody',
  whistle: 'hall',
  retention: 'everybody',
};
const RECORD_KINDS = Object.keys(TOLD_TO) as RecordKind[];

/** What every console is told of whole, by the feed `ref`. */
export const SHARED_KINDS: readonly RecordKind[] = RECORD_KINDS.filter(
  (kind) => TOLD_TO[kind] === 'everybody',
);

/** Records that stay with the hall and whoever acted: all the others. */
export const OWN_KINDS: readonly RecordKind[] = RECORD_KINDS.filter(
  (kind) => TOLD_TO[kind] === 'hall',
);

/** What an exclusive unit does on a case, as far as rule 10 needs to know. */
export type UnitEngagement = {
  readonly since: EpochMs;
  readonly urgency: Urgency;
  readonly assignment: AssignmentId;
  readonly step?: 'contacted' | 'left' | 'arrived';
};

/** Cases an exclusive unit is on. Only exclusive units have a record. */
export type UnitRecord = {
  readonly unit: UnitId;
  readonly ver: number;
  readonly on: Readonly<Record<CaseId, UnitEngagement>>;
};

export type CallRecord = {
  readonly callId: CallId;
  readonly ver: number;
  readonly line: string;
  readonly caller?: CallerRef;
  readonly seat?: SeatId;
  readonly rangAt: EpochMs;
  readonly answeredAt?: EpochMs;
  readonly endedAt: EpochMs;
  readonly outcome: 'answered' | 'abandoned' | 'transferred' | 'refused';
  readonly recording?: string;
};

export type ShiftRecord = {
  readonly seat: SeatId;
  readonly ver: number;
  readonly person: PersonId;
  readonly roles: readonly Role[];
  readonly openedAt: EpochMs;
  readonly handOver?: {
    readonly text: string;
    readonly openItems: readonly CaseId[];
    readonly at: EpochMs;
  };
};

/** Key of a grant: `person/role/scope`. */
export type GrantRecord = {
  readonly person: PersonId;
  readonly ver: number;
  readonly role: Role;
  readonly scope: Scope;
  readonly from: EpochMs;
  readonly to?: EpochMs;
};

export type DeviceRecord = {
  readonly device: DeviceId;
  readonly ver: number;
  readonly replica: ReplicaId;
  readonly publicKey: string;
  readonly scope: Scope;
  readonly name: string;
  readonly enrolledAt: EpochMs;
  readonly revokedAt?: EpochMs;
  readonly revokeReason?: string;
};

/** Key of a lease: `origin/from`. */
export type LeaseRecord = {
  readonly replica: ReplicaId;
  readonly ver: number;
  readonly incarnation: number;
  readonly origin: string;
  readonly from: number;
  readonly to: number;
};

export type RefRecord = {
  readonly catalogue: string;
  readonly ver: number;
  readonly version: string;
  readonly sha256: string;
  readonly validFrom: EpochMs;
};

/** Key: `system/no`. The first case made for a number from outside; a second report joins it. */
export type ExternalRecord = {
  readonly ver: number;
  readonly system: string;
  readonly no: string;
  readonly caseId: CaseId;
};

/** Key: `street/matter`. The last whistle that the street blew about the matter. */
export type WhistleRecord = {
  readonly ver: number;
  readonly caseId: CaseId;
  readonly whistle: OpId;
  readonly openedAt: EpochMs;
};

/** Key: the street. Its line is cut on purpose until then, or until somebody ended it. */
export type DrillRecord = {
  readonly street: StreetCode;
  readonly ver: number;
  readonly by: PersonId;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly endedAt?: EpochMs;
};

/** One for the whole district, under `RETENTION_ID`; until it is set the default holds. */
export type RetentionRecord = {
  readonly ver: number;
  /** How long words of a case are kept after it was archived. */
  readonly years: number;
  readonly by: PersonId;
  readonly at: EpochMs;
};

/** When the line is given back, or was. */
export function drillEnd({ until, endedAt }: DrillRecord): EpochMs {
  return endedAt ?? until;
}
