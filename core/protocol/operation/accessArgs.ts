import * as v from 'valibot';
import type { AccessArgsOf } from '../../domain/operation/accessArgs.ts';
import { Id, text } from './fields.ts';

type Schemas = { readonly [K in keyof AccessArgsOf]: v.GenericSchema<unknown, AccessArgsOf[K]> };

export const WHY_MAX = 200;

export const accessArgs = {
  'access.note': v.strictObject({
    what: v.picklist(['number', 'confidential', 'recording', 'print', 'export']),
    case: Id,
    why: text(WHY_MAX),
  }),
} satisfies Schemas;
