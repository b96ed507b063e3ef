import * as v from 'valibot';
import type { ArgsOf } from '../../domain/operation/args.ts';
import { Body, Id, Instant, list, Note, Point, Reason, Sha256, Word } from './fields.ts';

type Schemas<K extends keyof ArgsOf> = {
  readonly [P in K]: v.GenericSchema<unknown, ArgsOf[P]>;
};

const Photos = list(Sha256, 30);
const Figure = v.union([v.pipe(v.string(), v.maxLength(200)), v.pipe(v.number(), v.finite())]);
const Advice = v.strictObject({
  inputs: v.pipe(v.record(v.pipe(v.string(), v.maxLength(40)), Figure), v.maxEntries(40)),
  ranked: list(
    v.strictObject({ unit: Id, score: v.pipe(v.number(), v.finite()), why: Reason }),
    30,
  ),
  chosen: list(Id, 20),
});

export const handlingArgs = {
  'case.dispatch': v.strictObject({
    units: v.pipe(
      v.array(v.strictObject({ unit: Id, lead: v.boolean() })),
      v.minLength(1),
      v.maxLength(20),
    ),
    condition: v.nullable(Id),
    limitNote: Reason,
    note: Note,
    advice: v.nullable(Advice),
  }),
  'assign.add': v.strictObject({ unit: Id, reason: Reason }),
  'assign.recall': v.strictObject({
    assignment: Id,
    reason: Reason,
    lostTo: v.exactOptional(Id),
  }),
  'assign.waive': v.strictObject({ assignment: Id, reason: Reason }),
  'assign.sign': v.strictObject({ assignment: Id, at: Instant }),
  'assign.respond': v.strictObject({
    assignment: Id,
    step: v.picklist(['contacted', 'left', 'arrived']),
    at: Instant,
    person: Word,
    point: v.nullable(Point),
  }),
  'contact.first': v.strictObject({
    at: Instant,
    person: Word,
    how: v.picklist(['phone', 'visit', 'message']),
    result: Note,
    whyNot: v.nullable(Reason),
  }),
  'assign.progress': v.strictObject({ assignment: Id, text: Note, photos: Photos }),
  'assign.done': v.strictObject({
    assignment: Id,
    result: Note,
    measures: Note,
    basis: Note,
    solved: v.boolean(),
    metCaller: v.nullable(v.boolean()),
    photosAfter: Photos,
  }),
  'reply.citizen': v.strictObject({
    to: v.picklist(['caller', 'all']),
    how: v.picklist(['phone', 'visit', 'message', 'letter']),
    text: Body,
    at: Instant,
  }),
  'ask.return': v.strictObject({
    assignment: Id,
    reasonCode: v.picklist([
      'not_competent',
      'wrong_place',
      'not_found',
      'needs_others',
      'duplicate',
      'other',
    ]),
    text: Note,
    proposedUnit: v.nullable(Id),
    proof: Photos,
  }),
  judge: v.strictObject({
    ask: Id,
    grant: v.boolean(),
    reason: Note,
    newUnit: v.nullable(Id),
  }),
} satisfies Schemas<
  | 'case.dispatch'
  | 'assign.add'
  | 'assign.recall'
  | 'assign.waive'
  | 'assign.sign'
  | 'assign.respond'
  | 'contact.first'
  | 'assign.progress'
  | 'assign.done'
  | 'reply.citizen'
  | 'ask.return'
  | 'judge'
>;
