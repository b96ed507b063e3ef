import * as v from 'valibot';
import type { ArgsOf, OpKind } from '../../domain/operation/args.ts';
import type { DomainRefusal } from '../../domain/operation/refusal.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { accessArgs } from './accessArgs.ts';
import { askArgs } from './askArgs.ts';
import { counterArgs } from './counterArgs.ts';
import { closingArgs } from './closingArgs.ts';
import { endingArgs } from './endingArgs.ts';
import { handlingArgs } from './handlingArgs.ts';
import { intakeArgs } from './intakeArgs.ts';
import { overseeArgs } from './overseeArgs.ts';
import { pairArgs } from './pairArgs.ts';
import { recordArgs } from './recordArgs.ts';
import { whistleArgs } from './whistleArgs.ts';

/** Version 1 of every kind. A changed shape is a new version beside it; old ones are kept for ever. */
const argsAt1: { readonly [K in OpKind]: v.GenericSchema<unknown, ArgsOf[K]> } = {
  ...intakeArgs,
  ...handlingArgs,
  ...closingArgs,
  ...recordArgs,
  ...pairArgs,
  ...counterArgs,
  ...overseeArgs,
  ...askArgs,
  ...endingArgs,
  ...accessArgs,
  ...whistleArgs,
};

export function isOpKind(kind: string): kind is OpKind {
  return Object.hasOwn(argsAt1, kind);
}

/** Highest version of a kind that this program understands; beyond it an operation is deferred. */
export const KIND_VERSION = 1;

/** Whether the rules of this program can be asked about an act that somebody else made. */
export function isReadable({ kind, v, args }: Record<'kind' | 'v' | 'args', unknown>): boolean {
  if (typeof kind !== 'string' || typeof v !== 'number' || !isOpKind(kind)) return false;
  return parseArgs(kind, v, args).ok;
}

/** Checks arguments against their kind's schema. A refusal names the first field that does not fit. */
export function parseArgs<K extends OpKind>(
  kind: K,
  version: number,
  args: unknown,
): Result<ArgsOf[K], DomainRefusal> {
  if (version !== KIND_VERSION) {
    return err({ code: 'op/schema', detail: { field: 'v', problem: 'version' } });
  }
  const schema: v.GenericSchema<unknown, ArgsOf[K]> = argsAt1[kind];
  const parsed = v.safeParse(schema, args, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? '';
  const requirement: unknown = issue.requirement;
  return err({
    code: 'op/schema',
    detail: {
      field,
      problem: issue.type,
      ...(typeof requirement === 'number' ? { limit: requirement } : {}),
    },
  });
}
