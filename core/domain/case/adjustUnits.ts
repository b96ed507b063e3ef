import type { EpochMs } from '../../kernel/time.ts';
import type { AssignmentId } from '../operation/identity.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import {
  activeOf,
  endAssignment,
  ensureLead,
  isActive,
  leadOf,
  offerUnits,
  stageByUnits,
} from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { endSuspension } from './clockStretch.ts';
import { endClocks, forgetClocks, startClock, UNIT_CLOCKS } from './clocks.ts';
import { startUnitClocks } from './dispatchCase.ts';

export const addUnit: CaseAct<'assign.add'> = {
  misfit(op, doc, facts) {
    const { unit } = op.args;
    if (facts.reference.unit(unit) === null) return { code: 'unit/not-found', detail: { unit } };
    return activeOf(doc, unit) === null ? null : { code: 'unit/already-on-case', detail: { unit } };
  },
  apply(work, op) {
    offerUnits(work, [{ unit: op.args.unit, lead: false }]);
    tell(work, `unit:${op.args.unit}`, 'unit-offered');
  },
};

export const recallUnit: CaseAct<'assign.recall'> = {
  misfit: (op, doc) => notActive(doc, op.args.assignment),
  apply(work, op) {
    withdraw(work, op.args.assignment, 'recalled');
  },
};

/** A co-unit is excused: it need not report done. The lead cannot be waived, only recalled. */
export const waiveUnit: CaseAct<'assign.waive'> = {
  misfit(op, doc) {
    const lead = doc.assignments?.[op.args.assignment]?.lead === true;
    if (lead) return { code: 'assignment/wrong-state', detail: { state: 'lead' } };
    return notActive(doc, op.args.assignment);
  },
  apply(work, op) {
    withdraw(work, op.args.assignment, 'waived');
  },
};

export function notActive(doc: CaseDoc, id: AssignmentId): DomainRefusal | null {
  const assignment = doc.assignments?.[id];
  if (assignment === undefined) return { code: 'assignment/not-found' };
  if (isActive(assignment) && assignment.round === doc.round) return null;
  return { code: 'assignment/wrong-state', detail: { state: assignment.state } };
}

/** Ends an assignment early and lets the stage follow whoever is left. */
export function withdraw(
  work: CaseWork,
  id: AssignmentId,
  state: 'returned' | 'recalled' | 'waived',
): void {
  const assignment = work.doc.assignments?.[id];
  if (assignment === undefined) return;
  endAssignment(work, assignment, state);
  ensureLead(work);
  followUnits(work);
  tell(work, `unit:${assignment.unit}`, `unit-${state}`);
}

/** The stage follows the units; without any, the case waits for dispatch again and its clock runs. */
export function followUnits(work: CaseWork): void {
  const before = work.doc.stage;
  const stage = stageByUnits(work.doc);
  if (stage === before) return;
  put(work, { stage });
  if (stage === 'to_dispatch') waitAgain(work);
  else if (before === 'to_dispatch') clocksOfLead(work);
  if (stage !== 'handled') return;
  endSuspension(work);
  endClocks(work, UNIT_CLOCKS);
}

/**
 * A dispatch that was taken back before anyone took it up changes no clock of the dispatcher: what was his
 * goes on from where it began, and what nobody worked on has not ended. Else it is his again from now on.
 */
function waitAgain(work: CaseWork): void {
  const since = work.doc.clocks.dispatch?.startedAt;
  if (since === undefined || wasTakenUp(work.doc, since)) {
    endClocks(work, UNIT_CLOCKS);
    startClock(work, 'dispatch', work.facts.reference.limits.dispatch);
    return;
  }
  forgetClocks(work, UNIT_CLOCKS);
  put(work, { clocks: { dispatch: { endedAt: null } } });
}

function wasTakenUp(doc: CaseDoc, since: EpochMs): boolean {
  return Object.values(doc.assignments ?? {}).some((one) => {
    if (one.round !== doc.round || one.over === true) return false;
    if (one.endedAt !== undefined && one.endedAt <= since) return false;
    return one.signedAt !== undefined || one.state === 'returned';
  });
}

/** A unit takes it up after all: its clocks run as if it had never been called off. */
function clocksOfLead(work: CaseWork): void {
  endClocks(work, ['dispatch']);
  const lead = leadOf(work.doc);
  if (lead === null || work.doc.clocks.handle !== undefined) return;
  startUnitClocks(work, lead.offeredAt);
  if (lead.signedAt !== undefined) endClocks(work, ['sign'], lead.signedAt);
}
