import type { DecidedOp, DecideFacts, Outcome } from '../operation/decision.ts';

const WITHOUT_EFFECT: readonly Outcome[] = ['noop', 'superseded', 'refused-recorded', 'deferred'];

/** What the author had not seen and what changed something, oldest first. */
export function effectiveUnseen(facts: DecideFacts): readonly DecidedOp[] {
  if (facts.unseen.length === 0) return facts.unseen;
  return facts.unseen.filter((one) => !WITHOUT_EFFECT.includes(one.outcome));
}
