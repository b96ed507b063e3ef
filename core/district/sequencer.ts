import { authorTold, authorToldAgain } from '../domain/authorTold.ts';
import type { CaseDoc } from '../domain/case/caseDoc.ts';
import type {
  DecidedOp,
  Decision,
  DecideFacts,
  FollowUp,
  Grant,
  Reference,
  UndoneOp,
} from '../domain/operation/decision.ts';
import { PROGRAM_PERSON, TELEPHONY_PERSON } from '../domain/operation/kindSpec.ts';
import { saltOf, salted } from '../domain/operation/salt.ts';
import type { PersonId, Scope } from '../domain/operation/identity.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { DomainRefusal, RefusalCode } from '../domain/operation/refusal.ts';
import { classOf } from '../domain/permission/classOf.ts';
import type { RecordKind, RecordOf } from '../domain/record/records.ts';
import { assert } from '../kernel/assert.ts';
import type { Hashing } from '../kernel/hashing.ts';
import { applyMergePatch } from '../kernel/mergePatch.ts';
import type { Json } from '../kernel/mergePatch.ts';
import type { EpochMs } from '../kernel/time.ts';
import {
  NOT_YET,
  isAhead,
  isSittingDoubted,
  isLossDoubted,
  standsHere,
  isNotHisYet,
  isNotYet,
  isStillAhead,
} from './aheadOfRestore.ts';
import { feedOf } from './caseFeed.ts';
import type { CaseTexts } from './caseTexts.ts';
import { grantsAt } from './grantsAt.ts';
import type { Staged } from './staged.ts';
import type { Sitting } from './sittings.ts';
import type { StoredCase, StoredDecision } from './store/districtStore.ts';
import { otherOf, undoneAmong, withTurn } from './unseen.ts';

/** When something happened, as far as the clocks can tell. */
export type Moment = { readonly at: EpochMs; readonly errMs: number };

export type Decide = (op: AnyOperation, facts: DecideFacts) => Decision;
/** Whether this program knows the kind and its arguments fit the kind's schema. */
export type CheckOperation = (op: AnyOperation) => 'ok' | 'unknown' | 'invalid';

/** Everything of the profile that rules look up; grants come from records and from here. */
export type StaticReference = Omit<Reference, 'grantsOf'> & {
  readonly grantsOf: (person: PersonId) => readonly Grant[];
};

const OWN_VOICES: readonly string[] = [PROGRAM_PERSON, TELEPHONY_PERSON];

export type SequencerPorts = {
  readonly hashing: Hashing;
  readonly caseTexts: CaseTexts;
  readonly decide: Decide;
  readonly check: CheckOperation;
  readonly reference: StaticReference;
  readonly silentSince: (street: Scope, when: Moment) => EpochMs | null;
  readonly grantsOf: (person: PersonId) => ReadonlyMap<string, Grant>;
  /** Whether the person had logged in at the device then. */
  readonly sat: (sitting: Sitting) => boolean;
  /** Whether the replica had its line to the district up then. */
  readonly wasConnected: (replica: string, when: Moment) => boolean;
  /** Why the number of a new case is not believed, or null. */
  readonly numberDoubt: (op: AnyOperation, staged: Staged) => DomainRefusal | null;
  /** Which history this is. */
  readonly epoch: () => string;
  /** When this history was put back from a backup, or null. */
  readonly restoredAt: () => EpochMs | null;
  /** An operation whose deciding broke a claim of ours: it is kept as deferred, and somebody must look. */
  readonly onBug: (op: AnyOperation, cause: unknown) => void;
};

export type Sender = {
  readonly device: string;
  readonly scope: Scope;
  /** Who is logged in on the connection that carries it. */
  readonly present: readonly PersonId[];
};

export type Submitted = {
  readonly op: AnyOperation;
  /** The operation as JSON, where it is at hand. */
  readonly text?: string | undefined;
  readonly at: EpochMs;
  readonly errMs: number;
  readonly receivedAt: EpochMs;
  /** The pushing device, the scope it may act for and who is logged in there; null for the own program. */
  readonly sender: Sender | null;
  /** Decided operations that the author had not seen, from the store, oldest first. */
  readonly unseen: readonly DecidedOp[];
  /** Likewise of the second case of an act about two. */
  readonly unseenThere?: readonly DecidedOp[];
  /** Of an undo: the act that it takes back, where the store has it. */
  readonly undone?: UndoneOp | null;
  /** No store takes what follows from it: it is written down and has no effect. */
  readonly isKeptOnly?: boolean;
  /** How the making of its case was deferred, when there is no such case. */
  readonly unmade?: StoredDecision | null;
  /** When it is decided again; absent: as it is received. */
  readonly judgedAt?: EpochMs;
  /** It has waited long enough for what the district lost: judged by what there is. */
  readonly asItStands?: boolean;
};

/** How an act is said again that was deferred. */
export type Again = {
  /** As the district says it, in its own chain. */
  readonly written: AnyOperation;
  /** Number of the decision that deferred it. */
  readonly first: number;
};

export type Sequenced = {
  readonly decision: StoredDecision;
  /** With the salt of the act that they follow. */
  readonly followUps: readonly (FollowUp & { readonly salt?: string })[];
};

/**
 * The one place where an operation gets its number. Pure but for what it stages: order, decision, effects,
 * state hash, feed rows and chain of one operation.
 */
export function sequence(submitted: Submitted, staged: Staged, ports: SequencerPorts): Sequenced {
  return stagedWith(carriedOut(submitted, staged, ports), { submitted, staged, ports });
}

/**
 * Decides again what was deferred, as its author said it then; it stands in the log a second time, by a decision
 * of its own (I-03). Null, and nothing staged, when it would be deferred once more.
 */
export function sequenceAgain(
  submitted: Submitted & { readonly again: Again },
  staged: Staged,
  ports: SequencerPorts,
): Sequenced | null {
  const result = carriedOut(submitted, staged, ports);
  const isDoubted = isLossDoubted(ports.restoredAt(), submitted.judgedAt ?? submitted.receivedAt);
  if (isStillAhead(result.decision, isDoubted)) return null;
  return stagedWith(result, { submitted, staged, ports });
}

type CarriedOut = { readonly decision: Decision; readonly after: CaseDoc | null };

function stagedWith(
  { decision, after }: CarriedOut,
  to: {
    readonly submitted: Submitted & { readonly again?: Again };
    readonly staged: Staged;
    readonly ports: SequencerPorts;
  },
): Sequenced {
  const { submitted, staged, ports } = to;
  const { again, receivedAt } = submitted;
  const before = submitted.op.caseId === null ? null : staged.doc(submitted.op.caseId);
  const serverSeq = staged.head.serverSeq + 1;
  const patch = casePatchOf(before, decision, submitted.op);
  const text = after === null ? null : ports.caseTexts.after(before, patch, after);
  const stateHash = text === null ? null : ports.hashing.sha256(text);
  const stored = storedOf(submitted, decision, { before, after, serverSeq, stateHash });
  for (const patch of decision.effects.records) staged.patchRecord(patch);
  const op = again?.written ?? submitted.op;
  const link = `${staged.head.chain}${op.hash}${stored.outcome}${stateHash ?? ''}`;
  const chain = ports.hashing.sha256(link);
  const next: StoredCase | null =
    after === null || text === null || stateHash === null
      ? null
      : { doc: after, stateHash, lastSeq: serverSeq, text };
  const opText = again === undefined ? submitted.text : undefined;
  const entry = { op, opText, decision: stored, receivedAt, chain };
  staged.add(entry, next, feedOf({ op, decision: stored, before, after }));
  const followUps = decision.effects.followUps.map((one) => ({ ...one, ...saltOf(op) }));
  return { decision: stored, followUps };
}

/** What is decided, and the case after it; a decision that would break the case is deferred. */
function carriedOut(submitted: Submitted, staged: Staged, ports: SequencerPorts): CarriedOut {
  const { op } = submitted;
  const before = op.caseId === null ? null : staged.doc(op.caseId);
  const decision = judged(submitted, staged, ports);
  try {
    // What waits has not come to its case yet: the case does not count it.
    return { decision, after: isNotYet(decision) ? null : nextCase(before, decision, op) };
  } catch (cause) {
    ports.onBug(op, cause);
    const deferred = withoutEffect('deferred', null);
    return { decision: deferred, after: nextCase(before, deferred, op) };
  }
}

type Step = {
  readonly before: CaseDoc | null;
  readonly after: CaseDoc | null;
  readonly serverSeq: number;
  readonly stateHash: string | null;
};

function storedOf(
  submitted: Submitted & { readonly again?: Again },
  decision: Decision,
  step: Step,
): StoredDecision {
  const { op, at, errMs, again } = submitted;
  const { before, after, serverSeq, stateHash } = step;
  return {
    serverSeq,
    outcome: decision.outcome,
    rule: decision.rule,
    reason: decision.reason,
    at,
    errMs,
    holderBefore: before?.holder ?? null,
    caseId: op.caseId,
    ver: after?.ver ?? null,
    casePatch: after === null ? null : casePatchOf(before, decision, op),
    stateHash,
    records: decision.effects.records,
    ...(again === undefined
      ? { notices: authorTold(op, decision) }
      : { notices: authorToldAgain(op, decision), redecides: again.first }),
  };
}

function judged(submitted: Submitted, staged: Staged, ports: SequencerPorts): Decision {
  const { op } = submitted;
  if (submitted.isKeptOnly === true) return withoutEffect('deferred', { code: 'op/not-stored' });
  const checked = ports.check(op);
  if (checked === 'unknown') return withoutEffect('deferred', null);
  if (checked === 'invalid') return withoutEffect('refused-recorded', { code: 'op/schema' });
  const foreign = foreignTo(submitted, ports);
  if (foreign === 'person/not-here' && isSittingDoubted(submitted, ports.restoredAt())) {
    return withoutEffect('deferred', NOT_YET);
  }
  if (foreign !== null) return withoutEffect('refused-recorded', { code: foreign });
  const { unmade = null } = submitted;
  if (unmade !== null) return withoutEffect('deferred', unmade.reason);
  if (isAhead(submitted, staged, ports)) return withoutEffect('deferred', NOT_YET);
  try {
    const facts = factsOf(submitted, staged, ports);
    if (isUnproven(submitted, facts)) {
      return withoutEffect('refused-recorded', { code: 'person/not-here' });
    }
    return putOff(submitted, ports.decide(op, facts), ports);
  } catch (cause) {
    // One operation that trips us must not stop a whole district: it is kept, and told.
    ports.onBug(op, cause);
    return withoutEffect('deferred', null);
  }
}

/** What is not its author's business here, and may be once more of what was lost has come back, waits. */
function putOff(submitted: Submitted, decision: Decision, ports: SequencerPorts): Decision {
  const isEarly = isNotHisYet(submitted, decision, ports);
  return isEarly ? withoutEffect('deferred', NOT_YET) : decision;
}

/**
 * What no device may say: for another place, in the district's own voices, or in the name of somebody who
 * was not logged in there.
 */
function foreignTo(submitted: Submitted, ports: SequencerPorts): RefusalCode | null {
  const { op, at, errMs, sender } = submitted;
  if (sender === null) return null;
  if (op.scope !== sender.scope) return 'grant/other-scope';
  if (OWN_VOICES.includes(op.actor)) return 'grant/none';
  const isHere = ports.sat({ device: sender.device, person: op.actor, at, errMs });
  return isHere ? null : 'person/not-here';
}

/**
 * What the district alone decides (class X) is said only by who is logged in with it now, on this very
 * connection: rights and devices, returns and closings over a holder's head. It is never said while cut off,
 * so a street that closes its own cases needs no more than to have sat there. A restore excuses nobody: who
 * gave a right in the lost hours gives it again.
 */
function isUnproven({ op, sender }: Submitted, facts: DecideFacts): boolean {
  if (sender === null || sender.present.includes(op.actor)) return false;
  return classOf(op, facts.doc, facts) === 'X';
}

function factsOf(submitted: Submitted, staged: Staged, ports: SequencerPorts): DecideFacts {
  const { op, at, errMs, unseen, unseenThere = [], receivedAt, judgedAt = receivedAt } = submitted;
  const here = { staged, epoch: ports.epoch() };
  return {
    at,
    receivedAt,
    errMs,
    doc: op.caseId === null ? null : staged.doc(op.caseId),
    unseen: withTurn(unseen, op.caseId, { op, ...here }),
    other: otherOf(op, unseenThere, here),
    undone: undoneBy(submitted, staged),
    record: <K extends RecordKind>(type: K, id: string) =>
      staged.record(type, id) as RecordOf[K] | null,
    reference: {
      ...ports.reference,
      grantsOf: (person, when) =>
        grantsAt(ports.reference.grantsOf(person), ports.grantsOf(person), { person, at: when }),
    },
    silentSince: (street) => ports.silentSince(street, { at, errMs }),
    numberDoubt: ports.numberDoubt(op, staged),
    isHistoryDoubted: !standsHere(op, here.epoch) && isLossDoubted(ports.restoredAt(), judgedAt),
    connectedThen: op.soleHand === true && ports.wasConnected(op.replica, { at, errMs }),
  };
}

/** What is staged is gone through for an undo alone. */
function undoneBy({ op, undone = null }: Submitted, staged: Staged): UndoneOp | null {
  return op.kind === 'undo' ? (undoneAmong(op, staged.lately) ?? undone) : null;
}

/** Every decided operation on a case raises its version by exactly 1, whatever the outcome (I-04). */
function nextCase(before: CaseDoc | null, decision: Decision, op: AnyOperation): CaseDoc | null {
  if (op.caseId === null) return null;
  const patch = casePatchOf(before, decision, op);
  if (patch === null) return null;
  const after = applyMergePatch((before ?? undefined) as Json | undefined, patch);
  const doc = after as unknown as CaseDoc;
  assert(
    doc.ver === (before?.ver ?? 0) + 1,
    `version of ${op.caseId} after ${op.kind} is ${doc.ver}`,
  );
  assert(doc.caseId === op.caseId, 'a patch never changes the identity of a case');
  return doc;
}

function casePatchOf(before: CaseDoc | null, decision: Decision, op: AnyOperation): Json {
  const { casePatch } = decision.effects;
  if (casePatch !== null) return salted(casePatch, op);
  return before === null ? null : salted({ ver: before.ver + 1 }, op);
}

function withoutEffect(outcome: Decision['outcome'], reason: Decision['reason']): Decision {
  const effects = { casePatch: null, records: [], notices: [], followUps: [] };
  return { outcome, rule: null, reason, effects };
}
