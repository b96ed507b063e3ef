import type { CaseAct } from './caseAct.ts';
import { fitsAlways } from './caseAct.ts';
import { isAsked, openAsks, recordAsk } from './asks.ts';
import { endAssignment, isActive, patchAssignment, turnAssignments } from './assignments.ts';
import type { Assignment, AssignmentState, CaseClock, CaseDoc, ClockName } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { ALL_CLOCKS, endClocks } from './clocks.ts';
import { closeNow } from './closeCase.ts';
import { busyUnit, occupyUnit } from './exclusiveUnit.ts';
import { tellCalled } from './fileWhistle.ts';
import type { Granting } from './granting.ts';
import { followUnits } from './adjustUnits.ts';
import { reopen } from './reopen.ts';
import { openWhistle, unmarkedUnits } from './whistles.ts';
import type { ForcedLedger } from '../operation/endingArgs.ts';

/** The rule by which an ending of the chief does not stand against what he had not seen. */
const UNSEEN_WORK = 26;

type Suspended = NonNullable<CaseDoc['suspended']>;

/** 作废: a false report. Whoever is on it is called off. */
export const voidCase: CaseAct<'case.void'> = { misfit: fitsAlways, apply: voidNow };

/** 强制结案: closed though it is not solved, and counted under its own head. */
export const forceClose: CaseAct<'case.forceClose'> = {
  misfit: fitsAlways,
  apply(work, op) {
    closeByForce(work, op.args.ledger);
  },
};

export const askVoid: CaseAct<'ask.void'> = {
  misfit: (_op, doc) => (isAsked(doc, 'void') ? { code: 'ask/open-already' } : null),
  apply(work, op) {
    recordAsk(work, { kind: 'void', text: op.args.reason }, 'open');
    tell(work, 'district', 'ask-raised');
  },
};

export const askForcedClose: CaseAct<'ask.forcedClose'> = {
  misfit: (_op, doc) => (isAsked(doc, 'forcedClose') ? { code: 'ask/open-already' } : null),
  apply(work, op) {
    const { ledger, reason } = op.args;
    recordAsk(work, { kind: 'forcedClose', ledger, text: reason }, 'open');
    tell(work, 'district', 'ask-raised');
  },
};

export const voidGranted: Granting<'void'> = { misfit: fitsAlways, apply: voidNow };

export const forcedCloseGranted: Granting<'forcedClose'> = {
  misfit: fitsAlways,
  apply(work, ask) {
    closeByForce(work, ask.ledger);
  },
};

/** 归档: nothing about it is open any more. */
export const archiveCase: CaseAct<'case.archive'> = {
  misfit: (_op, doc) => archiveMisfit(doc),
  apply(work, op) {
    put(work, { archived: op.args.type });
  },
};

export function archiveMisfit(
  doc: CaseDoc,
): { readonly code: 'case/archived' | 'case/callback-open' | 'whistle/unscored' } | null {
  if (doc.archived !== undefined) return { code: 'case/archived' };
  const isOpen = doc.callbackDueAt !== undefined && doc.callbackDone === undefined;
  if (isOpen) return { code: 'case/callback-open' };
  return unmarkedUnits(doc).length > 0 ? { code: 'whistle/unscored' } : null;
}

function voidNow(work: CaseWork): void {
  const endedFrom = work.doc.stage;
  callOff(work);
  put(work, { stage: 'voided', endedFrom, closedAt: work.at, closedBy: work.op.actor });
  endClocks(work, ALL_CLOCKS);
}

function closeByForce(work: CaseWork, ledger: ForcedLedger): void {
  const { stage: endedFrom, publicText, suspended, clocks } = work.doc;
  callOff(work);
  if (suspended !== undefined) keepSuspension(work, suspended, clocks);
  closeNow(work, { closeKind: 'forced', publicText: publicText ?? '', by: work.op.actor });
  // The reason is the chief's; what the public is told nobody has written yet.
  put(work, { endedFrom, forcedLedger: ledger, publicText: publicText ?? null });
}

export function keepSuspension(
  work: CaseWork,
  suspended: Suspended,
  clocks: CaseDoc['clocks'],
): void {
  const stopped: Partial<Record<ClockName, CaseClock>> = {};
  for (const name of Object.keys(clocks) as ClockName[]) {
    const clock = clocks[name];
    if (clock?.paused !== undefined && clock.endedAt === undefined) stopped[name] = clock;
  }
  put(work, { suspendedBefore: { suspended, clocks: stopped } });
}

/** Whoever is on it, or asked for something, until the ending is undone. */
export function callOff(work: CaseWork): void {
  const whistle = openWhistle(work.doc);
  if (whistle !== null) tellCalled(work, whistle, 'whistle-called-off');
  for (const { id } of openAsks(work.doc)) {
    put(work, { asks: { [id]: { state: 'lapsed', lapsedBy: UNSEEN_WORK } } });
  }
  for (const one of turnAssignments(work.doc)) {
    if (!isActive(one)) continue;
    endAssignment(work, one, 'recalled');
    patchAssignment(work, one.id, { recalledBy: UNSEEN_WORK });
    tell(work, `unit:${one.unit}`, 'unit-recalled');
  }
}

/** The ending does not stand: stage, clocks, units and asks are as they were before it. */
export function undoEnding(work: CaseWork): void {
  const { endedFrom = 'to_dispatch', closedAt, clocks } = work.doc;
  reopen(work);
  put(work, { stage: endedFrom, endedFrom: null, forcedLedger: null });
  for (const name of Object.keys(clocks) as ClockName[]) {
    if (clocks[name]?.endedAt === closedAt) put(work, { clocks: { [name]: { endedAt: null } } });
  }
  suspendAgain(work);
  for (const ask of Object.values(work.doc.asks ?? {})) {
    if (ask.lapsedBy !== UNSEEN_WORK) continue;
    put(work, { asks: { [ask.id]: { state: 'open', lapsedBy: null } } });
  }
  takeUpAgain(work);
  const whistle = openWhistle(work.doc);
  if (whistle !== null) tellCalled(work, whistle, 'whistle-called');
}

function suspendAgain(work: CaseWork): void {
  const { suspendedBefore } = work.doc;
  if (suspendedBefore === undefined) return;
  put(work, { ...suspendedBefore, suspendedBefore: null });
}

/** One that can be in one place only may be on another case by now: it stays there. */
function takeUpAgain(work: CaseWork): void {
  let isOneGone = false;
  for (const one of Object.values(work.doc.assignments ?? {})) {
    if (one.recalledBy !== UNSEEN_WORK || one.round !== work.doc.round) continue;
    if (busyUnit(one.unit, work.doc.caseId, work.facts) !== null) {
      isOneGone = true;
      continue;
    }
    patchAssignment(work, one.id, { state: stateBefore(one), endedAt: null, recalledBy: null });
    occupyUnit(work, one.id);
    tell(work, `unit:${one.unit}`, 'unit-offered');
  }
  if (isOneGone) followUnits(work);
}

function stateBefore(one: Assignment): AssignmentState {
  if (one.step !== undefined) return 'responded';
  return one.signedAt === undefined ? 'offered' : 'signed';
}
