import type { Stage } from '#core/domain/case/caseDoc.ts';

/** Six words for everybody outside (model.md 0.4): 0 reported … 5 closed. */
const OUTER: Readonly<Record<Stage, number>> = {
  reported: 0,
  precheck: 0,
  to_dispatch: 1,
  dispatched: 2,
  handling: 3,
  handled: 4,
  to_close: 4,
  closed: 5,
  refused: 5,
  voided: 5,
  merged: 5,
};

export function outerStage(stage: Stage): number {
  return OUTER[stage];
}

/** Ended without having been closed. */
export function isEndedApart(stage: Stage): boolean {
  return stage === 'refused' || stage === 'voided' || stage === 'merged';
}

export type OuterMark = 'done' | 'at' | 'open';

/** A case that waits for dispatch is filed: what it stands at is the dispatch. */
export function outerMark(stage: Stage, index: number): OuterMark {
  const at = stage === 'to_dispatch' ? outerStage('dispatched') : outerStage(stage);
  if (index === at) return 'at';
  return index < at ? 'done' : 'open';
}
