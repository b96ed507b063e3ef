import { caseDecision } from './case/caseDecision.ts';
import type { DecideFacts, Decision, LocalFacts } from './operation/decision.ts';
import { kindSpecs } from './operation/kindSpec.ts';
import type { AnyBody } from './operation/operation.ts';
import type { DomainRefusal } from './operation/refusal.ts';
import { classOf } from './permission/classOf.ts';
import { localRefusal } from './permission/localRefusal.ts';
import { rightsRefusal } from './permission/rights.ts';
import { decideRecord } from './record/decideRecord.ts';

/**
 * The one brain: what an operation does, given what the shell gathered. Pure and total: it never throws
 * on what people or replicas may send, never refuses a fact for its content (I-11), and answers the same on a
 * console (overlay), on a station (provisional) and at the district (final). Schema and signature were
 * checked outside.
 */
export function decide(op: AnyBody, facts: DecideFacts): Decision {
  if (!Object.hasOwn(kindSpecs, op.kind)) return bare('deferred', null);
  if (kindSpecs[op.kind].subject === 'case') return caseDecision(op, facts);
  const refusal = rightsRefusal(op, facts, classOf(op, null, facts));
  if (refusal !== null) return bare('refused-recorded', refusal);
  return decideRecord(op, facts) ?? bare('deferred', null);
}

/** What a console refuses before its outbox, and why; null lets the act in. */
export function refusalBefore(op: AnyBody, facts: LocalFacts): DomainRefusal | null {
  return localRefusal(op, facts);
}

function bare(outcome: Decision['outcome'], reason: DomainRefusal | null): Decision {
  return {
    outcome,
    rule: reason?.code.startsWith('grant/') === true ? 28 : null,
    reason,
    effects: { casePatch: null, records: [], notices: [], followUps: [] },
  };
}
