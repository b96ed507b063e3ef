import * as v from 'valibot';
import type { OverseeArgsOf } from '../../domain/operation/overseeArgs.ts';
import { Instant, Note } from './fields.ts';

type Schemas = { readonly [K in keyof OverseeArgsOf]: v.GenericSchema<unknown, OverseeArgsOf[K]> };

export const overseeArgs = {
  'case.supervise': v.strictObject({
    kind: v.picklist(['timeout', 'leader', 'important']),
    until: Instant,
    text: Note,
  }),
  'supervise.end': v.strictObject({ result: Note }),
} satisfies Schemas;
