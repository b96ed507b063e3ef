import type { Assignment } from '#core/domain/case/caseDoc.ts';

/** When what is said of an assignment became true: handled has its own time, not that of arriving. */
export function stateTime(
  each: Pick<Assignment, 'state' | 'offeredAt' | 'signedAt' | 'stepAt' | 'doneAt'>,
): number {
  const done = each.state === 'done' ? each.doneAt : undefined;
  return done ?? each.stepAt ?? each.signedAt ?? each.offeredAt;
}
