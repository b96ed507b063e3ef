import type { Json } from '../../kernel/mergePatch.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type {
  DecidedOp,
  DecideFacts,
  Decision,
  FollowUp,
  MetAct,
  Notice,
  Outcome,
} from '../operation/decision.ts';
import type { RecordPatch } from '../operation/decision.ts';
import type { CaseId, PersonId, Scope, UnitId } from '../operation/identity.ts';
import type { NoticeCode } from '../operation/noticeCode.ts';
import type { AnyBody } from '../operation/operation.ts';
import type { DomainRefusal } from '../operation/refusal.ts';
import type { UnitEngagement } from '../record/records.ts';
import type { CaseDoc } from './caseDoc.ts';
import { type CasePatch, joinPatches, patched } from './casePatch.ts';

export type UnitMoves = Readonly<Record<CaseId, UnitEngagement | null>>;

/**
 * One decision in the making: the document as it would stand now and everything said so far. Lives for
 * one call of `decide` and never leaves it.
 */
export type CaseWork = {
  readonly op: AnyBody;
  readonly facts: DecideFacts;
  /** Corrected time. */
  readonly at: EpochMs;
  readonly before: CaseDoc;
  doc: CaseDoc;
  patch: CasePatch;
  readonly records: RecordPatch[];
  /** Entries of exclusive units' records, by unit and case; null takes the unit off. */
  readonly unitMoves: Map<UnitId, UnitMoves>;
  readonly notices: Notice[];
  /** What the operation meets while a rule of the pair table looks at the two. */
  met: DecidedOp | null;
  readonly followUps: FollowUp[];
  outcome: Outcome;
  rule: number | null;
  reason: DomainRefusal | null;
};

export function startWork(op: AnyBody, facts: DecideFacts, doc: CaseDoc): CaseWork {
  return {
    op,
    facts,
    at: facts.at,
    before: doc,
    doc,
    patch: {},
    records: [],
    unitMoves: new Map(),
    notices: [],
    met: null,
    followUps: [],
    outcome: 'applied',
    rule: null,
    reason: null,
  };
}

export function put(work: CaseWork, patch: CasePatch): void {
  work.doc = patched(work.doc, patch);
  work.patch = joinPatches(work.patch, patch);
}

export function tell(work: CaseWork, to: PersonId | Scope, code: NoticeCode): void {
  for (const said of work.notices) if (said.to === to && said.code === code) return;
  const met = work.met === null ? {} : { met: metAct(work.met) };
  work.notices.push({ to, code, rule: work.rule, ...met });
}

function metAct({ op, at }: DecidedOp): MetAct {
  return { opId: op.opId, kind: op.kind, by: op.actor, scope: op.scope, at };
}

/** Ends as something other than `applied`; the timeline keeps the operation all the same. */
export function settle(
  work: CaseWork,
  outcome: Outcome,
  why: { readonly rule?: number; readonly reason?: DomainRefusal } = {},
): void {
  work.outcome = outcome;
  if (why.rule !== undefined) work.rule = why.rule;
  if (why.reason !== undefined) work.reason = why.reason;
}

/** Every decided operation on a case raises its version by exactly 1, whatever the outcome. */
export function finishWork(work: CaseWork): Decision {
  const stamp: CasePatch = { ver: work.before.ver + 1, updatedAt: work.at };
  return {
    outcome: work.outcome,
    rule: work.rule,
    reason: work.reason,
    effects: {
      casePatch: joinPatches(work.patch, stamp) as Json,
      records: work.unitMoves.size === 0 ? work.records : [...work.records, ...unitPatches(work)],
      notices: work.notices,
      followUps: work.followUps,
    },
  };
}

function unitPatches(work: CaseWork): RecordPatch[] {
  const patches: RecordPatch[] = [];
  for (const [unit, on] of work.unitMoves) {
    const ver = (work.facts.record('unit', unit)?.ver ?? 0) + 1;
    patches.push({ type: 'unit', id: unit, patch: { unit, ver, on } });
  }
  return patches;
}
