import type { AnyOperation } from '../../domain/operation/operation.ts';
import type { QueueParams } from '../../protocol/console/queue.ts';
import type { ViewSnapshot } from '../../protocol/console/views.ts';
import type { SqlReader } from '../../storage/sqlite/database.ts';
import { andOpenedBy, keysAt } from '../board/boardKeys.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { readerOf } from '../session/reading.ts';

type QueueSnapshot = ViewSnapshot<'queue'>;
type QueueRow = QueueSnapshot['rows'][number];

type ActRow = Omit<QueueRow, 'caseTitle' | 'byName'> & { readonly by: string };

type Looked = Pick<QueueParams, 'state' | 'from'> & { readonly count: number };

const ROWS = 100;
const NO_COUNTS: QueueSnapshot['counts'] = {
  pending: 0,
  decided: 0,
  superseded: 0,
  conflict: 0,
  refused: 0,
  deferred: 0,
  street: 0,
};

const STATE = `CASE WHEN d.outcome IS NULL THEN 'pending'
  WHEN d.outcome = 'refused-recorded' THEN 'refused'
  WHEN d.outcome IN ('superseded', 'conflict', 'deferred') THEN d.outcome
  ELSE 'decided' END`;
/** What was brought again under a later number is one act. */
const ACTS = `act a LEFT JOIN decision d ON d.op_id = a.op_id
  WHERE NOT EXISTS (SELECT 1 FROM act b WHERE b.op_id = a.op_id AND b.incarnation > a.incarnation)`;

/**
 * Every act of this console that is still kept, newest first, and what became of it; a window of it. What others
 * of the street did stands apart.
 */
export async function queueView(
  core: ConsoleCore,
  { state, from, count = ROWS }: QueueParams,
): Promise<QueueSnapshot> {
  if (state === 'street') return streetView(core, { state, from, count });
  const [own, first] = await core.files.outbox.read((reader) =>
    Promise.all([countsOf(reader), rowsOf(reader, { state, from, count })]),
  );
  const counts = { ...own, street: core.keeper.foreignCount() };
  const total = state === 'all' ? Object.values(own).reduce((sum, n) => sum + n, 0) : own[state];
  // A list that became shorter than where one looks shows its last page, not nothing.
  const start = Math.min(from, Math.max(0, total - 1));
  const acts =
    start === from
      ? first
      : await core.files.outbox.read((reader) => rowsOf(reader, { state, from: start, count }));
  return { total, from: start, counts, rows: await shownRows(core, acts), asOf: core.now() };
}

/** They are in memory alone, for the station tells them at every greeting; each to whom its case is open. */
async function streetView(core: ConsoleCore, { from, count }: Looked): Promise<QueueSnapshot> {
  const acts = core.keeper.foreignUndecided().toReversed().map(foreignRow);
  const own = await core.files.outbox.read(countsOf);
  const start = Math.min(from, Math.max(0, acts.length - 1));
  return {
    total: acts.length,
    from: start,
    counts: { ...own, street: acts.length },
    rows: await shownRows(core, acts.slice(start, start + count)),
    asOf: core.now(),
  };
}

function foreignRow(op: AnyOperation): ActRow {
  const { opId, kind, caseId, actor, rseq, incarnation } = op;
  const at = op.t.wall + op.t.off;
  const undecided = { outcome: null, rule: null, reason: null, decidedAt: null };
  const said = { opId, kind, caseId, caseNo: null, by: actor, at, rseq, incarnation };
  return { ...said, ...undecided, state: 'street' };
}

async function shownRows(core: ConsoleCore, acts: readonly ActRow[]): Promise<QueueRow[]> {
  const known = await casesOf(core, acts);
  return acts.map(({ by, ...act }) => ({
    ...act,
    ...known(act),
    byName: core.profile.personName(by),
  }));
}

async function countsOf(reader: SqlReader): Promise<QueueSnapshot['counts']> {
  const rows = await reader.all<{ state: keyof typeof NO_COUNTS; n: number }>(
    `SELECT ${STATE} AS state, COUNT(*) AS n FROM ${ACTS} GROUP BY 1`,
  );
  return { ...NO_COUNTS, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
}

function rowsOf(reader: SqlReader, { state, from, count }: Looked): Promise<ActRow[]> {
  const isAll = state === 'all';
  return reader.all<ActRow>(
    `SELECT a.op_id AS opId, a.kind, a.case_id AS caseId, a.case_no AS caseNo, a.made_at AS at,
       a.rseq, a.incarnation, json_extract(a.op, '$.actor') AS "by", ${STATE} AS state, d.outcome,
       d.rule, d.reason, d.at AS decidedAt
     FROM ${ACTS}${isAll ? '' : ` AND ${STATE} = ?`}
     ORDER BY a.incarnation DESC, a.rseq DESC LIMIT ? OFFSET ?`,
    [...(isAll ? [] : [state]), count, from],
  );
}

type ShownCase = Pick<QueueRow, 'caseId' | 'caseNo' | 'caseTitle'>;

/** Which case an act was on is told to whoever may read that case. */
async function casesOf(
  core: ConsoleCore,
  acts: readonly ActRow[],
): Promise<(act: Pick<ActRow, 'caseId' | 'caseNo'>) => ShownCase> {
  const own = andOpenedBy(keysAt(readerOf(core), core.scope));
  const found = await core.replica.read((reader) =>
    reader.all<{ case_id: string; case_no: string; title: string }>(
      `SELECT case_id, case_no, json_extract(row, '$.title') AS title FROM board
       WHERE case_id IN (SELECT value FROM json_each(?))${own.sql}`,
      [JSON.stringify([...new Set(acts.map((act) => act.caseId))]), ...own.params],
    ),
  );
  const of = new Map(found.map((row) => [row.case_id, row]));
  const isAll = own.sql === '';
  return ({ caseId, caseNo }) => {
    const known = of.get(caseId ?? '');
    if (known === undefined && !isAll) return { caseId: null, caseNo: null, caseTitle: null };
    const number = known?.case_no ?? '';
    return {
      caseId,
      caseNo: number === '' ? caseNo : number,
      caseTitle: known?.title ?? null,
    };
  };
}
