import type { Brand } from '../../kernel/brand.ts';

export type CaseId = Brand<string, 'CaseId'>;
export type OpId = Brand<string, 'OpId'>;
export type PersonId = Brand<string, 'PersonId'>;
export type SeatId = Brand<string, 'SeatId'>;
export type UnitId = Brand<string, 'UnitId'>;
export type ReplicaId = Brand<string, 'ReplicaId'>;
export type DeviceId = Brand<string, 'DeviceId'>;
export type AssignmentId = Brand<string, 'AssignmentId'>;
export type AskId = Brand<string, 'AskId'>;
export type ConflictId = Brand<string, 'ConflictId'>;
export type CallId = Brand<string, 'CallId'>;
export type MatterId = Brand<string, 'MatterId'>;
export type StreetCode = Brand<string, 'StreetCode'>;
export type CellCode = Brand<string, 'CellCode'>;

/** What the caller is told: origin letters, day, serial. `DZM261121-0009`. Never changed, never reused. */
export type CaseNo = Brand<string, 'CaseNo'>;

/** A named feed. `street:` carries the 9-digit code, `intake:` a number from 1 to 4. */
export type Scope =
  | 'district'
  | `street:${string}`
  | `intake:${string}`
  | `unit:${string}`
  | 'ref'
  | `inbox:${string}`;

/** The one scope that decides on a case. Unit scopes, `ref` and inboxes never hold. */
export type HolderScope = 'district' | `street:${string}` | `intake:${string}`;

/** How an act became known to the person who records it. */
export type RecordedHow = 'self' | 'phone' | 'radio' | 'paper' | 'adapter';

/** Step ① roles. A grant joins one of them to a scope and a period. */
export type Role =
  | 'operator'
  | 'dispatcher'
  | 'dutyChief'
  | 'unit'
  | 'inspector'
  | 'supervisor'
  | 'callbackClerk'
  | 'leader'
  | 'quality'
  | 'administrator'
  | 'wall'
  | 'telephony'
  | 'program';
