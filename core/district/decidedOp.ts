import { asSaidFirst } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DecidedOp } from '../domain/operation/decision.ts';
import type { LogEntry } from './store/districtStore.ts';

/** A decided operation with its place in the author's chain. */
export type DecidedAct = DecidedOp & { readonly op: AnyOperation };

export function decidedOp({ op, decision }: LogEntry): DecidedAct {
  return {
    op: asSaidFirst(op),
    outcome: decision.outcome,
    ver: decision.ver ?? 0,
    at: decision.at,
    holderBefore: decision.holderBefore as DecidedOp['holderBefore'],
  };
}
