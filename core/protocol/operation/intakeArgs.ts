import * as v from 'valibot';
import type { ArgsOf } from '../../domain/operation/args.ts';
import {
  AppealType,
  Body,
  Caller,
  filled,
  HolderScope,
  Id,
  Instant,
  keyed,
  list,
  Note,
  placeFields,
  Point,
  PlaceBy,
  Reason,
  Sha256,
  text,
  Title,
  Urgency,
  Word,
} from './fields.ts';

type Schemas<K extends keyof ArgsOf> = {
  readonly [P in K]: v.GenericSchema<unknown, ArgsOf[P]>;
};

const CaseNo = v.pipe(v.string(), v.regex(/^[A-Z]{2,4}\d{6}-\d{4,7}$/));

const ExternalNo = v.strictObject({
  system: filled(40),
  no: filled(80),
  dueAt: v.nullable(Instant),
});

export const intakeArgs = {
  'call.log': v.strictObject({
    callId: Id,
    line: Word,
    caller: v.nullable(Caller),
    seat: v.nullable(Id),
    rangAt: Instant,
    answeredAt: v.nullable(Instant),
    endedAt: Instant,
    outcome: v.picklist(['answered', 'abandoned', 'transferred', 'refused']),
    recording: v.nullable(Word),
  }),
  'case.create': v.strictObject({
    caseNo: v.nullable(CaseNo),
    biz: v.picklist(['hotline', 'grid', 'iot', 'police']),
    channel: filled(40),
    discovery: v.picklist(['active', 'passive']),
    type: AppealType,
    matter: v.nullable(Id),
    dictVersion: Word,
    title: Title,
    text: Body,
    caller: v.nullable(Caller),
    place: v.strictObject({ point: v.nullable(Point), ...placeFields }),
    urgency: Urgency,
    callId: v.nullable(Id),
    externalNo: list(ExternalNo, 10),
    next: v.picklist(['queue', 'file', 'answer', 'selfHandled', 'precheck']),
    answer: v.nullable(Body),
    condition: v.nullable(Id),
  }),
  'case.number': v.strictObject({ caseNo: CaseNo }),
  'case.file': v.strictObject({ condition: Id, standardVersion: Word }),
  'case.answer': v.strictObject({ text: Body, basis: Note, knowledgeId: v.nullable(Id) }),
  'case.refuse': v.strictObject({
    reason: v.picklist(['not_in_scope', 'no_facts', 'in_law', 'repeat_done', 'other']),
    text: Note,
  }),
  'case.edit': v.strictObject({
    field: v.picklist([
      'title',
      'text',
      'type',
      'people',
      'amount',
      'enterprise',
      'contactWishes',
      'publicText',
      'publish',
    ]),
    from: Body,
    to: Body,
  }),
  'case.locate': v.strictObject({ point: Point, ...placeFields, by: PlaceBy }),
  'case.urgency': v.strictObject({
    level: Urgency,
    reason: Reason,
    from: v.exactOptional(Urgency),
  }),
  'case.tag': v.strictObject({ add: list(keyed(40), 30), remove: list(keyed(40), 30) }),
  'case.note': v.strictObject({ text: Note, public: v.boolean() }),
  'case.attach': v.strictObject({
    sha256: Sha256,
    name: text(200),
    bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    use: v.picklist(['before', 'after', 'near', 'far', 'document', 'recording']),
    takenAt: v.nullable(Instant),
    point: v.nullable(Point),
  }),
  'caller.add': v.strictObject({ caller: Caller }),
  'case.send': v.strictObject({ to: HolderScope, note: Note }),
} satisfies Schemas<
  | 'call.log'
  | 'case.create'
  | 'case.number'
  | 'case.file'
  | 'case.answer'
  | 'case.refuse'
  | 'case.edit'
  | 'case.locate'
  | 'case.urgency'
  | 'case.tag'
  | 'case.note'
  | 'case.attach'
  | 'caller.add'
  | 'case.send'
>;
