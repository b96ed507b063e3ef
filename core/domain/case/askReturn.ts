import type { DecideFacts } from '../operation/decision.ts';
import type { AskId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { activeOf, handOutsThisRound, leadOf } from './assignments.ts';
import { notActive, withdraw } from './adjustUnits.ts';
import { openAskOf, recordAsk } from './asks.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { handOut } from './dispatchCase.ts';

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
    recordAsk(work, op, 'open');
    tell(work, work.doc.holder, 'return-asked');
  },
};

/** Granted: back to dispatch with everything kept, or straight to the unit that the judge names. */
export const judgeReturn: CaseAct<'judge'> = {
  misfit(op, doc, facts) {
    const ask = doc.asks?.[op.args.ask];
    if (ask === undefined) return { code: 'ask/not-found' };
    if (ask.state !== 'open') return { code: 'ask/already-judged', detail: { state: ask.state } };
    return op.args.grant ? badGrant(op, doc, facts) : null;
  },
  apply(work, op) {
    const ask = work.doc.asks?.[op.args.ask];
    if (ask === undefined) return;
    const { grant, reason } = op.args;
    put(work, {
      asks: {
        [ask.id]: {
          state: grant ? 'granted' : 'refused',
          judgedBy: op.actor,
          judgeReason: reason,
        },
      },
    });
    tell(work, ask.by, grant ? 'return-granted' : 'return-refused');
    if (grant) grantReturn(work, ask.id, op.args.newUnit);
  },
};

function badGrant(
  op: OperationBody<'judge'>,
  doc: CaseDoc,
  facts: DecideFacts,
): DomainRefusal | null {
  const { newUnit: unit } = op.args;
  if (unit !== null) {
    if (facts.reference.unit(unit) === null) return { code: 'unit/not-found', detail: { unit } };
    return activeOf(doc, unit) === null ? null : { code: 'unit/already-on-case', detail: { unit } };
  }
  const ask = doc.asks?.[op.args.ask];
  const returned = ask === undefined ? undefined : doc.assignments?.[ask.assignment];
  const next = handOutsThisRound(doc) + 1;
  if (returned?.lead !== true || next < BINDING_HAND_OUT) return null;
  return { code: 'ask/third-hand-out-needs-unit', detail: { handOuts: next } };
}

function grantReturn(work: CaseWork, id: AskId, newUnit: string | null): void {
  const ask = work.doc.asks?.[id];
  if (ask === undefined) return;
  const wasLead = work.doc.assignments?.[ask.assignment]?.lead === true;
  withdraw(work, ask.assignment, 'returned');
  put(work, { returns: work.doc.returns + 1 });
  if (newUnit === null) return;
  const binds = handOutsThisRound(work.doc) + 1 >= BINDING_HAND_OUT;
  const lead = wasLead;
  const taken = lead ? leadOf(work.doc) : null;
  if (taken !== null) put(work, { assignments: { [taken.id]: { lead: false } } });
  handOut(work, [{ unit: newUnit, lead, ...(binds ? { bound: true } : {}) }], null);
}
