import type { CaseWork } from '../case/caseWork.ts';
import type { AnyBody } from '../operation/operation.ts';
import { effectiveUnseen } from './effectiveUnseen.ts';

/** Looks the operation up in the pair table. True when a rule has decided it. */
export function meetUnseen(work: CaseWork, _op: AnyBody): boolean {
  return effectiveUnseen(work.facts).length < 0;
}
