import { referConflict, resolveConflict } from '../conflict/resolveConflict.ts';
import type { OpKind } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';
import { plainActs, type PlainKind, stageMisfit } from './plainActs.ts';

/** Kinds that act on a case which exists. */
export type CaseKind = PlainKind | 'conflict.resolve' | 'conflict.refer';
export type CaseOp = Extract<AnyBody, { readonly kind: CaseKind }>;

const caseActs: { readonly [K in CaseKind]: CaseAct<K> } = {
  ...plainActs,
  'conflict.resolve': resolveConflict,
  'conflict.refer': referConflict,
};

export function isCaseKind(kind: OpKind): kind is CaseKind {
  return Object.hasOwn(caseActs, kind);
}

export function isCaseOp(op: AnyBody): op is CaseOp {
  return isCaseKind(op.kind);
}

/** Why the operation does not fit the case as it stands now: stages of the table, then its own terms. */
export function misfitOf<K extends CaseKind>(
  op: OperationBody<K>,
  doc: CaseDoc,
  facts: DecideFacts,
): DomainRefusal | null {
  return stageMisfit(op.kind, doc) ?? caseActs[op.kind].misfit(op, doc, facts);
}

export function applyAct<K extends CaseKind>(work: CaseWork, op: OperationBody<K>): void {
  caseActs[op.kind].apply(work, op);
}
