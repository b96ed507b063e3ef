import * as v from 'valibot';
import { err, ok, type Result } from '../../kernel/result.ts';
import { calls, type CallInput, type CallName, type CallOutput } from './calls.ts';
import { ClientMessage, HostMessage, type WireError } from './envelope.ts';
import { views, type ViewName, type ViewParams, type ViewSnapshot } from './views.ts';

/**
 * The one place where both ends of the console contract check what came over the border. What does not
 * fit is an `op/schema` error with the path of the field, never a half-read value.
 */
export type ViewDelta<N extends ViewName> = (typeof views)[N] extends { readonly delta: infer D }
  ? D extends v.GenericSchema
    ? v.InferOutput<D>
    : never
  : never;

export function parseClientMessage(raw: unknown): Result<ClientMessage, WireError> {
  return parsed(ClientMessage, raw) as Result<ClientMessage, WireError>;
}

export function parseHostMessage(raw: unknown): Result<HostMessage, WireError> {
  return parsed(HostMessage, raw) as Result<HostMessage, WireError>;
}

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

export function isViewName(name: string): name is ViewName {
  return Object.hasOwn(views, name);
}

export function parseCallInput<N extends CallName>(
  name: N,
  raw: unknown,
): Result<CallInput<N>, WireError> {
  return parsed(calls[name].input, raw) as Result<CallInput<N>, WireError>;
}

export function parseCallOutput<N extends CallName>(
  name: N,
  raw: unknown,
): Result<CallOutput<N>, WireError> {
  return parsed(calls[name].output, raw) as Result<CallOutput<N>, WireError>;
}

export function parseViewParams<N extends ViewName>(
  name: N,
  raw: unknown,
): Result<ViewParams<N>, WireError> {
  return parsed(views[name].params, raw) as Result<ViewParams<N>, WireError>;
}

export function parseSnapshot<N extends ViewName>(
  name: N,
  raw: unknown,
): Result<ViewSnapshot<N>, WireError> {
  return parsed(views[name].snapshot, raw) as Result<ViewSnapshot<N>, WireError>;
}

export function parseDelta<N extends ViewName>(
  name: N,
  raw: unknown,
): Result<ViewDelta<N>, WireError> {
  const view = views[name];
  if (!('delta' in view)) return err({ code: 'op/schema', details: { path: name } });
  return parsed(view.delta, raw) as Result<ViewDelta<N>, WireError>;
}

function parsed(schema: v.GenericSchema, raw: unknown): Result<unknown, WireError> {
  const result = v.safeParse(schema, raw);
  if (result.success) return ok(result.output);
  const path = v.getDotPath(result.issues[0]) ?? '';
  return err({ code: 'op/schema', details: { path } });
}
