import * as v from 'valibot';
import { DATE_MAX_MS } from '../../kernel/time.ts';

/** Bounded pieces of which the arguments of operations are made. Nothing here is without a limit. */
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
export const filled = (max: number) => v.pipe(v.string(), v.nonEmpty(), v.maxLength(max));

/** A text under which something is kept in a document: this one name cannot be a key of an object. */
export const keyed = (max: number) =>
  v.pipe(
    filled(max),
    v.check((key) => key !== '__proto__', 'key'),
  );

export const Id = keyed(64);
export const Title = text(200);
export const Body = text(10_000);
export const Note = text(4_000);
export const Reason = text(1_000);
export const Word = text(120);
export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const Instant = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(DATE_MAX_MS));
export const Serial = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999_999));

export const list = <T extends v.GenericSchema>(item: T, max: number) =>
  v.pipe(v.array(item), v.maxLength(max));

const degrees = (limit: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(-limit * 1e6), v.maxValue(limit * 1e6));
export const Point = v.strictObject({ lonE6: degrees(180), latE6: degrees(90) });

export const Urgency = v.picklist(['ordinary', 'urgent', 'critical']);
export const AppealType = v.picklist(['consult', 'help', 'complaint', 'report', 'suggest', 'find']);
export const PlaceBy = v.picklist(['caller', 'map', 'cell', 'on_site']);

export const Cell = v.pipe(v.string(), v.regex(/^\d{15}$/));
export const StreetCode = v.pipe(v.string(), v.regex(/^\d{9}$/));
const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const placeFields = {
  text: text(300),
  by: PlaceBy,
  cell: v.nullable(Cell),
  street: v.nullable(StreetCode),
  confidence: Share,
};

export const Caller = v.strictObject({
  numberHmac: keyed(128),
  numberSealed: filled(1_000),
  tail: text(4),
  nameSealed: v.exactOptional(filled(1_000)),
  kind: v.picklist(['person', 'enterprise', 'vulnerable']),
  confidential: v.boolean(),
});

const HOLDER = /^(district|street:\d{9}|intake:\d{1,2})$/;
const SCOPE = /^(district|ref|street:\d{9}|intake:\d{1,2}|(unit|inbox):.{1,80})$/;

type Holder = 'district' | `street:${string}` | `intake:${string}`;
type AnyScope = Holder | 'ref' | `unit:${string}` | `inbox:${string}`;

export const HolderScope = v.custom<Holder>(
  (input) => typeof input === 'string' && HOLDER.test(input),
  'scope',
);
export const Scope = v.custom<AnyScope>(
  (input) => typeof input === 'string' && SCOPE.test(input),
  'scope',
);

export const Role = v.picklist([
  'operator',
  'dispatcher',
  'dutyChief',
  'unit',
  'inspector',
  'supervisor',
  'callbackClerk',
  'leader',
  'quality',
  'administrator',
  'wall',
  'telephony',
  'program',
]);
