import { endedAt } from '../../domain/case/endedAt.ts';
import type { SqlRow } from '../../storage/sqlDatabase.ts';
import type {
  FeedRow,
  LogEntry,
  ReplicaMark,
  StoredCase,
  StoredDecision,
  StoredRecord,
} from './districtStore.ts';
import { hasExtra } from './wireText.ts';

export const LOG_COLUMNS = [
  'server_seq',
  'op_id',
  'replica',
  'incarnation',
  'rseq',
  'kind',
  'case_id',
  'ver',
  'outcome',
  'rule',
  'at_ms',
  'received_ms',
  'op_hash',
  'chain',
  'has_extra',
  'op',
  'decision',
] as const;

export function logRow({ op, opText, decision, receivedAt, chain }: LogEntry): SqlRow {
  return [
    decision.serverSeq,
    op.opId,
    op.replica,
    op.incarnation,
    op.rseq,
    op.kind,
    op.caseId,
    decision.ver,
    decision.outcome,
    decision.rule,
    decision.at,
    receivedAt,
    op.hash,
    chain,
    hasExtra(decision) ? 1 : 0,
    opText ?? JSON.stringify(op),
    JSON.stringify(decision),
  ];
}

export const CASE_COLUMNS = [
  'case_id',
  'ver',
  'last_seq',
  'state_hash',
  'stage',
  'holder',
  'street',
  'created_ms',
  'ended_ms',
  'doc',
] as const;

export function caseRow({ doc, stateHash, lastSeq, text }: StoredCase): SqlRow {
  return [
    doc.caseId,
    doc.ver,
    lastSeq,
    stateHash,
    doc.stage,
    doc.holder,
    doc.place.street ?? null,
    doc.createdAt,
    endedAt(doc),
    text ?? JSON.stringify(doc),
  ];
}

export const RECORD_COLUMNS = ['type', 'id', 'ver', 'doc'] as const;

export function recordRow(record: StoredRecord): SqlRow {
  return [record.type, record.id, record.doc.ver, JSON.stringify(record.doc)];
}

export const FEED_COLUMNS = ['scope', 'seq', 'part', 'type', 'case_id', 'body'] as const;

/** Two cases of one operation stand under the same number, told apart by their part. */
export function feedRows(feed: readonly FeedRow[]): SqlRow[] {
  const parts = new Map<string, number>();
  return feed.map((row) => {
    const key = `${row.scope} ${row.seq}`;
    const part = parts.get(key) ?? 0;
    parts.set(key, part + 1);
    const body = 'body' in row ? JSON.stringify(row.body) : null;
    // The column knows four words: a part with a body of its own is a notice.
    const type = row.type === 'notice' ? 'part' : row.type;
    return [row.scope, row.seq, part, type, row.caseId, body];
  });
}

export const MARK_COLUMNS = [
  'replica',
  'incarnation',
  'rseq',
  'hash',
  'at_ms',
  'quarantined_ms',
] as const;

export function markRow(mark: ReplicaMark): SqlRow {
  return [mark.replica, mark.incarnation, mark.rseq, mark.hash, mark.at, mark.quarantinedAt];
}

export type LogTexts = {
  readonly op: string;
  readonly decision: string;
  readonly received_ms: number;
  readonly chain: string;
};

export function logEntryOf(row: LogTexts): LogEntry {
  return {
    op: JSON.parse(row.op) as LogEntry['op'],
    decision: JSON.parse(row.decision) as StoredDecision,
    receivedAt: row.received_ms,
    chain: row.chain,
  };
}
