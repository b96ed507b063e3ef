import type { CaseDoc } from '../domain/case/caseDoc.ts';
import { stubOf } from '../domain/case/caseStub.ts';
import type { Notice } from '../domain/operation/decision.ts';
import type { Scope } from '../domain/operation/identity.ts';
import { asSaidFirst } from '../domain/operation/operation.ts';
import type { AnyOperation } from '../domain/operation/operation.ts';
import type { Json } from '../kernel/mergePatch.ts';
import type { WireNotice } from '../protocol/sync/frames.ts';
import type { FeedRow, StoredDecision } from './store/districtStore.ts';
import { redactionOf } from './store/forgotten.ts';
import { recordScopes } from './store/wireText.ts';
import { wireReason } from './wireDecision.ts';

/*
 * One decided operation, told to everybody who read the case before or reads it after, under one number (I-10):
 *
 *   before   after   row
 *     x        x     event
 *              x     enter   the whole case as it is now (a new case: event, its patch is the whole)
 *     x              leave   a stub, and where it went
 *
 * Whoever is no member of the case but is told of a record gets a part. Notices go to the inboxes of the
 * persons and scopes they are for, member or not, and to nobody else.
 */
export type Told = {
  readonly op: AnyOperation;
  readonly decision: StoredDecision;
  readonly before: CaseDoc | null;
  readonly after: CaseDoc | null;
};

export function feedOf({ op, decision, before, after }: Told): FeedRow[] {
  const told = { op, decision, before, after };
  const rows = after === null ? [] : memberRows({ ...told, after });
  const covered = new Set(rows.filter((row) => row.type !== 'leave').map((row) => row.scope));
  for (const scope of partScopes(op, decision)) {
    if (covered.has(scope)) continue;
    rows.push({ type: 'part', scope, seq: decision.serverSeq, caseId: null });
  }
  return [...rows, ...noticesOf(told)];
}

function memberRows(told: Told & { readonly after: CaseDoc }): FeedRow[] {
  const { decision, before, after } = told;
  const { caseId } = after;
  const seq = decision.serverSeq;
  const was = membersOf(before);
  const is = membersOf(after);
  const isRedaction = redactionOf(told) !== null;
  const rows: FeedRow[] = [];
  for (const scope of is) {
    // After a redaction there is nothing before it to go on from.
    const isNew = isRedaction || (before !== null && !was.has(scope));
    if (isNew) {
      const body = { doc: after as unknown as Json, stateHash: decision.stateHash };
      rows.push({ type: 'enter', scope, seq, caseId, body });
    } else rows.push({ type: 'event', scope, seq, caseId });
  }
  // Whoever was a member once may have kept what he said of it.
  const gone = isRedaction ? leftBehind(after) : was;
  for (const scope of gone) {
    if (is.has(scope)) continue;
    const body = { caseId, stub: { ...stubOf(after) }, to: after.holder };
    rows.push({ type: 'leave', scope, seq, caseId, body });
  }
  return rows;
}

function leftBehind({ left = {} }: CaseDoc): readonly Scope[] {
  return Object.keys(left) as Scope[];
}

function noticesOf({ op, decision, before, after }: Told): FeedRow[] {
  const caseNo = (after ?? before)?.caseNo ?? null;
  return decision.notices.map((notice) => ({
    type: 'notice',
    scope: inboxOf(notice.to),
    seq: decision.serverSeq,
    caseId: op.caseId,
    body: noticeBody(notice, { op, decision, caseNo }) as unknown as Json,
  }));
}

function membersOf(doc: CaseDoc | null): ReadonlySet<Scope> {
  return new Set(Object.keys(doc?.members ?? {}) as Scope[]);
}

function partScopes(op: AnyOperation, decision: StoredDecision): ReadonlySet<Scope> {
  const scopes = new Set<Scope>();
  for (const { type } of decision.records) {
    for (const scope of recordScopes(type, op.scope)) scopes.add(scope);
  }
  return scopes;
}

/** A scope is told in its own inbox, as a person is. */
function inboxOf(to: string): Scope {
  return to.startsWith('inbox:') ? (to as Scope) : `inbox:${to}`;
}

/** Who did what and what became of it, without a word of what it was about: whoever reads the case looks. */
function noticeBody(
  { to, code, rule, met }: Notice,
  from: {
    readonly op: AnyOperation;
    readonly decision: StoredDecision;
    readonly caseNo: string | null;
  },
): WireNotice {
  const { op, decision, caseNo } = from;
  return {
    to,
    code,
    rule,
    caseId: op.caseId,
    caseNo,
    opId: asSaidFirst(op).opId,
    kind: op.kind,
    by: op.actor,
    scope: op.scope,
    saidAt: op.said?.at ?? op.t.wall,
    at: decision.at,
    errMs: decision.errMs,
    outcome: decision.outcome,
    reason: wireReason(decision.reason),
    met: met ?? null,
  };
}
