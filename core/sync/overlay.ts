import type { CaseDoc } from '../domain/case/caseDoc.ts';
import { otherNamed } from '../domain/case/otherCase.ts';
import type {
  DecidedOp,
  Decision,
  DecideFacts,
  FollowUp,
  OtherCase,
  RecordPatch,
  Reference,
  UndoneOp,
} from '../domain/operation/decision.ts';
import { PROGRAM_PERSON } from '../domain/operation/kindSpec.ts';
import { isNewsTo } from '../domain/operation/operation.ts';
import type { AnyBody, AnyOperation } from '../domain/operation/operation.ts';
import type { RecordKind, RecordOf } from '../domain/record/records.ts';
import { applyMergePatch, type Json } from '../kernel/mergePatch.ts';
import type { EpochMs } from '../kernel/time.ts';
import { patched } from './confirmed.ts';

/*
 * view = confirmed + decide(pending 1) + decide(pending 2) + ...
 *
 * The same pure rules that the district uses tell what pending acts will most likely do. Nothing of it is
 * ever written into confirmed state: when the district has decided, its effects come through the feed.
 */
export type Decide = (op: AnyBody, facts: DecideFacts) => Decision;
export type DecidedHere = DecidedOp & {
  readonly op: AnyOperation;
  readonly casePatch?: Json | null;
};

/** An act on its way: undecided, or decided and not yet seen in the confirmed case. */
export type PendingOp = {
  readonly op: AnyOperation;
  /** Another console's, told by the station of this street: nobody acknowledged it here. */
  readonly isForeign?: true;
  readonly decided: { readonly ver: number | null; readonly outcome: string } | null;
};

const NO_EFFECT: ReadonlySet<string> = new Set(['refused-recorded', 'deferred']);

/** What is held of the case under pending operations. */
export type Underneath = {
  /** Null when there is no confirmed case here. */
  readonly ver: number | null;
  readonly isStub: boolean;
  /** Made here and decided, and its row has not come yet. */
  readonly isComing?: boolean;
};

/** Whether these acts include the making of a case that the district accepted and that is not here yet. */
export function isComing(pending: readonly PendingOp[], confirmed: Underneath): boolean {
  if (confirmed.ver !== null || confirmed.isStub) return false;
  return pending.some(({ op, decided }) => {
    return op.kind === 'case.create' && (decided === null || !NO_EFFECT.has(decided.outcome));
  });
}

/**
 * Whether a pending operation still belongs to the overlay. A decided one leaves when the confirmed case
 * has reached the version of its decision, or the case is no longer held here (I-07): not when acked, for
 * then it would flicker out; not when seen in a feed, for after a transfer it never comes there.
 */
export function staysInOverlay(pending: PendingOp, confirmed: Underneath): boolean {
  const { decided, op } = pending;
  if (decided === null) return true;
  if (op.caseId === null || decided.ver === null || confirmed.isStub) return false;
  if (confirmed.ver !== null) return confirmed.ver < decided.ver;
  // Not here at all: only a case that we made ourselves, or saw being made, is still to come, with whatever we
  // did on it.
  return confirmed.isComing === true || isOnItsWay(op, decided);
}

/** Decided, on a case that nobody here had as confirmed when it was said: made here, or told by the station. */
export function isOnItsWay(
  op: AnyOperation,
  { outcome }: Pick<NonNullable<PendingOp['decided']>, 'outcome'>,
): boolean {
  if (NO_EFFECT.has(outcome)) return false;
  if (op.kind === 'case.create') return true;
  const base = op.bases.find(({ of }) => of === `case:${op.caseId ?? ''}`);
  return base?.ver === 0 && (op.saw?.length ?? 0) > 0;
}

export type OverlayFacts = {
  readonly doc: CaseDoc | null;
  /** Decided operations on this case, oldest first, as far back as a pending base may reach. */
  readonly decided: readonly DecidedHere[];
  readonly record: <K extends RecordKind>(type: K, id: string) => RecordOf[K] | null;
  readonly reference: Reference;
  readonly silentSince: DecideFacts['silentSince'];
  /** Other cases that pending acts name, as they are held here. */
  readonly others?: ReadonlyMap<string, HeldThere>;
  /** What pending acts on other cases will do to this one. */
  readonly mirrors?: readonly FollowUp[];
};

/** A second case of which a pending act speaks. */
export type HeldThere = {
  readonly doc: CaseDoc | null;
  readonly decided: readonly DecidedHere[];
};

export type Overlay = {
  readonly doc: CaseDoc | null;
  /** One for each pending operation. */
  readonly decisions: readonly Decision[];
  readonly records: readonly RecordPatch[];
};

/** Folds pending operations on one case, in the order they were made. */
export function overlayOf(
  pending: readonly AnyOperation[],
  facts: OverlayFacts,
  decide: Decide,
): Overlay {
  let doc = facts.doc;
  const decisions: Decision[] = [];
  const records: RecordPatch[] = [];
  const record = <K extends RecordKind>(type: K, id: string): RecordOf[K] | null =>
    records
      .filter((patch) => patch.type === type && patch.id === id)
      .reduce<RecordOf[K] | null>(
        (now, patch) => patchedRecord(now, patch.patch),
        facts.record(type, id),
      );
  for (const [i, op] of pending.entries()) {
    const decision = decide(op, {
      at: localTime(op),
      errMs: op.t.err,
      doc,
      unseen: unseenBy(op, facts.decided),
      other: otherOf(op, facts.others),
      undone: undoneOf(op, facts.decided, { pending: pending.slice(0, i), decisions }),
      record,
      reference: facts.reference,
      silentSince: facts.silentSince,
    });
    decisions.push(decision);
    records.push(...decision.effects.records);
    if (decision.effects.casePatch !== null) doc = patched(doc, decision.effects.casePatch);
  }
  return { doc: mirrored(doc, facts, decide), decisions, records };
}

/** What the district's program will do here when it decides pending acts on other cases. */
function mirrored(
  before: CaseDoc | null,
  { mirrors = [], record, reference, silentSince }: OverlayFacts,
  decide: Decide,
): CaseDoc | null {
  let doc = before;
  for (const followUp of mirrors) {
    if (doc === null) return null;
    const op = asProgram(followUp, doc);
    const at = doc.updatedAt;
    const facts = { at, errMs: 0, doc, unseen: [], record, reference, silentSince };
    const { casePatch } = decide(op, facts).effects;
    if (casePatch !== null) doc = patched(doc, casePatch);
  }
  return doc;
}

function asProgram({ kind, caseId, args }: FollowUp, { ver, updatedAt }: CaseDoc): AnyBody {
  return {
    opId: `${caseId}.mirror`,
    kind,
    v: 1,
    caseId,
    args,
    bases: [{ of: `case:${caseId}`, ver, own: 0 }],
    actor: PROGRAM_PERSON,
    seat: 'district',
    scope: 'district',
    how: 'adapter',
    t: { wall: updatedAt, mono: 0, boot: 'district', off: 0, err: 0 },
    // Kind and arguments belong together in a follow-up; the compiler cannot follow them through a spread.
  } as AnyBody;
}

function otherOf(op: AnyOperation, others: OverlayFacts['others']): OtherCase | null {
  const caseId = otherNamed(op);
  const there = caseId === null ? undefined : others?.get(caseId);
  if (there === undefined || there.doc === null) return null;
  return { doc: there.doc, unseen: unseenBy(op, there.decided, caseId) };
}

/** What an undo takes back: decided and held here, or pending before it. */
export function undoneOf(
  op: AnyBody,
  decided: readonly DecidedHere[],
  before: { readonly pending: readonly AnyOperation[]; readonly decisions?: readonly Decision[] },
): UndoneOp | null {
  if (op.kind !== 'undo') return null;
  const known = decided.find((one) => one.op.opId === op.args.op);
  if (known !== undefined) return { ...known, casePatch: known.casePatch ?? null };
  const at = before.pending.findIndex(({ opId }) => opId === op.args.op);
  const own = before.pending[at];
  if (own === undefined) return null;
  const decision = before.decisions?.[at];
  return {
    op: own,
    outcome: decision?.outcome ?? 'applied',
    ver: Number.MAX_SAFE_INTEGER,
    at: localTime(own),
    holderBefore: null,
    casePatch: decision?.effects.casePatch ?? null,
  };
}

/** The author's own estimate of the district's time. */
export function localTime(op: Pick<AnyOperation, 't'>): EpochMs {
  return op.t.wall + op.t.off;
}

/** Decided operations above the author's base, without those of the same replica and those he saw coming. */
export function unseenBy(
  op: AnyOperation,
  decided: readonly DecidedHere[],
  caseId: string | null = op.caseId,
): readonly DecidedOp[] {
  const base = op.bases.find((one) => one.of === `case:${caseId ?? ''}`);
  if (base === undefined) return [];
  return decided.filter((one) => one.ver > base.ver && isNewsTo(op, one.op));
}

function patchedRecord<K extends RecordKind>(
  now: RecordOf[K] | null,
  patch: Json,
): RecordOf[K] | null {
  const next = applyMergePatch(now ?? undefined, patch);
  return next as unknown as RecordOf[K] | null;
}
