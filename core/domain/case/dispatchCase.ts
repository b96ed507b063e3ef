import type { UnitChoice } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { type Offer, offerUnits } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import { type CaseWork, put } from './caseWork.ts';
import {
  clockFrom,
  endClocks,
  freshClock,
  handleLimit,
  matterOf,
  startSignClock,
} from './clocks.ts';

/** to_dispatch -> dispatched: units are offered the case, exactly one of them leads. */
export const dispatchCase: CaseAct<'case.dispatch'> = {
  misfit: (op, _doc, facts) => badUnits(op.args.units, facts),
  apply(work, op) {
    handOut(work, op.args.units, op.args.condition);
  },
};

export function badUnits(units: readonly UnitChoice[], facts: DecideFacts): DomainRefusal | null {
  if (units.filter((one) => one.lead).length !== 1) return { code: 'unit/no-lead' };
  const seen = new Set<string>();
  for (const { unit } of units) {
    if (seen.has(unit)) return { code: 'unit/already-on-case', detail: { unit } };
    if (facts.reference.unit(unit) === null) return { code: 'unit/not-found', detail: { unit } };
    seen.add(unit);
  }
  return null;
}

/** One hand-out: offers, clocks, and the record of units that can be in one place only. */
export function handOut(work: CaseWork, units: readonly Offer[], condition: string | null): void {
  offerUnits(work, units);
  put(work, {
    stage: 'dispatched',
    handOuts: work.doc.handOuts + 1,
    proposedUnit: null,
    unitLost: null,
    ...(condition === null ? {} : { condition }),
  });
  endClocks(work, ['dispatch']);
  startUnitClocks(work);
}

/** Clocks of the unit: signing, first contact where there is a caller, handling by the condition. */
export function startUnitClocks(work: CaseWork, startedAt = work.at): void {
  const { reference } = work.facts;
  startSignClock(work, startedAt);
  const limit = handleLimit(matterOf(work.doc, reference), work.doc.condition);
  const contact =
    work.doc.caller === undefined || work.doc.firstContactAt !== undefined
      ? {}
      : { firstContact: clockFrom(reference, startedAt, reference.limits.firstContact) };
  const handle = limit === null ? {} : { handle: freshClock(work, 'handle', { startedAt, limit }) };
  put(work, { clocks: { ...contact, ...handle } });
}
