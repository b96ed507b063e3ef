import * as v from 'valibot';
import type { RecordArgsOf } from '../../domain/operation/recordArgs.ts';
import { Id, Reason, Word } from './fields.ts';

type Schemas = { readonly [K in keyof RecordArgsOf]: v.GenericSchema<unknown, RecordArgsOf[K]> };

export const recordArgs = {
  'case.reclassify': v.strictObject({
    matter: Id,
    condition: v.nullable(Id),
    dictVersion: Word,
    reason: Reason,
  }),
} satisfies Schemas;
