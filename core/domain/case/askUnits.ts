import type { DecideFacts } from '../operation/decision.ts';
import type { UnitId } from '../operation/identity.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { activeOf, offerUnits, patchAssignment, turnAssignments } from './assignments.ts';
import { followUnits } from './adjustUnits.ts';
import { isAsked, recordAsk } from './asks.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, tell } from './caseWork.ts';
import { badUnits, handOut } from './dispatchCase.ts';
import { busyUnit } from './exclusiveUnit.ts';
import type { Granting } from './granting.ts';

type Wanted = { readonly units: readonly UnitId[]; readonly lead: UnitId };

/** A street asks the district for units that are not its own to send: who leads, and who assists. */
export const askUnits: CaseAct<'ask.units'> = {
  misfit(op, doc, facts) {
    if (isAsked(doc, 'units')) return { code: 'ask/open-already' };
    return badUnits(choices(op.args), facts) ?? nobodyNew(op.args, doc);
  },
  apply(work, op) {
    const { units, lead, why } = op.args;
    recordAsk(work, { kind: 'units', units, lead, text: why }, 'open');
    tell(work, 'district', 'ask-raised');
  },
};

export const unitsGranted: Granting<'units'> = {
  misfit: (ask, { doc, facts }) =>
    badUnits(choices(ask), facts) ?? nobodyNew(ask, doc) ?? busyOne(ask, doc, facts) ?? ended(doc),
  apply(work, ask) {
    const fresh = choices(ask).filter(({ unit }) => activeOf(work.doc, unit) === null);
    if (work.doc.stage === 'to_dispatch') handOut(work, choices(ask), null);
    else
      offerUnits(
        work,
        fresh.map(({ unit }) => ({ unit, lead: false })),
      );
    leadBy(work, ask.lead);
    for (const { unit } of fresh) tell(work, `unit:${unit}`, 'unit-offered');
  },
};

function choices({ units, lead }: Wanted): readonly { unit: UnitId; lead: boolean }[] {
  return units.map((unit) => ({ unit, lead: unit === lead }));
}

function nobodyNew({ units, lead }: Wanted, doc: CaseDoc): DomainRefusal | null {
  const leads = activeOf(doc, lead)?.lead === true;
  const isThere = units.every((unit) => activeOf(doc, unit) !== null);
  return isThere && leads ? { code: 'unit/already-on-case', detail: { unit: lead } } : null;
}

function busyOne({ units }: Wanted, doc: CaseDoc, facts: DecideFacts): DomainRefusal | null {
  for (const unit of units) {
    const caseId = busyUnit(unit, doc.caseId, facts);
    if (caseId !== null) return { code: 'unit/busy', detail: { unit, caseId } };
  }
  return null;
}

/** Nobody is sent to a case on which the work is over. */
function ended({ stage }: CaseDoc): DomainRefusal | null {
  const isOpen = stage === 'to_dispatch' || stage === 'dispatched' || stage === 'handling';
  return isOpen ? null : { code: 'case/wrong-stage', detail: { stage } };
}

function leadBy(work: CaseWork, unit: UnitId): void {
  const lead = activeOf(work.doc, unit);
  if (lead === null) return;
  for (const one of turnAssignments(work.doc)) {
    if (one.lead !== (one.id === lead.id))
      patchAssignment(work, one.id, { lead: one.id === lead.id });
  }
  followUnits(work);
}
