import * as v from 'valibot';
import type { EndingArgsOf } from '../../domain/operation/endingArgs.ts';
import { Reason } from './fields.ts';

type Schemas = { readonly [K in keyof EndingArgsOf]: v.GenericSchema<unknown, EndingArgsOf[K]> };

export const endingArgs = {
  'case.reopen': v.strictObject({ reason: Reason }),
} satisfies Schemas;
