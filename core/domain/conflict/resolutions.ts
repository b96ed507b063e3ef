import { moveHold } from '../case/acceptCase.ts';
import { followUnits, withdraw } from '../case/adjustUnits.ts';
import {
  activeOf,
  endAssignment,
  ensureLead,
  isActive,
  offerUnits,
  patchAssignment,
  turnAssignments,
} from '../case/assignments.ts';
import { assignmentAsked } from '../case/asks.ts';
import { ENDED_STAGES } from '../case/caseDoc.ts';
import { type CaseWork, put, tell } from '../case/caseWork.ts';
import { ALL_CLOCKS, endClocks } from '../case/clocks.ts';
import { closeNow } from '../case/closeCase.ts';
import { badUnits, handOut } from '../case/dispatchCase.ts';
import { busyUnit, takeUnitFrom } from '../case/exclusiveUnit.ts';
import { applyPlain, isPlainOp, plainMisfit } from '../case/plainActs.ts';
import { reopen } from '../case/reopen.ts';
import { writeScore } from '../case/scoreWhistle.ts';
import { dropSupervision } from '../case/superviseCase.ts';
import type { OpKind } from '../operation/args.ts';
import type { OpId, UnitId } from '../operation/identity.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { Conflict } from './conflict.ts';
import { closeMerged, mergeElsewhere } from './mergeResolutions.ts';
import { markedAt } from './rules/whistleRules.ts';
import { sentTo } from './sentTo.ts';

type Resolution = (work: CaseWork, conflict: Conflict, option: string) => boolean;

/**
 * What choosing another option than the default does, by rule. False when the case has moved on so far
 * that nothing can be put in force any more. Rules without an entry hold the second act as it was written.
 */
const resolutions: Readonly<Partial<Record<number, Resolution>>> = {
  2: chooseLead,
  3: closeAfterAll,
  5: closeOrReopen,
  10: takeUnitBack,
  13: closeSupervised,
  14: recallIncompetent,
  17: closeMerged,
  19: mergeElsewhere,
  21: sendElsewhere,
  22: returnAfterAll,
  24: passAfterAll,
  30: refuseAfterAll,
  35: markOtherwise,
};

export function putInForce(work: CaseWork, conflict: Conflict, option: string): boolean {
  return (resolutions[conflict.rule] ?? performHeld)(work, conflict, option);
}

/** The act that is not in force, as if the person who resolves had said it now. */
function heldOp(work: CaseWork, conflict: Conflict): AnyBody | null {
  const { held } = conflict;
  if (held === undefined) return null;
  // Written by this program from checked arguments of this very kind.
  const args: unknown = JSON.parse(held.args);
  return { ...work.op, kind: held.kind, args } as AnyBody;
}

function heldAs<K extends OpKind>(
  work: CaseWork,
  conflict: Conflict,
  kind: K,
): OperationBody<K> | null {
  const op = heldOp(work, conflict);
  return op?.kind === kind ? (op as unknown as OperationBody<K>) : null;
}

function performHeld(work: CaseWork, conflict: Conflict): boolean {
  const op = heldOp(work, conflict);
  if (op === null || !isPlainOp(op)) return false;
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  applyPlain(work, op);
  return true;
}

function isOpen(work: CaseWork): boolean {
  return !ENDED_STAGES.includes(work.doc.stage);
}

function withdrawActive(work: CaseWork, except?: OpId): void {
  for (const one of turnAssignments(work.doc)) {
    if (!isActive(one) || one.byOp === except) continue;
    endAssignment(work, one, 'recalled');
    tell(work, `unit:${one.unit}`, 'unit-recalled');
  }
}

/** Rule 2: another lead, or only one of the two dispatches. */
function chooseLead(work: CaseWork, conflict: Conflict, option: string): boolean {
  const [first, second] = conflict.sides;
  if (first === undefined || second === undefined || !isOpen(work)) return false;
  const leading = option.startsWith('second') ? second : first;
  const lead = activeOf(work.doc, String(leading.what['lead'] ?? ''));
  if (lead === null) return false;
  if (option.endsWith('_only')) withdrawActive(work, lead.byOp);
  for (const one of turnAssignments(work.doc)) {
    if (one.lead !== (one.id === lead.id))
      patchAssignment(work, one.id, { lead: one.id === lead.id });
  }
  followUnits(work);
  return true;
}

/** Rules 3 and 5: the closing holds after all; whoever is still on the case is called off. */
function closeAfterAll(work: CaseWork, conflict: Conflict): boolean {
  const close = heldAs(work, conflict, 'case.close');
  if (close === null || !isOpen(work)) return false;
  withdrawActive(work);
  closeNow(work, { ...close.args, by: conflict.held?.by ?? close.actor });
  return true;
}

function closeOrReopen(work: CaseWork, conflict: Conflict, option: string): boolean {
  if (option === 'closed') return closeAfterAll(work, conflict);
  if (work.doc.stage !== 'closed') return false;
  const units = heldUnits(work, conflict);
  if (badUnits(units, work.facts) !== null) return false;
  reopen(work);
  handOut(work, units, null);
  return true;
}

function heldUnits(
  work: CaseWork,
  conflict: Conflict,
): readonly { readonly unit: UnitId; readonly lead: boolean }[] {
  const added = heldAs(work, conflict, 'assign.add');
  if (added !== null) return [{ unit: added.args.unit, lead: true }];
  return heldAs(work, conflict, 'case.dispatch')?.args.units ?? [];
}

/** Rule 10: this case gets the unit after all; the other one loses it. */
function takeUnitBack(work: CaseWork, conflict: Conflict): boolean {
  const unit = work.doc.unitLost?.unit;
  if (unit === undefined || !isOpen(work) || activeOf(work.doc, unit) !== null) return false;
  const rival = busyUnit(unit, work.doc.caseId, work.facts);
  if (rival !== null) takeUnitFrom(work, unit, rival);
  const dispatch = heldAs(work, conflict, 'case.dispatch');
  if (work.doc.stage === 'to_dispatch') {
    handOut(work, [{ unit, lead: true }], dispatch?.args.condition ?? null);
  } else if (work.doc.stage === 'dispatched' || work.doc.stage === 'handling') {
    offerUnits(work, [{ unit, lead: false }]);
    ensureLead(work);
    put(work, { unitLost: null });
  } else return false;
  return true;
}

/** Rule 13: nobody needs to look at it again. */
function closeSupervised(work: CaseWork, conflict: Conflict): boolean {
  dropSupervision(work);
  return work.doc.stage === 'closed' || closeAfterAll(work, conflict);
}

/** Rule 14: the unit that the new matter is none of the business of is called off. */
function recallIncompetent(work: CaseWork, conflict: Conflict): boolean {
  const sent = conflict.sides.find((side) => side.kind === 'case.dispatch')?.op;
  const lead = turnAssignments(work.doc).find((one) => one.byOp === sent && one.lead);
  if (lead === undefined || !isActive(lead)) return false;
  withdraw(work, lead.id, 'recalled');
  return true;
}

function sendElsewhere(work: CaseWork, conflict: Conflict): boolean {
  const op = heldOp(work, conflict);
  const to = op === null ? null : sentTo(op, work.doc);
  if (to === null || !isOpen(work)) return false;
  moveHold(work, to);
  return true;
}

/** Rule 22: the unit is let off after all. */
function returnAfterAll(work: CaseWork, conflict: Conflict): boolean {
  const asked = heldAs(work, conflict, 'ask.return')?.args.assignment;
  const judged = heldAs(work, conflict, 'judge')?.args.ask;
  const ask = judged === undefined ? undefined : work.doc.asks?.[judged];
  const id = asked ?? assignmentAsked(ask) ?? undefined;
  const one = id === undefined ? undefined : work.doc.assignments?.[id];
  if (one === undefined || !isActive(one) || one.round !== work.doc.round) return false;
  endAssignment(work, one, 'returned');
  ensureLead(work);
  put(work, { returns: work.doc.returns + 1 });
  followUnits(work);
  return true;
}

/** Rule 24: it had passed after all. Only while the rework has not been handed out yet. */
function passAfterAll(work: CaseWork): boolean {
  if (work.doc.stage !== 'to_dispatch' || work.doc.verified !== 'fail') return false;
  for (const id in work.doc.assignments) {
    const one = work.doc.assignments[id];
    if (one?.over === true && one.round === work.doc.round) {
      patchAssignment(work, id, { over: null });
    }
  }
  put(work, { stage: 'to_close', verified: 'pass', proposedUnit: null });
  endClocks(work, ['dispatch']);
  return true;
}

/** Rule 35: the marks that came second, in place of the first. */
function markOtherwise(work: CaseWork, conflict: Conflict): boolean {
  const score = heldAs(work, conflict, 'whistle.score');
  const [first] = conflict.sides;
  if (score === null || first === undefined) return false;
  const whistle = markedAt(work.doc, score.args.unit, first.correctedAt);
  if (whistle === null) return false;
  writeScore(work, whistle, { args: score.args, actor: conflict.held?.by ?? score.actor });
  return true;
}

function refuseAfterAll(work: CaseWork, conflict: Conflict): boolean {
  const refusal = heldAs(work, conflict, 'case.refuse');
  if (refusal === null || !isOpen(work)) return false;
  withdrawActive(work);
  put(work, {
    stage: 'refused',
    closedAt: work.at,
    closedBy: conflict.held?.by ?? refusal.actor,
    publicText: refusal.args.text,
  });
  endClocks(work, ALL_CLOCKS);
  return true;
}
