import { meetUnseen } from '../conflict/meetUnseen.ts';
import { overtake } from '../conflict/overtake.ts';
import type { DecideFacts, Decision } from '../operation/decision.ts';
import { kindSpecs } from '../operation/kindSpec.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { classOf } from '../permission/classOf.ts';
import { isCaretaker, marksAxis, mayDecide, rightsRefusal } from '../permission/rights.ts';
import { applyAct, type CaseOp, isCaseOp, misfitOf } from './caseActs.ts';
import { type CaseWork, finishWork, put, settle, startWork, tell } from './caseWork.ts';
import { createCase } from './createCase.ts';
import { propose } from './propose.ts';

/** Order of judging of model.md 0.3: rights, holder, pairs if concurrent, else stages. */
export function caseDecision(op: AnyBody, facts: DecideFacts): Decision {
  const { doc } = facts;
  if (op.kind === 'case.create' && doc === null) return firstDecision(op, facts);
  if (doc === null) return refusedWithout({ code: 'case/not-found' });
  const work = startWork(op, facts, doc);
  judge(work);
  return finishWork(work);
}

function firstDecision(op: OperationBody<'case.create'>, facts: DecideFacts): Decision {
  const refusal = rightsRefusal(op, facts, 'F');
  return refusal === null ? finishWork(createCase(op, facts)) : refusedWithout(refusal);
}

function judge(work: CaseWork): void {
  const { op, facts, before } = work;
  const cls = classOf(op, before, facts);
  const refusal = rightsRefusal(op, facts, cls);
  if (refusal !== null) return refuse(work, refusal);
  if (op.kind === 'case.create') {
    return settle(work, 'noop', { reason: { code: 'case/exists' } });
  }
  if (!isCaseOp(op)) return settle(work, 'deferred');
  if (cls === 'D' && !mayDecide(op, before, facts)) return propose(work);
  if (meetUnseen(work, op)) return;
  const misfit = misfitOf(op, work.doc, facts);
  if (misfit === null) perform(work, op);
  else overtake(work, cls, misfit);
}

function refuse(work: CaseWork, reason: DomainRefusal): void {
  const revoked = reason.code.startsWith('grant/');
  settle(work, 'refused-recorded', revoked ? { rule: 28, reason } : { reason });
  if (revoked) tell(work, 'inbox:district', 'acted-without-grant');
  tell(work, work.op.actor, 'act-refused');
}

/** The act as asked, with the marks that it leaves on the case. */
function perform(work: CaseWork, op: CaseOp): void {
  applyAct(work, op);
  if (op.soleHand === true) put(work, { soleHand: true });
  if (isCaretaker(op, work.before, work.facts)) put(work, { caretaker: true });
  if (marksAxis(op) && work.doc.round === work.before.round) {
    put(work, { axis: { [kindSpecs[op.kind].axis]: { [op.actor]: true } } });
  }
}

function refusedWithout(reason: DomainRefusal): Decision {
  return {
    outcome: 'refused-recorded',
    rule: reason.code.startsWith('grant/') ? 28 : null,
    reason,
    effects: { casePatch: null, records: [], notices: [], followUps: [] },
  };
}
