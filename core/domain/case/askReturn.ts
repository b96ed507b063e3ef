import type { UnitId } from '../operation/identity.ts';
import { activeOf, handOutsThisRound, leadOf } from './assignments.ts';
import { notActive, withdraw } from './adjustUnits.ts';
import { openAskOf, recordAsk, returnAsked } from './asks.ts';
import type { CaseAct } from './caseAct.ts';
import { put, tell } from './caseWork.ts';
import { handOut } from './dispatchCase.ts';
import type { Granting } from './granting.ts';

/** From the third hand-out on, whoever judges names the unit, and that unit may not return it. */
const BINDING_HAND_OUT = 3;

/** A unit says that this is not its work. The case stays with it until that is judged. */
export const askReturn: CaseAct<'ask.return'> = {
  misfit(op, doc) {
    const refused = notActive(doc, op.args.assignment);
    if (refused !== null) return refused;
    if (doc.assignments?.[op.args.assignment]?.bound === true) return { code: 'ask/bound' };
    return openAskOf(doc, op.args.assignment) === null ? null : { code: 'ask/open-already' };
  },
  apply(work, op) {
    recordAsk(work, returnAsked(op), 'open');
    tell(work, work.doc.holder, 'return-asked');
  },
};

/** Granted: back to dispatch with everything kept, or straight to the unit that the judge names. */
export const returnGranted: Granting<'return'> = {
  misfit(ask, { doc, facts, op }) {
    const { newUnit: unit } = op.args;
    if (unit !== null) {
      if (facts.reference.unit(unit) === null) return { code: 'unit/not-found', detail: { unit } };
      return activeOf(doc, unit) === null
        ? null
        : { code: 'unit/already-on-case', detail: { unit } };
    }
    const returned = doc.assignments?.[ask.assignment];
    const next = handOutsThisRound(doc) + 1;
    if (returned?.lead !== true || next < BINDING_HAND_OUT) return null;
    return { code: 'ask/third-hand-out-needs-unit', detail: { handOuts: next } };
  },
  apply(work, ask, op) {
    const wasLead = work.doc.assignments?.[ask.assignment]?.lead === true;
    withdraw(work, ask.assignment, 'returned');
    put(work, { returns: work.doc.returns + 1 });
    if (op.args.newUnit !== null) sendNamed(work, op.args.newUnit, wasLead);
  },
};

function sendNamed(work: Parameters<typeof handOut>[0], unit: UnitId, lead: boolean): void {
  const binds = handOutsThisRound(work.doc) + 1 >= BINDING_HAND_OUT;
  const taken = lead ? leadOf(work.doc) : null;
  if (taken !== null) put(work, { assignments: { [taken.id]: { lead: false } } });
  handOut(work, [{ unit, lead, ...(binds ? { bound: true } : {}) }], null);
}
