import { must } from '../../kernel/assert.ts';
import type { CaseRow } from '../../protocol/console/rows.ts';
import type { BoardFilter, BoardParams, BoardWindow } from '../../protocol/console/views.ts';
import type { SqlParams, SqlReader, SqlValue } from '../../storage/sqlite/database.ts';
import { LANES, WAITS, type StoredRow } from './boardColumns.ts';
import { matchExpression } from './searchTerms.ts';

/** Who looks: which acts wait for this person, where. */
export type Viewer = {
  readonly waits: number;
  /** Holders on whose cases this person decides; null for all. */
  readonly holders: readonly string[] | null;
  readonly units: readonly string[];
};

export type Look = {
  readonly params: BoardParams;
  readonly viewer: Viewer;
  readonly now: number;
  /** Start of the day in the profile's zone. */
  readonly today: number;
  readonly unitName: (unit: string) => string | null;
};

/** A word that more cases have tells nobody apart: the newest are taken. */
const MATCHES_MAX = 3_000;

type Clause = { readonly sql: string; readonly params: SqlParams; readonly isOpen: boolean };

const OWN_LANE: Readonly<Partial<Record<BoardFilter, number>>> = {
  toDispatch: 2,
  returned: 3,
  toSign: 4,
  inHand: 5,
  toCheck: 6,
};
const ORDER = {
  clock: 'lane, clock_key, case_no',
  newest: 'created_at DESC, id',
  updated: 'updated_at DESC, id',
} as const;

/** One window of the board: a page of rows, groups of the whole filtered list, counts of all filters. */
export async function boardWindow(reader: SqlReader, look: Look): Promise<BoardWindow> {
  const { params, viewer } = look;
  const where = whereOf(look);
  const lanes = await laneCounts(reader, where);
  const total = lanes.reduce((sum, lane) => sum + lane.n, 0);
  // A list that became shorter than where one looks shows its last page, not nothing.
  const from = Math.min(params.from, Math.max(0, total - 1));
  const rows = await reader.all<{ row: string; mine: number; lane: number }>(
    `SELECT b.row, (${mineSql(viewer)}) AS mine FROM
       (SELECT id FROM board WHERE ${where.sql} ORDER BY ${ORDER[params.sort]} LIMIT ? OFFSET ?) p
     JOIN board b ON b.id = p.id ORDER BY ${prefixed(ORDER[params.sort])}`,
    [...mineParams(viewer), ...where.params, params.count, from],
  );
  return {
    total,
    lanes:
      params.sort === 'clock'
        ? lanes.map(({ lane, n }) => ({ lane: LANES[lane] ?? 'ended', count: n }))
        : [],
    from,
    rows: rows.map((row) => shownRow(row.row, row.mine === 1, look.unitName)),
    counts: await filterCounts(reader, look),
    asOf: look.now,
  };
}

export function shownRow(
  text: string,
  mine: boolean,
  unitName: (unit: string) => string | null,
): CaseRow {
  const row = JSON.parse(text) as StoredRow;
  return { ...row, leadName: row.leadUnit === null ? null : unitName(row.leadUnit), mine };
}

async function laneCounts(
  reader: SqlReader,
  where: Clause,
): Promise<{ readonly lane: number; readonly n: number }[]> {
  return reader.all(
    `SELECT lane, COUNT(*) AS n FROM board WHERE ${where.sql} GROUP BY lane ORDER BY lane`,
    where.params,
  );
}

function whereOf(look: Look): Clause {
  const filter = filterClause(look);
  const match = matchExpression(look.params.text);
  if (look.params.text.trim() === '') return filter;
  if (match === null) return { ...filter, sql: '0', params: [] };
  return {
    isOpen: filter.isOpen,
    sql: `${filter.sql} AND id IN (SELECT rowid FROM board_text WHERE board_text MATCH ?
            ORDER BY rowid DESC LIMIT ${MATCHES_MAX})`,
    params: [...filter.params, match],
  };
}

function filterClause({ params, viewer, now, today }: Look): Clause {
  const lane = OWN_LANE[params.filter];
  if (lane !== undefined) {
    return { sql: 'open = 1 AND own_lane = ?', params: [lane], isOpen: true };
  }
  switch (params.filter) {
    case 'mine':
      return { sql: mineSql(viewer), params: mineParams(viewer), isOpen: false };
    case 'near':
      return { sql: 'open = 1 AND near_at <= ?', params: [now], isOpen: true };
    case 'pending':
      return { sql: 'sync = 1', params: [], isOpen: false };
    case 'closedToday':
      return { sql: 'closed_at > 0 AND closed_at >= ?', params: [today], isOpen: false };
    default:
      return { sql: '1', params: [], isOpen: false };
  }
}

/** What waits for this person: by role where the person decides, by unit where the unit works. */
function mineSql(viewer: Viewer): string {
  const holders = viewer.holders === null ? '' : ' AND holder IN (SELECT value FROM json_each(?))';
  const units = viewer.units.map(() => "units LIKE '%|' || ? || '|%'").join(' OR ');
  const byUnit =
    units === '' ? '' : ` OR (open = 1 AND (waits & ${WAITS.unit}) <> 0 AND (${units}))`;
  return `((open = 1 AND (waits & ?) <> 0${holders})${byUnit}${callbackSql(viewer)})`;
}

/** Call-backs wait on closed cases; only a clerk's board looks there. */
function callbackSql(viewer: Viewer): string {
  if ((viewer.waits & WAITS.callbackClerk) === 0) return '';
  return ` OR (open = 0 AND (waits & ${WAITS.callbackClerk}) <> 0)`;
}

function mineParams(viewer: Viewer): SqlValue[] {
  return [
    viewer.waits & ~WAITS.unit,
    ...(viewer.holders === null ? [] : [JSON.stringify(viewer.holders)]),
    ...viewer.units,
  ];
}

type Counted = Readonly<Record<BoardFilter | 'back', number>>;

/** All filters at once: open cases by one walk over a covering index, the rest by small indices. */
async function filterCounts(reader: SqlReader, look: Look): Promise<Record<BoardFilter, number>> {
  const { now, today } = look;
  const hasCallbacks = (look.viewer.waits & WAITS.callbackClerk) !== 0;
  const viewer = { ...look.viewer, waits: look.viewer.waits & ~WAITS.callbackClerk };
  const callbacks = `SELECT COUNT(*) FROM board WHERE open = 0 AND (waits & ${WAITS.callbackClerk}) <> 0`;
  const row = await reader.get<Counted>(
    `SELECT TOTAL(${mineSql(viewer)}) AS mine, TOTAL(own_lane = 2) AS toDispatch,
       TOTAL(own_lane = 3) AS returned, TOTAL(own_lane = 4) AS toSign, TOTAL(own_lane = 5) AS inHand,
       TOTAL(own_lane = 6) AS toCheck, TOTAL(near_at <= ?) AS near,
       (SELECT COUNT(*) FROM board WHERE sync = 1) AS pending,
       (SELECT COUNT(*) FROM board WHERE closed_at > 0 AND closed_at >= ?) AS closedToday,
       (SELECT COUNT(*) FROM board) AS "all",
       ${hasCallbacks ? `(${callbacks})` : '0'} AS back
     FROM board INDEXED BY board_open WHERE open = 1`,
    [...mineParams(viewer), now, today],
  );
  const { back, ...counts } = must(row, 'counts are always one row');
  return { ...counts, mine: counts.mine + back };
}

function prefixed(order: string): string {
  return order
    .split(', ')
    .map((part) => `b.${part}`)
    .join(', ');
}
