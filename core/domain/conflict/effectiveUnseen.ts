import type { DecidedOp, DecideFacts, Outcome } from '../operation/decision.ts';

const WITHOUT_EFFECT: readonly Outcome[] = ['noop', 'superseded', 'refused-recorded', 'deferred'];

/**
 * What the author had not seen and what changed something, oldest first. A number that followed is nobody's
 * act: nothing that a person decides depends on it, so nothing meets it.
 */
export function effectiveUnseen(facts: Pick<DecideFacts, 'unseen'>): readonly DecidedOp[] {
  if (facts.unseen.length === 0) return facts.unseen;
  return facts.unseen.filter(
    ({ op, outcome }) => op.kind !== 'case.number' && !WITHOUT_EFFECT.includes(outcome),
  );
}
