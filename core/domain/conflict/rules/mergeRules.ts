import { isActive, turnAssignments } from '../../case/assignments.ts';
import { type CaseDoc, ENDED_STAGES } from '../../case/caseDoc.ts';
import { type CaseWork, put, settle, tell } from '../../case/caseWork.ts';
import { markAct } from '../../case/markAct.ts';
import { bringTo, closeAlong, hasResponse, isMergedInto, joinInto } from '../../case/mergeCase.ts';
import { mirror } from '../../case/otherCase.ts';
import { applyPlain, plainMisfit } from '../../case/plainActs.ts';
import { openWhistle } from '../../case/whistles.ts';
import type { DecidedOp } from '../../operation/decision.ts';
import type { CaseId } from '../../operation/identity.ts';
import type { AnyBody } from '../../operation/operation.ts';
import { effectiveUnseen } from '../effectiveUnseen.ts';
import type { Meet } from '../meet.ts';
import { raiseConflict } from '../raise.ts';

/** Rule 19: merged into two others. The first stands; these two are offered as having to do with each other. */
export const mergeMeetsMerge: Meet = ({ work, op, earlier }) => {
  const first = earlier.op;
  if (op.kind !== 'case.merge' || first.kind !== 'case.merge') return false;
  const [here, there] = [first.args.into, op.args.into];
  if (here === there || there === work.doc.caseId || !isMergedInto(work.doc, here)) return false;
  offerLink(work, here, there);
  offerLink(work, there, here);
  raiseConflict(work, {
    rule: 19,
    earlier,
    options: ['first', 'second'],
    inForce: 'first',
    held: op,
  });
  return true;
};

function offerLink(work: CaseWork, at: CaseId, of: CaseId): void {
  const args = { of, by: work.op.actor, did: 'linked', as: 'repeat' } as const;
  work.followUps.push({ kind: 'case.mirror', caseId: at, args });
}

/** Rule 16: merged into another while somebody closes it: closed as its duplicate, its evidence with the other. */
export const mergeMeetsClose: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'case.merge' && earlier.op.kind === 'case.close') {
    return mergeClosed(work, op.args.into);
  }
  if (op.kind !== 'case.close' || earlier.op.kind !== 'case.merge') return false;
  if (!isMergedInto(work.doc, earlier.op.args.into)) return false;
  if (op.args.publicText !== '') put(work, { publicText: op.args.publicText });
  settle(work, 'merged', { rule: 16 });
  return true;
};

function mergeClosed(work: CaseWork, into: CaseId): boolean {
  const { stage, archived, caseId } = work.doc;
  const there = work.facts.other?.doc;
  if (stage !== 'closed' || archived !== undefined || into === caseId) return false;
  if (there === undefined || ENDED_STAGES.includes(there.stage)) return false;
  joinInto(work, into);
  markAct(work);
  settle(work, 'applied', { rule: 16 });
  return true;
}

/** Rule 17, on the case that is merged: the other one is closed. It stays alive where somebody was sent to it. */
export const mergeIntoClosed: Meet = ({ work, op, earlier }) => {
  const there = work.facts.other?.doc;
  if (op.kind !== 'case.merge' || earlier.op.kind !== 'case.close') return false;
  if (there?.stage !== 'closed' || ENDED_STAGES.includes(work.doc.stage)) return false;
  if (hasResponse(work.doc)) {
    raiseConflict(work, { ...APART, earlier, held: op });
    return true;
  }
  closeAlong(work, op.args.into);
  bringTo(work, op.args.into, false);
  markAct(work);
  settle(work, 'adjusted', { rule: 17 });
  tell(work, op.actor, 'merged-into-closed');
  tell(work, earlier.op.actor, 'merged-into-closed');
  return true;
};

const APART = { rule: 17, options: ['apart', 'closed'], inForce: 'apart' } as const;

/** Rule 17, on the case that took others in: whoever closes it had not seen them. */
export const closeMeetsMerged: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'case.close' || earlier.op.kind !== 'case.mirror') return false;
  const taken = effectiveUnseen(work.facts).flatMap((one) => takenBy(work, one));
  if (taken.length === 0 || plainMisfit(op, work.doc, work.facts) !== null) return false;
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 17 });
  if (work.doc.stage !== 'closed') return true;
  for (const { of, by, wasActive } of taken) {
    mirror(work, of, { did: wasActive ? 'revived' : 'closed_along' });
    if (wasActive) put(work, { absorbed: { [of]: null } });
    else tell(work, by, 'merged-into-closed');
  }
  for (const { one, wasActive } of taken) {
    if (wasActive) raiseConflict(work, { ...APART, earlier: one, held: one.op });
  }
  return true;
};

type Taken = {
  readonly of: CaseId;
  readonly by: string;
  readonly wasActive: boolean;
  /** The act, as of the person whose it was. */
  readonly one: DecidedOp;
};

function takenBy(work: CaseWork, one: DecidedOp): Taken[] {
  const { op } = one;
  if (op.kind !== 'case.mirror' || op.args.did !== 'absorbed') return [];
  const { of, by, wasActive = false } = op.args;
  // Who merged it knows of it, whether or not its mirror has reached his console.
  if (work.doc.absorbed?.[of] === undefined || by === work.op.actor) return [];
  const said: AnyBody = { ...op, actor: by };
  return [{ of, by, wasActive, one: { ...one, op: said } }];
}

/** Rule 18: two merged into each other. One merge; the case that was there earlier goes on. */
export const mergeMeetsItsReverse: Meet = ({ work, op, earlier }) => {
  const there = work.facts.other?.doc;
  if (op.kind !== 'case.merge' || earlier.op.kind !== 'case.merge' || there === undefined) {
    return false;
  }
  if (!isMergedInto(there, work.doc.caseId) || ENDED_STAGES.includes(work.doc.stage)) return false;
  const isAtWork = turnAssignments(work.doc).some(isActive) || openWhistle(work.doc) !== null;
  const isHeld = isAtWork || there.endedFrom === 'closed';
  if (isHeld || isEarlier(work.doc, there)) settle(work, 'merged', { rule: 18 });
  else {
    joinInto(work, there.caseId);
    markAct(work);
    settle(work, 'applied', { rule: 18 });
  }
  tell(work, op.actor, 'merged-alike');
  tell(work, earlier.op.actor, 'merged-alike');
  return true;
};

function isEarlier(one: CaseDoc, other: CaseDoc): boolean {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt;
  return one.caseId < other.caseId;
}
