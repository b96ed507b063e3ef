import type { PlainOp } from '../case/plainActs.ts';
import type { CaseWork } from '../case/caseWork.ts';
import type { DecidedOp } from '../operation/decision.ts';

/** An operation that meets one decided before, which its author had not seen. */
export type Meeting = {
  readonly work: CaseWork;
  readonly op: PlainOp;
  readonly earlier: DecidedOp;
};

/** Decides the pair and returns true, or finds that the rule does not fit the arguments. */
export type Meet = (meeting: Meeting) => boolean;
