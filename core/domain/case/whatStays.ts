import type { CaseDoc, Assignment, CallbackTry, PlaceOnFile } from './caseDoc.ts';
import type { CalledUnit, Whistle, WhistleScore } from './whistleDoc.ts';

/**
 * What a redaction leaves of a value: all of it, nothing, an empty text where there must be one, of an object
 * the fields named, of a record by id each value likewise. What nobody named falls away.
 */
export type Keep =
  boolean | '' | { readonly only: Readonly<Record<string, Keep>> } | { readonly each: Keep };

/** Every field of the type is named, so that a new one does not compile before somebody has said which. */
type Named<T> = { readonly only: { readonly [K in keyof Required<T>]: Keep } };

const PLACE: Named<PlaceOnFile> = {
  only: { point: false, text: '', cell: true, street: true, by: true, confidence: true },
};

const ASSIGNMENT: Named<Assignment> = {
  only: {
    id: true,
    unit: true,
    lead: true,
    round: true,
    state: true,
    offeredAt: true,
    signedAt: true,
    step: true,
    stepAt: true,
    doneAt: true,
    endedAt: true,
    result: false,
    solved: true,
    byOp: true,
    over: true,
    recalledBy: true,
    bound: true,
  },
};

const CALL_BACK: Named<CallbackTry> = {
  only: { at: true, by: true, reached: true, solved: true, satisfied: true, reason: '' },
};

const SCORE: Named<WhistleScore> = {
  only: {
    efficiency: true,
    cooperation: true,
    skill: true,
    ownership: true,
    comment: '',
    by: true,
    at: true,
  },
};

const CALLED: Named<CalledUnit> = {
  only: {
    calledAt: true,
    respondedAt: true,
    person: false,
    point: false,
    resultAt: true,
    result: false,
    score: SCORE,
    degree: true,
  },
};

const WHISTLE: Named<Whistle> = {
  only: {
    id: true,
    item: true,
    dictVersion: true,
    standards: true,
    kind: true,
    round: true,
    by: true,
    street: true,
    openedAt: true,
    filing: true,
    filedAt: true,
    filedBy: true,
    fileReason: false,
    units: { each: CALLED },
    endedAt: true,
    checkReason: false,
    sentBack: true,
    closeAtBefore: true,
    twins: true,
  },
};

const SUPERVISED: Named<NonNullable<CaseDoc['supervised']>> = {
  only: { kind: true, until: true, text: '', by: true, at: true, closeAtBefore: true },
};

/**
 * The case: who worked on it, when, and what became of it stay, for statistics and for who must answer. The
 * citizens, what anybody typed, the exact place and files go, and the numbers by which others know the case.
 */
export const CASE_STAYS: Named<CaseDoc> = {
  only: {
    caseId: true,
    caseNo: true,
    ver: true,
    salt: true,
    stage: true,
    holder: true,
    members: true,
    left: true,
    round: true,
    biz: true,
    channel: true,
    discovery: true,
    type: true,
    matter: true,
    dictVersion: true,
    condition: true,
    matterBefore: true,
    title: '',
    text: '',
    fields: false,
    place: PLACE,
    urgency: true,
    tags: false,
    caller: false,
    callers: false,
    callId: false,
    externalNos: false,
    confidential: true,
    createdAt: true,
    createdBy: true,
    createdSeat: true,
    createdScope: true,
    updatedAt: true,
    closedAt: true,
    closedBy: true,
    closeKind: true,
    endedFrom: true,
    forcedLedger: true,
    suspendedBefore: false,
    supervised: SUPERVISED,
    whistles: { each: WHISTLE },
    archived: true,
    redacted: true,
    closeAt: true,
    publicText: false,
    answer: false,
    clocks: true,
    assignments: { each: ASSIGNMENT },
    joined: true,
    asks: false,
    suspended: true,
    conflicts: false,
    alternatives: false,
    handOuts: true,
    returns: true,
    rework: true,
    urged: true,
    attachments: false,
    firstContactAt: true,
    repliedAt: true,
    verifyOrdered: true,
    verifiersBefore: true,
    verified: true,
    callbackDueAt: true,
    callbackDone: true,
    callbackBefore: true,
    callbacks: { each: CALL_BACK },
    axis: true,
    soleHand: true,
    caretaker: true,
    lateDueToSync: true,
    proposedUnit: true,
    unitLost: true,
    mergedInto: true,
    absorbed: { each: { only: { by: true, at: true, files: false, callers: false } } },
    links: { each: true },
    proposals: false,
  },
};
