import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { ok } from '../../kernel/result.ts';
import type { CaseRow, NearRow } from '../../protocol/console/rows.ts';
import { shownRow } from '../board/boardQueries.ts';
import { matchExpression } from '../board/searchTerms.ts';
import type { ConsoleCore } from '../consoleCore.ts';
import { andOpenedBy, keysAt, type KeyClause } from '../board/boardKeys.ts';
import { readerOf } from '../session/reading.ts';
import { coldCases, coldRows } from './coldCases.ts';
import { refuse, type CallTable } from './callTable.ts';

type CaseCalls = Pick<
  CallTable,
  'op.submit' | 'number.peek' | 'case.search' | 'case.near' | 'case.rows'
>;
const ROWS_MAX = 200;
const METRES_PER_MICRODEGREE = 0.11132;

/** Acts, and looking for cases. */
export function caseCalls(core: () => ConsoleCore): CaseCalls {
  return {
    // Who looked is noted by the program, when he looks.
    'op.submit': (input) =>
      input.kind === 'access.note'
        ? Promise.resolve(refuse('op/schema', { path: 'kind' }))
        : core().bus.submit(input),
    'number.peek': async ({ form }) => {
      const { numbers, told, outbox, bus } = core();
      const { incarnation } = outbox.identity();
      const day = bus.today();
      const on = { incarnation, at: core().now() };
      return ok({ caseNo: await told.tell(form, on, () => numbers.reserve(incarnation, day)) });
    },
    'case.search': async ({ text, limit }) => ok({ rows: await searchCases(core(), text, limit) }),
    'case.near': async (input) => ok({ rows: await casesNear(core(), input) }),
    'case.rows': async ({ caseIds }) => ok({ rows: await rowsOf(core(), caseIds) }),
  };
}

async function searchCases(core: ConsoleCore, text: string, limit: number): Promise<CaseRow[]> {
  const match = matchExpression(text);
  if (match === null) return [];
  const own = openedTo(core, '+rowid');
  const rows = await core.replica.read((reader) =>
    reader.all<{ row: string }>(
      `SELECT row FROM board WHERE id IN (SELECT rowid FROM board_text WHERE board_text MATCH ?${own.sql})
       ORDER BY created_at DESC LIMIT ?`,
      [match, ...own.params, bounded(limit)],
    ),
  );
  const found = rows.map(({ row }) => shownRow(row, false, lookOf(core)));
  const room = bounded(limit) - found.length;
  return room <= 0 ? found : [...found, ...(await coldCases(core, text, room))];
}

async function rowsOf(core: ConsoleCore, caseIds: readonly string[]): Promise<CaseRow[]> {
  const own = openedTo(core);
  const rows = await core.replica.read((reader) =>
    reader.all<{ row: string }>(
      `SELECT row FROM board WHERE case_id IN (SELECT value FROM json_each(?))${own.sql}`,
      [JSON.stringify(caseIds), ...own.params],
    ),
  );
  const found = rows.map(({ row }) => shownRow(row, false, lookOf(core)));
  const here = new Set(found.map(({ caseId }) => caseId));
  const others = caseIds.filter((caseId) => !here.has(caseId)).slice(0, ROWS_MAX);
  return [...found, ...(await coldRows(core, others))];
}

/** Open cases around a point of the last hours, nearest first. */
async function casesNear(
  core: ConsoleCore,
  on: {
    readonly lon: number;
    readonly lat: number;
    readonly metres: number;
    readonly hours: number;
  },
): Promise<NearRow[]> {
  const metres = Math.min(Math.max(on.metres, 0), 5_000);
  const dLat = Math.ceil(metres / METRES_PER_MICRODEGREE);
  const own = openedTo(core, '+b.id');
  const scale = Math.cos((on.lat / 1e6) * (Math.PI / 180));
  const dLon = Math.ceil(dLat / Math.max(scale, 0.01));
  const rows = await core.replica.read((reader) =>
    reader.all<{ row: string; lon: number; lat: number }>(
      `SELECT b.row, b.lon, b.lat FROM board_point p JOIN board b ON b.id = p.id
       WHERE p.west >= ? AND p.east <= ? AND p.south >= ? AND p.north <= ? AND b.created_at >= ? AND b.open = 1${own.sql}
       LIMIT 500`,
      [
        Math.round(on.lon) - dLon,
        Math.round(on.lon) + dLon,
        Math.round(on.lat) - dLat,
        Math.round(on.lat) + dLat,
        core.now() - Math.min(on.hours * HOUR_MS, 365 * DAY_MS),
        ...own.params,
      ],
    ),
  );
  const distance = (row: { readonly lon: number; readonly lat: number }): number =>
    Math.hypot((row.lon - on.lon) * scale, row.lat - on.lat) * METRES_PER_MICRODEGREE;
  return rows
    .map(({ row, ...at }) => ({ row, metres: Math.round(distance(at)) }))
    .filter((each) => each.metres <= metres)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, 50)
    .map((each) => ({
      ...shownRow(each.row, false, lookOf(core)),
      metres: each.metres,
    }));
}

const lookOf = (core: ConsoleCore): Parameters<typeof shownRow>[2] => ({
  unitName: (unit) => core.profile.unitName(unit),
  now: core.now(),
});

/** Only cases that whoever sits here may read. */
function openedTo(core: ConsoleCore, id?: string): KeyClause {
  return andOpenedBy(keysAt(readerOf(core), core.scope), id);
}

function bounded(limit: number): number {
  return Math.min(Math.max(Math.floor(limit), 1), ROWS_MAX);
}
