import type { CallerRef } from '../operation/args.ts';
import type { DecideFacts } from '../operation/decision.ts';
import type { CaseId } from '../operation/identity.ts';
import type { OperationBody } from '../operation/operation.ts';
import type { FileBrought } from '../operation/pairArgs.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import { isActive, turnAssignments } from './assignments.ts';
import type { CaseAct } from './caseAct.ts';
import { type CaseDoc, ENDED_STAGES } from './caseDoc.ts';
import { type CaseWork, put, tell } from './caseWork.ts';
import { ALL_CLOCKS, endClocks } from './clocks.ts';
import { endSuspension } from './clockStretch.ts';
import { closeNow } from './closeCase.ts';
import { callOff, keepSuspension, undoEnding } from './endCase.ts';
import { mirror } from './otherCase.ts';
import { openWhistle } from './whistles.ts';

/** 并案: this case ends here and goes on as part of another, with its callers and its evidence. */
export const mergeCase: CaseAct<'case.merge'> = {
  misfit: mergeMisfit,
  apply(work, op) {
    const { into } = op.args;
    joinInto(work, into);
    const there = work.facts.other?.doc.holder;
    if (there === undefined || there === work.doc.holder) return;
    tell(work, there, 'case-absorbed');
    tell(work, work.doc.holder, 'case-merged');
  },
};

function mergeMisfit(
  op: OperationBody<'case.merge'>,
  doc: CaseDoc,
  { other }: DecideFacts,
): DomainRefusal | null {
  if (op.args.into === doc.caseId) return { code: 'merge/same-case' };
  if (other === undefined || other === null) return { code: 'case/not-found' };
  const { stage } = other.doc;
  if (ENDED_STAGES.includes(stage)) return { code: 'merge/other-ended', detail: { stage } };
  return stillAtWork(doc);
}

/** Who is on it, or still to come: such a case ends as part of no other, whichever that would be. */
export function stillAtWork(doc: CaseDoc): DomainRefusal | null {
  if (openWhistle(doc) !== null) return { code: 'whistle/open' };
  return turnAssignments(doc).some(isActive) ? { code: 'case/unit-still-working' } : null;
}

/** Somebody has been sent to it, or has responded: such a case does not end with another one. */
export function hasResponse(doc: CaseDoc): boolean {
  return turnAssignments(doc).length > 0 || openWhistle(doc) !== null;
}

/** Ends as part of the other; everything about it stays to be taken up again. */
export function joinInto(work: CaseWork, into: CaseId): void {
  const { stage, suspended, clocks } = work.doc;
  const wasActive = hasResponse(work.doc);
  callOff(work);
  if (suspended !== undefined) keepSuspension(work, suspended, clocks);
  put(work, {
    stage: 'merged',
    mergedInto: into,
    endedFrom: stage,
    closeKind: 'duplicate',
    closedAt: work.at,
    closedBy: work.op.actor,
    callbackDueAt: null,
    callbackDone: null,
  });
  endSuspension(work);
  endClocks(work, ALL_CLOCKS);
  bringTo(work, into, wasActive);
}

/** The other one has been closed: this ends with it, and its caller is called back, too. */
export function closeAlong(work: CaseWork, into: CaseId): void {
  const { publicText } = work.doc;
  callOff(work);
  closeNow(work, { closeKind: 'duplicate', publicText: publicText ?? '', by: work.op.actor });
  put(work, { mergedInto: into, publicText: publicText ?? null });
}

/** Hands over what it has. One that it had taken in, and into which it goes now, goes on by itself. */
export function bringTo(work: CaseWork, into: CaseId, wasActive: boolean): void {
  const { caller, callers, absorbed } = work.doc;
  if (absorbed?.[into] !== undefined) put(work, { absorbed: { [into]: null } });
  mirror(work, into, {
    did: 'absorbed',
    wasActive,
    callers: [...(caller === undefined ? [] : [caller]), ...Object.values(callers ?? {})],
    files: Object.entries(work.doc.attachments ?? {}).map(([sha256, { name, use, bytes }]) => ({
      sha256,
      name,
      use,
      bytes,
    })),
  });
}

/** What comes to a case that was merged goes on to where its matter is carried on. */
export function bringAfter(
  work: CaseWork,
  { callers = [], files = [] }: Omit<Brought, 'of'>,
): void {
  const { stage, mergedInto } = work.doc;
  if (stage !== 'merged' || mergedInto === undefined) return;
  mirror(work, mergedInto, { did: 'brought', callers, files });
}

/** It was merged and goes on by itself after all. */
export function revive(work: CaseWork): void {
  undoEnding(work);
  // Of one that somebody closes the closing is asked for again.
  const isClosing = work.doc.stage === 'closed';
  put(work, { mergedInto: null, ...(isClosing ? { stage: 'to_close' as const } : {}) });
}

type Brought = {
  readonly of: CaseId;
  readonly callers?: readonly CallerRef[];
  readonly files?: readonly FileBrought[];
};

/** Takes another case in. Two that were merged into each other: the one that takes in lives. */
export function absorb(work: CaseWork, { of, callers = [], files = [] }: Brought): void {
  const { op } = work;
  if (isMergedInto(work.doc, of)) revive(work);
  const by = op.kind === 'case.mirror' ? op.args.by : op.actor;
  put(work, { absorbed: { [of]: { by, at: work.at } } });
  takeIn(work, { of, callers, files });
}

/** What comes with it, or after it; what the case has already is its own and stays so. */
export function takeIn(work: CaseWork, { of, callers = [], files = [] }: Brought): void {
  for (const { sha256, ...file } of files) {
    if (work.doc.attachments?.[sha256] !== undefined) continue;
    const { round } = work.doc;
    put(work, {
      attachments: { [sha256]: round > 1 ? { ...file, round } : file },
      absorbed: { [of]: { files: { [sha256]: true } } },
    });
  }
  for (const caller of callers) {
    if (!addCaller(work, caller)) continue;
    put(work, { absorbed: { [of]: { callers: { [caller.numberHmac]: true } } } });
  }
}

function addCaller(work: CaseWork, caller: CallerRef): boolean {
  const { caller: first, callers } = work.doc;
  const isKnown = first?.numberHmac === caller.numberHmac;
  if (isKnown || callers?.[caller.numberHmac] !== undefined) return false;
  if (first === undefined) put(work, { caller });
  else put(work, { callers: { [caller.numberHmac]: caller } });
  if (caller.confidential) put(work, { confidential: true });
  return true;
}

/**
 * The other one goes on by itself after all, with what it had brought. What a third one may have brought as well
 * stays, and so does what somebody would have to answer for: that the case is confidential, or has ended.
 */
export function letGo(work: CaseWork, of: CaseId): void {
  const { absorbed = {}, caller, stage } = work.doc;
  const brought = absorbed[of];
  put(work, { absorbed: { [of]: null } });
  const isAlone = Object.keys(absorbed).every((one) => one === of);
  if (brought === undefined || !isAlone || ENDED_STAGES.includes(stage)) return;
  for (const sha256 in brought.files) put(work, { attachments: { [sha256]: null } });
  for (const hmac in brought.callers) {
    if (caller?.numberHmac === hmac) put(work, { caller: null });
    else put(work, { callers: { [hmac]: null } });
  }
}

export function isMergedInto(doc: CaseDoc, other: CaseId): boolean {
  return doc.stage === 'merged' && doc.mergedInto === other;
}
