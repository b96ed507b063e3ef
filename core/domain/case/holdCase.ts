import type { DecideFacts } from '../operation/decision.ts';
import type { HolderScope } from '../operation/identity.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { holderAtBase } from '../permission/classOf.ts';
import { moveHold } from './acceptCase.ts';
import { isAsked, recordAsk } from './asks.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import type { Granting } from './granting.ts';
import { decidesFor } from './membership.ts';

/** 上报 and 移交: the holder gives the case away. Upwards is granted by rule, as soon as the district hears. */
export const askSend: CaseAct<'ask.send'> = {
  misfit(op, doc, facts) {
    if (!decidesFor(op.scope, holderAtBase(doc, facts))) {
      return { code: 'case/not-held', detail: { holder: doc.holder } };
    }
    if (isAsked(doc, 'send')) return { code: 'ask/open-already' };
    return heldThere(doc, op.args.to);
  },
  apply(work, op) {
    const { to, tried, why } = op.args;
    const text = [why, tried].filter((part) => part !== '').join(' · ');
    // Only the district knows when it got it: until then whoever sends keeps the hold.
    const isHeard = work.facts.receivedAt !== undefined;
    const isUp = to === 'district';
    recordAsk(work, { kind: 'send', to, text }, isUp && isHeard ? 'granted' : 'open');
    if (isUp && isHeard) moveHold(work, to);
    else tell(work, 'district', 'ask-raised');
  },
};

export const sendGranted: Granting<'send'> = {
  misfit: (ask, { doc }) => heldThere(doc, ask.to),
  apply(work, ask) {
    moveHold(work, ask.to);
  },
};

/** The district takes a case: it lies in several streets, was handed out twice in vain, or cannot wait. */
export const takeCase: CaseAct<'case.take'> = {
  misfit: (_op, doc) => heldThere(doc, 'district'),
  apply(work, op) {
    const from = work.doc.holder;
    moveHold(work, 'district');
    if (op.args.why === 'several_streets') closeThere(work);
    tell(work, from, 'taken-meanwhile');
  },
};

export function heldThere(doc: CaseDoc, to: HolderScope): DomainRefusal | null {
  return doc.holder === to ? { code: 'case/held-there', detail: { holder: to } } : null;
}

/**
 * Nobody would ever decide on a case of a street that there is not: not sent, nor asked to be, whoever says so
 * and whatever he had seen.
 */
export function noSuchHolder(
  op: AnyBody,
  { reference }: Pick<DecideFacts, 'reference'>,
): DomainRefusal | null {
  if (op.kind !== 'case.send' && op.kind !== 'ask.send') return null;
  const { to } = op.args;
  return reference.holds(to) ? null : { code: 'case/no-such-holder', detail: { holder: to } };
}

/** It lies in several streets, and will when nobody supervises it any more, too. */
function closeThere(work: CaseWork): void {
  const isSupervised = work.doc.supervised !== undefined;
  put(work, {
    closeAt: 'district',
    ...(isSupervised ? { supervised: { closeAtBefore: 'district' as const } } : {}),
  });
}
