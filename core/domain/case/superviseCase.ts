import type { DecideFacts } from '../operation/decision.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { hasWhistle } from './whistles.ts';

type Supervise = OperationBody<'case.supervise'>;

/** 督办: somebody watches over it, and nobody but the district closes it. */
export const superviseCase: CaseAct<'case.supervise'> = {
  misfit: (op, doc, facts) => supervisionMisfit(op, doc, facts),
  apply: supervise,
};

export function supervisionMisfit(
  op: Supervise,
  doc: CaseDoc,
  { at }: Pick<DecideFacts, 'at'>,
): DomainRefusal | null {
  if (doc.supervised !== undefined) return { code: 'case/supervised-already' };
  return op.args.until > at ? null : { code: 'ask/bad-time' };
}

export function supervise(work: CaseWork, op: Supervise): void {
  const { kind, until, text } = op.args;
  put(work, {
    closeAt: 'district',
    supervised: { kind, until, text, by: op.actor, at: work.at, closeAtBefore: work.doc.closeAt },
  });
  tell(work, work.doc.holder, 'case-supervised');
}

export const endSupervision: CaseAct<'supervise.end'> = {
  misfit: (_op, doc) => (doc.supervised === undefined ? { code: 'case/not-supervised' } : null),
  apply(work) {
    dropSupervision(work);
    tell(work, work.doc.holder, 'supervision-ended');
  },
};

/** Whoever closed before closes again, but for a case that has a whistle. */
export function dropSupervision(work: CaseWork): void {
  const { supervised } = work.doc;
  if (supervised === undefined) return;
  const closeAt = hasWhistle(work.doc) ? 'district' : supervised.closeAtBefore;
  put(work, { supervised: null, closeAt });
}
