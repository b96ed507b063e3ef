import * as v from 'valibot';
import type { AskArgsOf } from '../../domain/operation/askArgs.ts';
import { HolderScope, Id, Instant, Note, Reason } from './fields.ts';

type Schemas = { readonly [K in keyof AskArgsOf]: v.GenericSchema<unknown, AskArgsOf[K]> };

export const askArgs = {
  'ask.send': v.strictObject({ to: HolderScope, tried: Note, why: Note }),
  'case.take': v.strictObject({
    why: v.picklist(['several_streets', 'third_hand_out', 'emergency']),
  }),
  'ask.units': v.strictObject({
    units: v.pipe(v.array(Id), v.minLength(1), v.maxLength(20)),
    lead: Id,
    why: Note,
  }),
  'ask.extension': v.strictObject({ reason: Reason }),
  'ask.suspension': v.strictObject({ plan: Note, until: Instant, nextCheck: Instant }),
} satisfies Schemas;
