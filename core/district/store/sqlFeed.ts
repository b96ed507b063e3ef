import type { Scope } from '../../domain/operation/identity.ts';
import type { SqlReader } from '../../storage/sqlDatabase.ts';
import { OWN_KINDS, type RecordKind } from '../../domain/record/records.ts';
import type { FeedPage, FillOptions, ScopeStates, SharedRecords } from './districtStore.ts';
import { FORGOTTEN_START } from './forgotten.ts';
import type { StoreDialect } from './storeDialect.ts';
import { enterEntry, eventEntry, noticeEntry, partEntry, recordsEntries } from './wireText.ts';
import type { EventTexts } from './wireText.ts';

type EventRow = {
  readonly server_seq: number;
  readonly has_extra: number;
  readonly op: string;
  readonly decision: string;
};
type FeedTexts = {
  readonly seq: number;
  readonly type: 'event' | 'part' | 'enter' | 'leave';
  readonly case_id: string | null;
  readonly body: string | null;
  readonly has_extra: number;
  readonly op: string;
  readonly decision: string;
};

/**
 * One page of a scope, cut only between sequence numbers: two cases of one operation are never split over
 * pages. `to` is the last number delivered, or the scope's head when nothing is left.
 */
export async function readPage(
  reader: SqlReader,
  ask: {
    readonly scope: Scope;
    readonly from: number;
    readonly entries: number;
    readonly bytes: number;
  },
): Promise<FeedPage> {
  const sql = `SELECT f.seq, f.type, f.case_id, f.body, l.has_extra, l.op, l.decision
               FROM feed f JOIN op_log l ON l.server_seq = f.seq
               WHERE f.scope = ? AND f.seq > ? ORDER BY f.seq, f.part LIMIT ?`;
  const rows = await reader.all<FeedTexts>(sql, [ask.scope, ask.from, ask.entries + 1]);
  const head = await headOf(reader, ask.scope);
  const entries: string[] = [];
  let bytes = 0;
  let to = ask.from;
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    const text = await entryText(reader, row, ask.scope);
    const isFull = to > ask.from && (index >= ask.entries || bytes + text.length > ask.bytes);
    if (isFull) return { to, head, entries: entries.slice(0, countTo(rows, to)) };
    entries.push(text);
    bytes += text.length;
    if (next?.seq !== row.seq) to = row.seq;
  }
  return { to: Math.max(to, head), head, entries };
}

/** Whole cases instead of their story, by the order of their last change, so that it can be resumed. */
export async function readFill(
  reader: SqlReader,
  ask: FillOptions & { readonly scope: Scope; readonly after: number },
  dialect: Pick<StoreDialect, 'fill' | 'ownRecords'>,
): Promise<FeedPage> {
  type Row = {
    case_id: string;
    last_seq: number;
    state_hash: string;
    ended_ms: number | null;
    doc: string;
  };
  const rows = await reader.all<Row>(dialect.fill, [
    ask.scope,
    ask.after,
    ask.upTo,
    ask.endedSince,
    ask.entries,
  ]);
  const head = await headOf(reader, ask.scope);
  const entries: string[] = [];
  for (const row of rows) {
    const isWanted = row.ended_ms === null || ask.withEndedEvents;
    const events = isWanted ? await eventsOf(reader, row.case_id, row.last_seq) : [];
    const found = {
      seq: row.last_seq,
      caseId: row.case_id,
      doc: row.doc,
      stateHash: row.state_hash,
    };
    entries.push(enterEntry(found, events, ask.scope));
  }
  const last = rows.at(-1);
  if (last !== undefined && rows.length >= ask.entries) return { to: last.last_seq, head, entries };
  entries.push(...(await recordEntries(reader, ask, dialect.ownRecords)));
  return { to: ask.upTo, head, entries };
}

async function recordEntries(
  reader: SqlReader,
  { scope, upTo, endedSince }: FillOptions & { readonly scope: Scope },
  ownRecords: string,
): Promise<string[]> {
  type Row = { type: string; id: string; doc: string };
  const shared = `SELECT type, id, doc FROM record WHERE type NOT IN (${OWN_KINDS.map((kind) => `'${kind}'`).join(', ')})
                  ORDER BY type, id`;
  const own = `SELECT type, id, doc FROM record WHERE ${ownRecords} ORDER BY type, id`;
  if (scope !== 'ref' && scope !== 'district') return [];
  const rows =
    scope === 'ref' ? await reader.all<Row>(shared) : await reader.all<Row>(own, [endedSince]);
  return recordsEntries(upTo, rows);
}

/** Sought from the few that are open or ended lately, not from everything that a scope ever had. */
export async function readStates(
  reader: SqlReader,
  scope: Scope,
  endedSince: number,
): Promise<ScopeStates> {
  const sql = `SELECT c.case_id AS "caseId", c.state_hash AS "stateHash", c.last_seq AS "lastSeq"
               FROM case_doc c JOIN case_member m ON m.scope = ? AND m.case_id = c.case_id
               WHERE c.case_id IN (
                 SELECT case_id FROM case_doc WHERE ended_ms IS NULL
                 UNION ALL SELECT case_id FROM case_doc WHERE ended_ms IS NOT NULL AND ended_ms >= ?)`;
  const states = await reader.all<ScopeStates['states'][number]>(sql, [scope, endedSince]);
  return { head: await headOf(reader, scope), states };
}

export async function readShared(
  reader: SqlReader,
  kinds: readonly RecordKind[],
): Promise<SharedRecords> {
  const named = kinds.map(() => '?').join(', ');
  const sql = `SELECT type, id, doc FROM record WHERE type IN (${named})`;
  const records = await reader.all<SharedRecords['records'][number]>(sql, kinds);
  return { head: await headOf(reader, 'ref'), records };
}

/** Two entries of one number stay together: the page begins before all of them. */
export async function tailOf(reader: SqlReader, scope: Scope, entries: number): Promise<number> {
  const sql = 'SELECT seq FROM feed WHERE scope = ? ORDER BY seq DESC, part DESC LIMIT 1 OFFSET ?';
  return (await reader.get<{ seq: number }>(sql, [scope, entries]))?.seq ?? 0;
}

function countTo(rows: readonly FeedTexts[], to: number): number {
  return rows.filter((row) => row.seq <= to).length;
}

async function headOf(reader: SqlReader, scope: Scope): Promise<number> {
  const sql = 'SELECT seq FROM feed_head WHERE scope = ?';
  return (await reader.get<{ seq: number }>(sql, [scope]))?.seq ?? 0;
}

async function entryText(reader: SqlReader, row: FeedTexts, scope: Scope): Promise<string> {
  const event: EventTexts = {
    serverSeq: row.seq,
    hasExtra: row.has_extra === 1,
    op: row.op,
    decision: row.decision,
  };
  if (row.type === 'event') return eventEntry(event, scope);
  if (row.type === 'part' && row.body !== null) return noticeEntry(row.seq, row.body);
  if (row.type === 'part') return partEntry(event, scope);
  if (row.type === 'leave')
    return `{"type":"leave","seq":${row.seq},${(row.body ?? '{}').slice(1)}`;
  const body = JSON.parse(row.body ?? '{}') as { doc: unknown; stateHash: string };
  const caseId = row.case_id ?? '';
  const doc = JSON.stringify(body.doc);
  const found = { seq: row.seq, caseId, doc, stateHash: body.stateHash };
  return enterEntry(found, await eventsOf(reader, caseId, row.seq), scope);
}

export async function eventsOf(
  reader: SqlReader,
  caseId: string,
  upTo: number,
): Promise<EventTexts[]> {
  const sql = `SELECT server_seq, has_extra, op, decision FROM op_log
               WHERE case_id = ? AND server_seq <= ? AND ver IS NOT NULL ORDER BY ver`;
  const rows = await reader.all<EventRow>(sql, [caseId, upTo]);
  const told = rows.filter(({ decision }) => !decision.startsWith(FORGOTTEN_START));
  return told.map((row) => ({
    serverSeq: row.server_seq,
    hasExtra: row.has_extra === 1,
    op: row.op,
    decision: row.decision,
  }));
}
