import { returnGranted } from './askReturn.ts';
import { unitsGranted } from './askUnits.ts';
import type { CaseAct } from './caseAct.ts';
import type { Ask } from './caseDoc.ts';
import { put, tell } from './caseWork.ts';
import { forcedCloseGranted, voidGranted } from './endCase.ts';
import type { Granting } from './granting.ts';
import { sendGranted } from './holdCase.ts';
import { extensionGranted, suspensionGranted } from './limitAsks.ts';

const granting: { readonly [K in Ask['kind']]: Granting<K> } = {
  return: returnGranted,
  send: sendGranted,
  units: unitsGranted,
  extension: extensionGranted,
  suspension: suspensionGranted,
  void: voidGranted,
  forcedClose: forcedCloseGranted,
};

/** One act judges whatever was asked; what a grant does, each kind of ask says itself. */
export const judgeAsk: CaseAct<'judge'> = {
  misfit(op, doc, facts) {
    const ask = doc.asks?.[op.args.ask];
    if (ask === undefined) return { code: 'ask/not-found' };
    if (ask.state !== 'open') return { code: 'ask/already-judged', detail: { state: ask.state } };
    if (!op.args.grant) return null;
    return granting[ask.kind].misfit(ask as never, { op, doc, facts });
  },
  apply(work, op) {
    const ask = work.doc.asks?.[op.args.ask];
    if (ask === undefined) return;
    const { grant, reason } = op.args;
    const state = grant ? 'granted' : 'refused';
    put(work, { asks: { [ask.id]: { state, judgedBy: op.actor, judgeReason: reason } } });
    tell(work, ask.by, ask.kind === 'return' ? `return-${state}` : `ask-${state}`);
    // Its own kind's entry: which of them the compiler cannot follow.
    if (grant) granting[ask.kind].apply(work, ask as never, op);
  },
};
