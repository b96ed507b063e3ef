import { err, type Result } from '../../kernel/result.ts';
import type { CallInput, CallName, CallOutput } from '../../protocol/console/calls.ts';
import type { WireError } from '../../protocol/console/envelope.ts';

/** One handler a call: input is checked before, output is what the contract says. */
export type CallTable = {
  readonly [N in CallName]: (input: CallInput<N>) => Promise<Result<CallOutput<N>, WireError>>;
};

export function refuse(code: string, details?: WireError['details']): Result<never, WireError> {
  return err(details === undefined ? { code } : { code, details });
}
