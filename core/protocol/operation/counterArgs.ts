import * as v from 'valibot';
import type { CounterArgsOf } from '../../domain/operation/counterArgs.ts';
import { Id, text } from './fields.ts';

type Schemas = { readonly [K in keyof CounterArgsOf]: v.GenericSchema<unknown, CounterArgsOf[K]> };

export const counterArgs = {
  undo: v.strictObject({ op: Id }),
  'proposal.decline': v.strictObject({ proposal: Id, reason: text(1_000) }),
} satisfies Schemas;
