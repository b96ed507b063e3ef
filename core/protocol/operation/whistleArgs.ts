import * as v from 'valibot';
import type { WhistleArgsOf } from '../../domain/operation/whistleArgs.ts';
import { filled, Id, Instant, list, Note, Point, Reason, Sha256, Word } from './fields.ts';

type Schemas = { readonly [K in keyof WhistleArgsOf]: v.GenericSchema<unknown, WhistleArgsOf[K]> };

const Mark = v.picklist([1, 2, 3, 4, 5]);
const FourMarks = { efficiency: Mark, cooperation: Mark, skill: Mark, ownership: Mark };
const Units = list(Id, 20);

/** What a case tells another of the whistle that both have. */
export const TwinWhistle = v.strictObject({
  id: Id,
  item: Id,
  openedAt: Instant,
  filing: v.picklist(['pending', 'accepted', 'refused']),
  filedAt: v.exactOptional(Instant),
  filedBy: v.exactOptional(Id),
  fileReason: v.exactOptional(Reason),
  sentBack: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  units: v.record(
    Id,
    v.strictObject({
      calledAt: v.exactOptional(Instant),
      respondedAt: v.exactOptional(Instant),
      person: v.exactOptional(Word),
      point: v.exactOptional(Point),
      resultAt: v.exactOptional(Instant),
      result: v.exactOptional(Note),
      score: v.exactOptional(
        v.strictObject({
          ...FourMarks,
          comment: Reason,
          by: Id,
          at: Instant,
        }),
      ),
      degree: v.exactOptional(v.strictObject({ mark: Mark, by: Id, at: Instant })),
    }),
  ),
});

export const whistleArgs = {
  'whistle.open': v.strictObject({
    item: Id,
    dictVersion: Word,
    standards: list(filled(120), 20),
    units: v.pipe(v.array(Id), v.minLength(1), v.maxLength(20)),
    kind: v.picklist(['enforcement', 'priority_work', 'emergency', 'backstop']),
  }),
  'whistle.file': v.strictObject({ accept: v.boolean(), units: Units, reason: Reason }),
  'whistle.respond': v.strictObject({
    unit: Id,
    person: Word,
    at: Instant,
    point: v.nullable(Point),
  }),
  'whistle.result': v.strictObject({ unit: Id, text: Note, files: list(Sha256, 30) }),
  'whistle.check': v.strictObject({ pass: v.boolean(), reason: Reason }),
  'whistle.score': v.strictObject({
    unit: Id,
    ...FourMarks,
    comment: Reason,
  }),
  'whistle.scoreResponse': v.strictObject({ unit: Id, degree: Mark }),
} satisfies Schemas;
