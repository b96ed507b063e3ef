import type { OpKind } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';

/** One kind of operation on a case: whether it fits beyond its stages, and what it does. */
export type CaseAct<K extends OpKind> = {
  /** Why it does not fit the document as it stands; stages of the table were looked at before. */
  readonly misfit: (op: OperationBody<K>, doc: CaseDoc, facts: DecideFacts) => DomainRefusal | null;
  readonly apply: (work: CaseWork, op: OperationBody<K>) => void;
};

export function fitsAlways(): null {
  return null;
}
