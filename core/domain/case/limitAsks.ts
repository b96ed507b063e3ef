import { DAY_MS, type EpochMs } from '../../kernel/time.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { isAsked, recordAsk } from './asks.ts';
import type { CaseAct } from './caseAct.ts';
import type { CaseDoc } from './caseDoc.ts';
import { tell } from './caseWork.ts';
import { extendLimits, suspendLimits } from './clockStretch.ts';
import type { Granting } from './granting.ts';

/** 延期: at most twice, and never for what is late already. */
const MOST_EXTENSIONS = 2;
const LONGEST_SUSPENSION_MS = 366 * DAY_MS;

export const askExtension: CaseAct<'ask.extension'> = {
  misfit: (_op, doc, facts) => extensionMisfit(doc, facts.at),
  apply(work, op) {
    recordAsk(work, { kind: 'extension', text: op.args.reason }, 'open');
    tell(work, 'district', 'ask-raised');
  },
};

export function extensionMisfit(doc: CaseDoc, at: EpochMs): DomainRefusal | null {
  return isAsked(doc, 'extension') ? { code: 'ask/open-already' } : notExtendable(doc, at);
}

/** Whoever asked in time may have it, however long the judging took. */
function notExtendable(doc: CaseDoc, askedAt: EpochMs): DomainRefusal | null {
  const { handle, total } = doc.clocks;
  if (handle === undefined) return { code: 'case/needs-matter' };
  if (handle.dueAt < askedAt) return { code: 'ask/overdue' };
  const times = Math.max(handle.extended ?? 0, total?.extended ?? 0);
  return times >= MOST_EXTENSIONS ? { code: 'ask/extended-twice' } : null;
}

export const extensionGranted: Granting<'extension'> = {
  misfit: (ask, { doc }) => workOver(doc) ?? notExtendable(doc, ask.at),
  apply(work) {
    extendLimits(work, 1);
  },
};

/** 挂账: the unit waits for something that it cannot hurry; the clock waits with it. */
export const askSuspension: CaseAct<'ask.suspension'> = {
  misfit(op, doc, facts) {
    const { until, nextCheck } = op.args;
    if (isAsked(doc, 'suspension')) return { code: 'ask/open-already' };
    const isInTime = until > facts.at && until - facts.at <= LONGEST_SUSPENSION_MS;
    if (!isInTime || nextCheck > until) return { code: 'ask/bad-time' };
    return suspensionMisfit(doc, facts);
  },
  apply(work, op) {
    const { plan, until, nextCheck } = op.args;
    recordAsk(work, { kind: 'suspension', text: plan, until, nextCheck }, 'open');
    tell(work, 'district', 'ask-raised');
  },
};

export function suspensionMisfit(
  doc: CaseDoc,
  { at }: Pick<DecideFacts, 'at'>,
): DomainRefusal | null {
  if (doc.clocks.handle === undefined) return { code: 'case/needs-matter' };
  const lasts = doc.suspended !== undefined && doc.suspended.until > at;
  return lasts ? { code: 'ask/suspended-already' } : null;
}

export const suspensionGranted: Granting<'suspension'> = {
  misfit(ask, { doc, facts }) {
    if (ask.until <= facts.at) return { code: 'ask/bad-time' };
    return workOver(doc) ?? suspensionMisfit(doc, facts);
  },
  apply(work, ask) {
    suspendLimits(work, ask);
  },
};

/** Time is given to whoever still works. */
function workOver({ stage }: CaseDoc): DomainRefusal | null {
  const isAtWork = stage === 'dispatched' || stage === 'handling';
  return isAtWork ? null : { code: 'case/wrong-stage', detail: { stage } };
}
