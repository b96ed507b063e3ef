import type { DecideFacts } from '../operation/decision.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { Ask, CaseDoc } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';

type Judging = {
  readonly op: OperationBody<'judge'>;
  readonly doc: CaseDoc;
  readonly facts: DecideFacts;
};
type AskOf<K extends Ask['kind']> = Extract<Ask, { readonly kind: K }>;

/** What granting an ask of one kind needs, and does. */
export type Granting<K extends Ask['kind']> = {
  readonly misfit: (ask: AskOf<K>, judging: Judging) => DomainRefusal | null;
  readonly apply: (work: CaseWork, ask: AskOf<K>, op: OperationBody<'judge'>) => void;
};
