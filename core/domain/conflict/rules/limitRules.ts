import { put, settle, tell, type CaseWork } from '../../case/caseWork.ts';
import { extendLimits, forgetSuspension } from '../../case/clockStretch.ts';
import { markAct } from '../../case/markAct.ts';
import { applyPlain, plainMisfit } from '../../case/plainActs.ts';
import type { Ask, Stage } from '../../case/caseDoc.ts';
import type { AnyBody } from '../../operation/operation.ts';
import type { Meet } from '../meet.ts';

/** Rule 25: two ask for more time, or one has it already: the longest single extension, never the sum. */
export const extendMeetsExtend: Meet = ({ work, op, earlier }) => {
  if (op.kind !== 'ask.extension') return false;
  const first = earlier.op;
  const made: string = first.opId;
  const asked = first.kind === 'ask.extension' ? work.doc.asks?.[made] : grantedBy(work, first);
  if (asked?.kind !== 'extension' || (asked.state !== 'open' && asked.state !== 'granted')) {
    return false;
  }
  settle(work, 'merged', { rule: 25 });
  tell(work, op.actor, 'acted-alike');
  tell(work, first.actor, 'acted-alike');
  return true;
};

/** Rule 25: more time is asked for a case that is closed meanwhile: closed. */
export const extendMeetsClose: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'ask.extension' && earlier.op.kind === 'case.close') {
    if (!isOver(work)) return false;
    settle(work, 'superseded', { rule: 25, reason: { code: 'case/ended', detail: stageOf(work) } });
    tell(work, op.actor, 'ask-lapsed');
    return true;
  }
  if (op.kind !== 'case.close' || earlier.op.kind !== 'ask.extension') return false;
  if (plainMisfit(op, work.doc, work.facts) !== null) return false;
  applyPlain(work, op);
  markAct(work);
  settle(work, 'applied', { rule: 25 });
  tell(work, earlier.op.actor, 'ask-lapsed');
  return true;
};

/** Rule 31: time is granted for work that was done meanwhile: done, or closed; the grant lapses. */
export const grantMeetsEnd: Meet = ({ work, op, earlier }) => {
  if (op.kind === 'judge') {
    const ask = op.args.grant ? timeAsked(work, op.args.ask) : null;
    if (ask === null || !isOver(work)) return false;
    put(work, { asks: { [ask.id]: { state: 'lapsed' } } });
    settle(work, 'superseded', { rule: 31, reason: { code: 'op/overtaken' } });
    tell(work, op.actor, 'ask-lapsed');
    tell(work, ask.by, 'ask-lapsed');
    return true;
  }
  const ask = grantedBy(work, earlier.op);
  if (ask?.state !== 'granted' || plainMisfit(op, work.doc, work.facts) !== null) return false;
  const since = work.doc.suspended?.from;
  applyPlain(work, op);
  markAct(work);
  if (!isOver(work)) return true;
  put(work, { asks: { [ask.id]: { state: 'lapsed' } } });
  if (ask.kind === 'extension') extendLimits(work, -1);
  else if (since !== undefined) forgetSuspension(work, since);
  settle(work, 'applied', { rule: 31 });
  tell(work, earlier.op.actor, 'ask-lapsed');
  tell(work, ask.by, 'ask-lapsed');
  return true;
};

const OVER: readonly Stage[] = ['handled', 'to_close', 'closed'];

function isOver({ doc }: CaseWork): boolean {
  return OVER.includes(doc.stage);
}

function stageOf({ doc }: CaseWork): { readonly stage: Stage } {
  return { stage: doc.stage };
}

type TimeAsk = Extract<Ask, { readonly kind: 'extension' | 'suspension' }>;

function timeAsked(work: CaseWork, id: string): TimeAsk | null {
  const ask = work.doc.asks?.[id];
  return ask?.kind === 'extension' || ask?.kind === 'suspension' ? ask : null;
}

function grantedBy(work: CaseWork, op: AnyBody): TimeAsk | null {
  return op.kind === 'judge' && op.args.grant ? timeAsked(work, op.args.ask) : null;
}
