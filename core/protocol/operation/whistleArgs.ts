import * as v from 'valibot';
import type { WhistleArgsOf } from '../../domain/operation/whistleArgs.ts';
import { filled, Id, Instant, list, Note, Point, Reason, Sha256, Word } from './fields.ts';

type Schemas = { readonly [K in keyof WhistleArgsOf]: v.GenericSchema<unknown, WhistleArgsOf[K]> };

const Mark = v.picklist([1, 2, 3, 4, 5]);
const Units = list(Id, 20);

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
    efficiency: Mark,
    cooperation: Mark,
    skill: Mark,
    ownership: Mark,
    comment: Reason,
  }),
  'whistle.scoreResponse': v.strictObject({ unit: Id, degree: Mark }),
} satisfies Schemas;
