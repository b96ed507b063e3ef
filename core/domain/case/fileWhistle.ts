import type { DecideFacts } from '../operation/decision.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { followWhistle, lacksResult, patchUnit } from './answerWhistle.ts';
import { isActive, turnAssignments } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { missingForClosing } from './closingItems.ts';
import { endClocks, UNIT_CLOCKS, WHISTLE_CLOCKS } from './clocks.ts';
import { endSuspension } from './clockStretch.ts';
import { giveBackClosing, unknownUnit } from './openWhistle.ts';
import type { Whistle } from './whistleDoc.ts';
import { isCalled, openWhistle, unitsOf } from './whistles.ts';

type File = OperationBody<'whistle.file'>;

/** 备案: the district takes note of the whistle, and calls whom it names; or it does not have it. */
export const fileWhistle: CaseAct<'whistle.file'> = {
  misfit: fileMisfit,
  apply(work, op) {
    const whistle = openWhistle(work.doc);
    if (whistle === null) return;
    const filed = { filedAt: work.at, filedBy: op.actor, fileReason: op.args.reason };
    const filing = op.args.accept ? 'accepted' : 'refused';
    put(work, { whistles: { [whistle.id]: { ...filed, filing } } });
    if (op.args.accept) call(work, op, whistle);
    else refuseFiling(work, whistle);
  },
};

function fileMisfit(op: File, doc: CaseDoc, facts: DecideFacts): DomainRefusal | null {
  const whistle = openWhistle(doc);
  if (whistle === null) return { code: 'whistle/none-open' };
  if (whistle.filing !== 'pending') return { code: 'whistle/not-pending' };
  if (!op.args.accept) return null;
  const isNobody = op.args.units.length === 0 && !unitsOf(whistle).some(isThere);
  return isNobody ? { code: 'whistle/no-unit' } : unknownUnit(op.args.units, facts);
}

function isThere(unit: ReturnType<typeof unitsOf>[number]): boolean {
  return isCalled(unit) || unit.respondedAt !== undefined;
}

function call(work: CaseWork, { args }: File, whistle: Whistle): void {
  for (const one of unitsOf(whistle)) {
    if (!isThere(one) && !args.units.includes(one.unit)) {
      patchUnit(work, whistle, { unit: one.unit, patch: null });
    }
  }
  const came = unitsOf(whistle).filter((one) => isThere(one) && !isCalled(one));
  for (const unit of new Set([...came.map((one) => one.unit), ...args.units])) {
    if (whistle.units[unit]?.calledAt !== undefined) continue;
    patchUnit(work, whistle, { unit, patch: { calledAt: work.at } });
    tell(work, `unit:${unit}`, 'whistle-called');
  }
  followWhistle(work);
  tell(work, whistle.street, 'whistle-filed');
}

export function refuseFiling(work: CaseWork, whistle: Whistle): void {
  put(work, { whistles: { [whistle.id]: { endedAt: work.at } } });
  giveBackClosing(work, whistle.closeAtBefore);
  endClocks(work, WHISTLE_CLOCKS);
  tellCalled(work, whistle, 'whistle-called-off');
  tell(work, whistle.street, 'whistle-refused');
}

export function tellCalled(
  work: CaseWork,
  whistle: Whistle,
  code: 'whistle-called' | 'whistle-called-off' | 'whistle-back',
): void {
  for (const { unit } of unitsOf(whistle).filter(isCalled)) tell(work, `unit:${unit}`, code);
}

/** The district looks at what came of it: the case waits to be closed, or the units go on. */
export const checkWhistle: CaseAct<'whistle.check'> = {
  misfit: checkMisfit,
  apply(work, op) {
    const whistle = openWhistle(work.doc);
    if (whistle === null) return;
    if (op.args.pass) pass(work, whistle, op.args.reason);
    else sendBack(work, whistle);
  },
};

function checkMisfit({ args }: OperationBody<'whistle.check'>, doc: CaseDoc): DomainRefusal | null {
  const whistle = openWhistle(doc);
  if (whistle === null) return { code: 'whistle/none-open' };
  if (whistle.filing !== 'accepted') return { code: 'whistle/not-filed' };
  const unit = lacksResult(whistle);
  if (unit !== null) return { code: 'whistle/result-missing', detail: { unit } };
  if (!args.pass) return null;
  if (turnAssignments(doc).some(isActive)) return { code: 'case/unit-still-working' };
  return missingForClosing(doc, ['replied']).length === 0 ? null : { code: 'whistle/needs-reply' };
}

function pass(work: CaseWork, { id, street }: Whistle, reason: string): void {
  put(work, {
    stage: 'to_close',
    verified: 'pass',
    whistles: { [id]: { endedAt: work.at, checkReason: reason } },
  });
  endSuspension(work);
  endClocks(work, ['dispatch', ...UNIT_CLOCKS, ...WHISTLE_CLOCKS]);
  tell(work, street, 'whistle-passed');
}

/** What was said stays in the timeline; each unit says it anew. */
function sendBack(work: CaseWork, whistle: Whistle): void {
  put(work, { whistles: { [whistle.id]: { sentBack: (whistle.sentBack ?? 0) + 1 } } });
  for (const { unit } of unitsOf(whistle)) {
    patchUnit(work, whistle, { unit, patch: { resultAt: null, result: null } });
  }
  followWhistle(work);
  tellCalled(work, whistle, 'whistle-back');
  tell(work, whistle.street, 'whistle-back');
}
