import { endedAt } from '../../domain/case/endedAt.ts';
import type { Scope } from '../../domain/operation/identity.ts';
import type {
  CaseState,
  EndedRange,
  KnownDecision,
  LogEntry,
  LooksRange,
  StoredCase,
  StoredRecord,
} from './districtStore.ts';

export function statesOf(
  cases: readonly StoredCase[],
  scope: Scope,
  endedSince: number,
): readonly CaseState[] {
  return cases
    .filter(({ doc }) => doc.members[scope] === true && (endedAt(doc) ?? Infinity) >= endedSince)
    .map(({ doc, stateHash, lastSeq }) => ({ caseId: doc.caseId, stateHash, lastSeq }));
}

export function endedOf(
  cases: readonly StoredCase[],
  scope: Scope,
  { since, before, cases: most }: EndedRange,
): readonly StoredCase[] {
  return cases
    .flatMap((one) => ({ one, at: endedAt(one.doc) ?? -1, id: one.doc.caseId }))
    .filter(({ one, at }) => one.doc.members[scope] === true && at >= Math.max(since, 0))
    .filter(({ at, id }) => at < before.endedAt || (at === before.endedAt && id < before.caseId))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, most)
    .map(({ one }) => one);
}

export function byAge(a: StoredCase, b: StoredCase): number {
  return a.doc.createdAt - b.doc.createdAt || (a.doc.caseId < b.doc.caseId ? -1 : 1);
}

/** Notes of who looked, the newest first. */
export function looksIn(
  entries: readonly LogEntry[],
  { since, before, limit }: LooksRange,
): readonly LogEntry[] {
  const found = entries.filter(({ op, decision: { at, serverSeq } }) => {
    const isBefore = at < before.at || (at === before.at && serverSeq < before.seq);
    return op.kind === 'access.note' && at >= since && isBefore;
  });
  found.sort(
    (a, b) => b.decision.at - a.decision.at || b.decision.serverSeq - a.decision.serverSeq,
  );
  return found.slice(0, limit);
}

/** A call or a shift of the hall that is not older. */
export function isRecentOwn(one: StoredRecord, since: number): boolean {
  if (one.type === 'call') return one.doc.endedAt >= since;
  return one.type === 'shift' && one.doc.openedAt >= since;
}

/** Its place in the chain of its replica. */
export function placeOf({ op }: LogEntry): string {
  return `${op.replica}#${op.incarnation}#${op.rseq}`;
}

export function knownDecision({ op, decision }: LogEntry): KnownDecision {
  return { replica: op.replica, rseq: op.rseq, opHash: op.hash, opId: op.opId, decision };
}

/** The list under a key, begun where there is none. */
export function listed<K, V>(map: Map<K, V[]>, key: K): V[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const list: V[] = [];
  map.set(key, list);
  return list;
}

/** Those that began, ended or were called back since then. */
export function recentAmong(
  cases: readonly StoredCase[],
  entries: readonly LogEntry[],
  since: number,
): readonly StoredCase[] {
  const calledBack = new Set(
    entries
      .filter(({ op, decision }) => op.kind === 'callback.try' && decision.at >= since)
      .map(({ op }) => op.caseId),
  );
  const isRecent = ({ doc }: StoredCase): boolean =>
    doc.createdAt >= since || (endedAt(doc) ?? -1) >= since || calledBack.has(doc.caseId);
  return cases.filter(isRecent);
}

/** Those of these files that a case names. */
export function namedAmong(
  cases: readonly StoredCase[],
  sha256s: readonly string[],
): ReadonlySet<string> {
  const names = cases.map(({ doc }) => doc.attachments ?? {});
  return new Set(sha256s.filter((sha256) => names.some((one) => Object.hasOwn(one, sha256))));
}
