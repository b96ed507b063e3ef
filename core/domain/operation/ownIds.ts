import type { Hashing } from '../../kernel/hashing.ts';
import { isOwnedByAnother } from '../../kernel/ids.ts';
import type { AnyOperation } from './operation.ts';

type Named = Pick<AnyOperation, 'opId' | 'kind' | 'caseId' | 'replica'>;

/**
 * Bears an id, or gives one to a case, that another replica made: a station tells ids before they are decided, and
 * whoever used one first would stand in the way of the act that it belongs to (docs/adr/0022).
 */
export function usesAnothersId(op: Named, hashing: Hashing): boolean {
  const ids = op.kind === 'case.create' && op.caseId !== null ? [op.opId, op.caseId] : [op.opId];
  return ids.some((id) => isOwnedByAnother(id, op.replica, hashing));
}
