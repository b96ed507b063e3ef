import type { WireDecision } from '../protocol/sync/frames.ts';
import type { KnownDecision, LogEntry, StoredDecision } from './store/districtStore.ts';

export function wireDecision(opId: string, rseq: number, decision: StoredDecision): WireDecision {
  const { serverSeq, outcome, rule, reason, caseId, ver, at } = decision;
  const told = {
    opId,
    rseq,
    serverSeq,
    outcome,
    rule,
    reason: wireReason(reason),
    caseId,
    ver,
    at,
  };
  return decision.redecides === undefined ? told : { ...told, redecides: decision.redecides };
}

export function wireReason(reason: StoredDecision['reason']): WireDecision['reason'] {
  if (reason === null) return null;
  return reason.detail === undefined
    ? { code: reason.code }
    : { code: reason.code, detail: { ...reason.detail } };
}

export function knownOf({ op, decision }: LogEntry): KnownDecision {
  return { replica: op.replica, rseq: op.rseq, opHash: op.hash, opId: op.opId, decision };
}
