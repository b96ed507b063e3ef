import type { UnitId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { patchUnit } from './answerWhistle.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import type { CaseWork } from './caseWork.ts';
import type { Whistle } from './whistleDoc.ts';
import { isWhistleOver, whistleToMark } from './whistles.ts';

type Score = OperationBody<'whistle.score'>;

/** 一哨一考: each unit is marked once, when the whistle is over. */
export const scoreWhistle: CaseAct<'whistle.score'> = {
  misfit: (op, doc) => markMisfit(doc, op.args.unit, 'score'),
  apply(work, op) {
    const whistle = whistleToMark(work.doc, op.args.unit, 'score');
    if (whistle !== null) writeScore(work, whistle, op);
  },
};

export function writeScore(
  work: CaseWork,
  whistle: Whistle,
  { args, actor }: Pick<Score, 'args' | 'actor'>,
): void {
  const { unit, efficiency, cooperation, skill, ownership, comment } = args;
  const marks = { efficiency, cooperation, skill, ownership, comment };
  patchUnit(work, whistle, { unit, patch: { score: { ...marks, by: actor, at: work.at } } });
}

/** 报到响应度. */
export const scoreResponse: CaseAct<'whistle.scoreResponse'> = {
  misfit: (op, doc) => markMisfit(doc, op.args.unit, 'degree'),
  apply(work, op) {
    const { unit, degree: mark } = op.args;
    const whistle = whistleToMark(work.doc, unit, 'degree');
    if (whistle === null) return;
    const degree = { mark, by: op.actor, at: work.at };
    patchUnit(work, whistle, { unit, patch: { degree } });
  },
};

function markMisfit(doc: CaseDoc, unit: UnitId, what: 'score' | 'degree'): DomainRefusal | null {
  const whistle = whistleToMark(doc, unit, what);
  if (whistle === null) return { code: 'whistle/not-called', detail: { unit } };
  if (!isWhistleOver(doc, whistle)) return { code: 'whistle/not-over' };
  const given = whistle.units[unit]?.[what];
  return given === undefined ? null : { code: 'whistle/scored', detail: { unit } };
}
