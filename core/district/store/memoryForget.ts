import type { CaseId, Scope } from '../../domain/operation/identity.ts';
import { replayIdOf } from '../../domain/operation/operation.ts';
import type { FeedRow, LogEntry } from './districtStore.ts';
import {
  fileListKey,
  filesOf,
  forgottenEntry,
  isForgotten,
  LAST_REDACTION,
  type Redaction,
} from './forgotten.ts';

/** What a store without a disk holds of acts. */
type Memory = {
  readonly entries: LogEntry[];
  readonly byId: Map<string, LogEntry>;
  readonly byReplica: Map<string, LogEntry>;
  readonly byCase: Map<CaseId, LogEntry[]>;
  readonly feeds: Map<Scope, FeedRow[]>;
  readonly meta: Map<string, string>;
};

/** As `forgetBefore` does it in tables. */
export function forgetInMemory(memory: Memory, redaction: Redaction): void {
  const { entries, byId, byReplica, byCase, feeds, meta } = memory;
  const { caseId, seq } = redaction;
  const waits = ({ op, decision }: LogEntry): boolean =>
    decision.outcome === 'deferred' && !byId.has(replayIdOf(op.opId));
  const isTaken = (entry: LogEntry): boolean =>
    entry.op.caseId === caseId &&
    entry.decision.serverSeq < seq &&
    !isForgotten(entry) &&
    !waits(entry);
  const stubs = new Map<LogEntry, LogEntry>();
  for (const [i, entry] of entries.entries()) {
    if (!isTaken(entry)) continue;
    const stub = forgottenEntry(entry);
    stubs.set(entry, stub);
    entries[i] = stub;
  }
  const stubOf = (entry: LogEntry): LogEntry => stubs.get(entry) ?? entry;
  for (const index of [byId, byReplica]) {
    for (const [key, entry] of index) index.set(key, stubOf(entry));
  }
  byCase.set(caseId, (byCase.get(caseId) ?? []).map(stubOf));
  const seqs = new Set([...stubs.keys()].map(({ decision }) => decision.serverSeq));
  for (const [scope, rows] of feeds) {
    feeds.set(
      scope,
      rows.map((row) => (seqs.has(row.seq) ? partOf(row) : row)),
    );
  }
  meta.set(LAST_REDACTION, String(seq));
  const files = [...new Set([...stubs.keys()].flatMap(filesOf))];
  if (files.length > 0) meta.set(fileListKey(redaction), JSON.stringify(files));
}

/** What tells a reader no more than that an act was. */
function partOf(row: FeedRow): FeedRow {
  if (row.type !== 'event' && row.type !== 'enter') return row;
  return { type: 'part', scope: row.scope, seq: row.seq, caseId: null };
}
