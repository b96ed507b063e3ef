import { ENDED_STAGES } from '../../domain/case/caseDoc.ts';
import { must } from '../../kernel/assert.ts';
import type { CaseRow } from '../../protocol/console/rows.ts';
import type { BoardFilter, BoardParams, BoardWindow } from '../../protocol/console/views.ts';
import type { SqlParams, SqlReader, SqlValue } from '../../storage/sqlite/database.ts';
import { LANES, WAITS, type StoredRow } from './boardColumns.ts';
import { andOpenedBy, type Keys } from './boardKeys.ts';
import { matchExpression } from './searchTerms.ts';

/** Who looks: which acts wait for this person, where. */
export type Viewer = {
  readonly waits: number;
  /** Holders on whose cases this person decides; null for all. */
  readonly holders: readonly string[] | null;
  readonly units: readonly string[];
  /** Which cases are shown to this person at all. */
  readonly keys: Keys;
  /** Keys of what waits for this person or this grant by name: verifications, call-backs. */
  readonly named: readonly string[];
};

export type Look = {
  readonly params: BoardParams;
  readonly viewer: Viewer;
  readonly now: number;
  /** Start of the day in the profile's zone. */
  readonly today: number;
  readonly unitName: (unit: string) => string | null;
  /** Streets by a part of their name or by pinyin initials. */
  readonly streetsNamed: (text: string) => readonly string[];
  /** Since when a holder has been silent for long enough that the district decides for it. */
  readonly silentSince: (holder: string) => number | null;
};

/** A word that more cases have tells nobody apart: the newest are taken. */
const MATCHES_MAX = 3_000;

type Clause = { readonly sql: string; readonly params: SqlParams };

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
/** Of closed cases the last comes first; of those that wait for a call-back the one that is due first. */
const CALL_BACKS = `lane, clock_key * (1 - 2 * ((waits & ${WAITS.callbackClerk}) <> 0)), case_no`;

/** One window of the board: a page of rows, groups of the whole filtered list, counts of all filters. */
export async function boardWindow(reader: SqlReader, look: Look): Promise<BoardWindow> {
  const { params, viewer } = look;
  const where = whereOf(look);
  const lanes = await laneCounts(reader, where);
  const total = lanes.reduce((sum, lane) => sum + lane.n, 0);
  // A list that became shorter than where one looks shows its last page, not nothing.
  const from = Math.min(params.from, Math.max(0, total - 1));
  const order = orderOf(look);
  const rows = await reader.all<{ row: string; mine: number; lane: number }>(
    `SELECT b.row, (${mineSql(viewer)}) AS mine FROM
       (SELECT id AS shown FROM board WHERE ${where.sql}
        ORDER BY ${order} LIMIT ? OFFSET ?) p
     JOIN board b ON b.id = p.shown ORDER BY ${prefixed(order)}`,
    [...mineParams(viewer), ...where.params, params.count, from],
  );
  return {
    total,
    lanes:
      params.sort === 'clock'
        ? lanes.map(({ lane, n }) => ({ lane: LANES[lane] ?? 'ended', count: n }))
        : [],
    from,
    rows: rows.map((row) => withSilence(shownRow(row.row, row.mine === 1, look), look)),
    counts: await filterCounts(reader, look, isAllOfMine(params) ? total : null),
    asOf: look.now,
  };
}

function withSilence(row: CaseRow, { silentSince }: Look): CaseRow {
  const since = ENDED_STAGES.includes(row.stage) ? null : silentSince(row.holder);
  return since === null ? row : { ...row, silentSince: since };
}

/** The list is the filter itself, so that its length needs no second count. */
function isAllOfMine({ filter, text }: BoardParams): boolean {
  return filter === 'mine' && text.trim() === '';
}

/** What a call-back clerk has to do is in the order in which it is due. */
function orderOf({ params, viewer }: Look): string {
  const isOfClerk = viewer.named.some((key) => key.startsWith('callBack@'));
  const isToCallBack = isOfClerk && params.filter === 'mine' && params.sort === 'clock';
  return isToCallBack ? CALL_BACKS : ORDER[params.sort];
}

export function shownRow(
  text: string,
  mine: boolean,
  { unitName, now }: Pick<Look, 'unitName' | 'now'>,
): CaseRow {
  const row = JSON.parse(text) as StoredRow;
  const leadName = row.leadUnit === null ? null : unitName(row.leadUnit);
  const { suspendedUntil, ...rest } = row;
  const isOver = suspendedUntil !== undefined && suspendedUntil <= now;
  if (!isOver) return { ...row, leadName, mine };
  // Nothing happened to the case as its suspension ended: its clocks run again all the same.
  const clock = row.clock === null ? null : { ...row.clock, pausedSince: null };
  return { ...rest, clock, leadName, mine };
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

/** The newest cases of streets whose name was typed. */
function inStreets(streets: readonly string[], seen: string): string {
  if (streets.length === 0) return '';
  const marks = streets.map(() => '?').join(', ');
  return `UNION SELECT * FROM (SELECT id FROM board WHERE street IN (${marks})${seen}
            ORDER BY id DESC LIMIT ${MATCHES_MAX})`;
}

function whereOf(look: Look): Clause {
  const filter = filterClause(look);
  const { keys } = look.viewer;
  const match = matchExpression(look.params.text);
  if (look.params.text.trim() === '') {
    const own = andOpenedBy(keys);
    return { sql: filter.sql + own.sql, params: [...filter.params, ...own.params] };
  }
  if (match === null) return { sql: '0', params: [] };
  const streets = look.streetsNamed(look.params.text.trim());
  // The newest of those that are shown, not of all. The plus keeps it one walk over the matches.
  const own = andOpenedBy(keys, '+rowid');
  const seen = andOpenedBy(keys);
  return {
    sql: `${filter.sql} AND id IN (SELECT * FROM (SELECT rowid FROM board_text
            WHERE board_text MATCH ?${own.sql} ORDER BY rowid DESC LIMIT ${MATCHES_MAX})
            ${inStreets(streets, seen.sql)})`,
    params: [
      ...filter.params,
      ...[match, ...own.params],
      ...(streets.length === 0 ? [] : [...streets, ...seen.params]),
    ],
  };
}

function filterClause({ params, viewer, now, today }: Look): Clause {
  const lane = OWN_LANE[params.filter];
  if (lane !== undefined) {
    return { sql: 'open = 1 AND own_lane = ?', params: [lane] };
  }
  switch (params.filter) {
    case 'mine':
      return { sql: mineSql(viewer), params: mineParams(viewer) };
    case 'near':
      return { sql: 'open = 1 AND near_at <= ?', params: [now] };
    case 'pending':
      return { sql: 'sync = 1', params: [] };
    case 'closedToday':
      return { sql: 'closed_at > 0 AND closed_at >= ?', params: [today] };
    default:
      return { sql: '1', params: [] };
  }
}

/**
 * What waits for this person: by role where the person decides, by unit where the unit works, by name
 * where a verification was ordered or a call-back is due.
 */
function mineSql(viewer: Viewer): string {
  // The plus keeps the walk in the list's own order, which ends with the page that is shown.
  const holders = viewer.holders === null ? '' : ' AND +holder IN (SELECT value FROM json_each(?))';
  const units = viewer.units.map(() => "units LIKE '%|' || ? || '|%'").join(' OR ');
  const byUnit =
    units === '' ? '' : ` OR (open = 1 AND (waits & ${WAITS.unit}) <> 0 AND (${units}))`;
  return `((open = 1 AND (waits & ?) <> 0${holders})${byUnit}${namedSql(viewer)})`;
}

const BY_NAME = WAITS.inspector | WAITS.callbackClerk;

function namedSql({ named }: Viewer): string {
  if (named.length === 0) return '';
  return ` OR ((waits & ${BY_NAME}) <> 0${andOpenedBy(named).sql})`;
}

function mineParams(viewer: Viewer): SqlValue[] {
  return [
    viewer.waits & ~(WAITS.unit | BY_NAME),
    ...(viewer.holders === null ? [] : [JSON.stringify(viewer.holders)]),
    ...viewer.units,
    ...(viewer.named.length === 0 ? [] : andOpenedBy(viewer.named).params),
  ];
}

type Counted = Readonly<Record<BoardFilter | 'ended', number>>;

/**
 * All filters at once: open cases by one walk over a covering index, the rest by small indices.
 * `mine` is the count of what waits for this person where it is known already.
 */
async function filterCounts(
  reader: SqlReader,
  look: Look,
  mine: number | null,
): Promise<Record<BoardFilter, number>> {
  const { now, today, viewer } = look;
  const own = andOpenedBy(viewer.keys);
  const index = viewer.keys === null ? 'INDEXED BY board_open' : '';
  const waiting = mine === null ? waitingFor(viewer) : KNOWN;
  const row = await reader.get<Counted>(
    `SELECT ${waiting.open.sql} AS mine, ${inLane(2)} AS toDispatch, ${inLane(3)} AS returned,
       ${inLane(4)} AS toSign, ${inLane(5)} AS inHand, ${inLane(6)} AS toCheck,
       COUNT(*) FILTER (WHERE near_at <= ?) AS near,
       (SELECT COUNT(*) FROM board WHERE sync = 1${own.sql}) AS pending,
       (SELECT COUNT(*) FROM board WHERE closed_at > 0 AND closed_at >= ?${own.sql}) AS closedToday,
       (SELECT COUNT(*) FROM board WHERE 1${own.sql}) AS "all",
       (${waiting.ended.sql}) AS ended
     FROM board ${index} WHERE open = 1${own.sql}`,
    [
      ...waiting.open.params,
      ...[now, ...own.params, today],
      ...[...own.params, ...own.params],
      ...waiting.ended.params,
      ...own.params,
    ],
  );
  const { ended, ...counts } = must(row, 'counts are always one row');
  return { ...counts, mine: mine ?? counts.mine + ended };
}

const inLane = (lane: number): string => `COUNT(*) FILTER (WHERE own_lane = ${lane})`;

/** What waits for a person, among open cases and among ended ones. */
type Waiting = { readonly open: Clause; readonly ended: Clause };
const NONE: Clause = { sql: '0', params: [] };
const KNOWN: Waiting = { open: NONE, ended: NONE };

function waitingFor(viewer: Viewer): Waiting {
  const open = `COUNT(*) FILTER (WHERE ${mineSql(viewer)})`;
  return { open: { sql: open, params: mineParams(viewer) }, ended: namedEnded(viewer) };
}

/** Call-backs wait on closed cases; only a clerk's board looks there. */
function namedEnded({ named, keys }: Viewer): Clause {
  if (named.length === 0) return NONE;
  const due = andOpenedBy(named);
  const own = andOpenedBy(keys);
  return {
    sql: `SELECT COUNT(*) FROM board WHERE open = 0 AND (waits & ${BY_NAME}) <> 0${due.sql}${own.sql}`,
    params: [...due.params, ...own.params],
  };
}

function prefixed(order: string): string {
  return order
    .split(', ')
    .map((part) => `b.${part}`)
    .join(', ');
}
