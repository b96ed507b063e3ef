import { meetBusyUnits } from '../conflict/busyUnits.ts';
import { meetUnseen } from '../conflict/meetUnseen.ts';
import { overtake } from '../conflict/overtake.ts';
import type { DecideFacts, Decision } from '../operation/decision.ts';
import type { AnyBody, OperationBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { classOf } from '../permission/classOf.ts';
import { mayDecide, rightsRefusal } from '../permission/rights.ts';
import { applyAct, isCaseOp, misfitOf } from './caseActs.ts';
import { type CaseWork, finishWork, settle, startWork, tell } from './caseWork.ts';
import { markLateBySync } from './clocks.ts';
import { createCase } from './createCase.ts';
import { noSuchHolder } from './holdCase.ts';
import { asMeant, factsAsMeant, noteJoined } from './joinedUnits.ts';
import { markAct } from './markAct.ts';
import { refreshMembers } from './membership.ts';
import { keepPastWork } from './pastWork.ts';
import { propose } from './propose.ts';
import { shareWhistles } from './tellTwin.ts';

/** Order of judging of model.md 0.3: rights, holder, pairs if concurrent, else stages. */
export function caseDecision(said: AnyBody, given: DecideFacts): Decision {
  const { doc } = given;
  const op = asMeant(said, doc);
  const facts = factsAsMeant(given);
  if (op.kind === 'case.create' && doc === null) return firstDecision(op, facts);
  if (doc === null) return refusedWithout({ code: 'case/not-found' });
  const work = startWork(op, facts, doc);
  judge(work);
  noteJoined(work);
  keepPastWork(work);
  if (work.doc !== doc) {
    shareWhistles(work);
    refreshMembers(work);
    markLateBySync(work);
  }
  return finishWork(work);
}

function firstDecision(op: OperationBody<'case.create'>, facts: DecideFacts): Decision {
  const refusal = rightsRefusal(op, facts, 'F');
  return refusal === null ? finishWork(createCase(op, facts)) : refusedWithout(refusal);
}

function judge(work: CaseWork): void {
  const { op, facts, before } = work;
  const cls = classOf(op, before, facts);
  const refusal = rightsRefusal(op, facts, cls) ?? noSuchHolder(op, facts);
  if (refusal !== null) return refuse(work, refusal);
  if (op.kind === 'case.create') {
    return settle(work, 'noop', { reason: { code: 'case/exists' } });
  }
  if (!isCaseOp(op)) return settle(work, 'deferred');
  if (cls === 'D' && !mayDecide(op, before, facts)) return propose(work);
  if (meetUnseen(work)) return;
  const misfit = misfitOf(op, work.doc, facts);
  if (misfit !== null) return overtake(work, cls, misfit);
  if (meetBusyUnits(work, op)) return;
  applyAct(work, op);
  markAct(work);
}

function refuse(work: CaseWork, reason: DomainRefusal): void {
  const revoked = reason.code.startsWith('grant/');
  settle(work, 'refused-recorded', revoked ? { rule: 28, reason } : { reason });
  if (revoked) tell(work, 'inbox:district', 'acted-without-grant');
  tell(work, work.op.actor, 'act-refused');
}

function refusedWithout(reason: DomainRefusal): Decision {
  return {
    outcome: 'refused-recorded',
    rule: reason.code.startsWith('grant/') ? 28 : null,
    reason,
    effects: { casePatch: null, records: [], notices: [], followUps: [] },
  };
}
