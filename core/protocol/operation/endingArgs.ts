import * as v from 'valibot';
import type { EndingArgsOf } from '../../domain/operation/endingArgs.ts';
import { Note, Reason } from './fields.ts';

type Schemas = { readonly [K in keyof EndingArgsOf]: v.GenericSchema<unknown, EndingArgsOf[K]> };

const Ledger = v.picklist(['ordinary', 'many_transfers']);

export const endingArgs = {
  'case.reopen': v.strictObject({ reason: Reason }),
  'ask.void': v.strictObject({ reason: Reason }),
  'ask.forcedClose': v.strictObject({ ledger: Ledger, reason: Reason }),
  'case.void': v.strictObject({ reason: Reason }),
  'case.forceClose': v.strictObject({ ledger: Ledger, reason: Reason }),
  'case.archive': v.strictObject({ type: v.picklist(['normal', 'late', 'error', 'special']) }),
  'case.redact': v.strictObject({
    reason: v.picklist(['retention', 'asked']),
    note: v.exactOptional(Note),
  }),
} satisfies Schemas;
