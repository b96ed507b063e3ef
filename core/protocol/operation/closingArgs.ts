import * as v from 'valibot';
import type { ArgsOf } from '../../domain/operation/args.ts';
import { RETENTION_YEARS_MAX } from '../../domain/record/retention.ts';
import {
  Body,
  filled,
  Id,
  Instant,
  list,
  Note,
  Point,
  Reason,
  Role,
  Scope,
  Serial,
  Sha256,
  StreetCode,
  Word,
} from './fields.ts';

type Schemas<K extends keyof ArgsOf> = {
  readonly [P in K]: v.GenericSchema<unknown, ArgsOf[P]>;
};

/** A drill is no outage: a working day at the most. */
const DRILL_MINUTES_MAX = 480;
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));

export const closingArgs = {
  'verify.order': v.strictObject({ inspector: Id }),
  'verify.report': v.strictObject({
    pass: v.boolean(),
    note: Note,
    photos: list(Sha256, 30),
    point: v.nullable(Point),
  }),
  'case.close': v.strictObject({
    items: list(filled(60), 30),
    closeKind: v.picklist([
      'answered_at_once',
      'self_handled',
      'grid_autonomy',
      'sub_dispatched',
      'department',
      'whistle',
      'forced',
      'duplicate',
    ]),
    publicText: Body,
  }),
  'callback.try': v.strictObject({
    attempt: v.picklist([1, 2, 3]),
    at: Instant,
    reached: v.boolean(),
    solved: v.nullable(v.boolean()),
    satisfied: v.nullable(v.picklist([1, 2, 3, 4, 5])),
    reason: Note,
  }),
  'case.urge': v.strictObject({ to: filled(80), text: Note }),
  'conflict.resolve': v.strictObject({ conflict: filled(80), option: filled(60), note: Note }),
  'conflict.refer': v.strictObject({ conflict: filled(80), reason: Reason }),
  'shift.open': v.strictObject({ person: Id, seat: Id, roles: list(Role, 12) }),
  'shift.handOver': v.strictObject({ seat: Id, text: Body, openItems: list(Id, 200) }),
  'grant.give': v.strictObject({
    person: Id,
    role: Role,
    scope: Scope,
    from: Instant,
    to: v.nullable(Instant),
  }),
  'grant.revoke': v.strictObject({ person: Id, role: Role, scope: Scope, at: Instant }),
  'device.enrol': v.strictObject({
    device: Id,
    replica: Id,
    publicKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
    scope: Scope,
    name: Word,
  }),
  'device.revoke': v.strictObject({ device: Id, reason: Reason }),
  'drill.cut': v.strictObject({
    street: StreetCode,
    minutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(DRILL_MINUTES_MAX)),
  }),
  'retention.set': v.strictObject({ years: v.pipe(Count, v.maxValue(RETENTION_YEARS_MAX)) }),
  'numbers.lease': v.strictObject({
    replica: Id,
    incarnation: Count,
    origin: v.pipe(v.string(), v.regex(/^[A-Z]{2,4}$/)),
    from: Serial,
    to: Serial,
  }),
  'ref.publish': v.strictObject({
    catalogue: filled(60),
    version: filled(60),
    sha256: Sha256,
    validFrom: Instant,
  }),
} satisfies Schemas<
  | 'verify.order'
  | 'verify.report'
  | 'case.close'
  | 'callback.try'
  | 'case.urge'
  | 'conflict.resolve'
  | 'conflict.refer'
  | 'shift.open'
  | 'shift.handOver'
  | 'grant.give'
  | 'grant.revoke'
  | 'device.enrol'
  | 'device.revoke'
  | 'drill.cut'
  | 'retention.set'
  | 'numbers.lease'
  | 'ref.publish'
>;
