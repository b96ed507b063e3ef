import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { SqlRow, SqlWriter } from '../../storage/sqlite/database.ts';
import { boardColumns, type BoardColumns, CRITICAL_FIRST, type SyncMark } from './boardColumns.ts';
import { storedKeys } from './boardKeys.ts';
import { indexTerms } from './searchTerms.ts';
import { callersOf, partsOf, textsOf, WrittenParts, type Part } from './writtenParts.ts';

export type ShownCase = { readonly doc: CaseDoc; readonly sync: SyncMark };

const COLUMNS = [
  'case_id',
  'case_no',
  'open',
  'lane',
  'own_lane',
  'waits',
  'sync',
  'urgency',
  'stage',
  'street',
  'holder',
  'units',
  'matter',
  'created_at',
  'updated_at',
  'closed_at',
  'near_at',
  'due_at',
  'sign_by',
  'conflicts',
  'lon',
  'lat',
  'clock_key',
  'row',
];
const BOARD = { table: 'board', key: ['case_id'] };

/** Writes what the board, its search, the map and the caller's list show of cases, as far as it changed. */
export class BoardWriter {
  readonly #written = new WrittenParts();

  async write(tx: SqlWriter, shown: readonly ShownCase[], now: number): Promise<void> {
    if (shown.length === 0) return;
    const parts = new Map(shown.map(({ doc }) => [doc.caseId, partsOf(doc)]));
    const changed = (part: Part): readonly CaseDoc[] =>
      shown.flatMap(({ doc }) => {
        const is = parts.get(doc.caseId);
        return is !== undefined && this.#written.has(doc.caseId, part, is) ? [] : [doc];
      });
    await writeCallers(tx, changed('callers'));
    const repeats = await repeatsOf(tx, shown);
    const columns = shown.map(({ doc, sync }) =>
      boardColumns(doc, { sync, now, repeat: repeats.get(doc.caseId) ?? 0 }),
    );
    await tx.upsertRows(BOARD, COLUMNS, columns.map(valuesOf));
    const ids = await this.#idsOf(tx, shown);
    await writeTexts(tx, changed('text'), ids);
    await writePoints(tx, changed('point'), ids);
    await writeKeys(tx, changed('keys'), ids);
    await writeNumbers(tx, changed('number'));
    for (const [caseId, is] of parts) this.#written.wrote(caseId, ids.get(caseId) ?? 0, is);
  }

  async erase(tx: SqlWriter, caseIds: readonly string[]): Promise<void> {
    if (caseIds.length === 0) return;
    this.#written.erased(caseIds);
    const list = JSON.stringify(caseIds);
    const own = 'SELECT id FROM board WHERE case_id IN (SELECT value FROM json_each(?))';
    await tx.run(`DELETE FROM board_text WHERE rowid IN (${own})`, [list]);
    await tx.run(`DELETE FROM board_point WHERE id IN (${own})`, [list]);
    await tx.run(`DELETE FROM board_key WHERE id IN (${own})`, [list]);
    await tx.run('DELETE FROM board WHERE case_id IN (SELECT value FROM json_each(?))', [list]);
    // Who called about a case that is only kept as a stub counts among the caller's cases all the same.
    await tx.run(
      `DELETE FROM caller_case WHERE case_id IN (SELECT value FROM json_each(?))
         AND case_id NOT IN (SELECT case_id FROM cold)`,
      [list],
    );
  }

  /** What was written is not there: a transaction was rolled back, or another file is written from now on. */
  forget(): void {
    this.#written.forget();
  }

  async #idsOf(tx: SqlWriter, shown: readonly ShownCase[]): Promise<RowIds> {
    const ids = new Map<string, number>();
    const unknown: string[] = [];
    for (const { doc } of shown) {
      const id = this.#written.id(doc.caseId);
      if (id === null) unknown.push(doc.caseId);
      else ids.set(doc.caseId, id);
    }
    if (unknown.length === 0) return ids;
    const rows = await tx.all<{ id: number; case_id: string }>(
      'SELECT id, case_id FROM board WHERE case_id IN (SELECT value FROM json_each(?))',
      [JSON.stringify(unknown)],
    );
    for (const row of rows) ids.set(row.case_id, row.id);
    return ids;
  }
}

/** Rows whose limit ran out since they were written go to the top; true when there were any. */
export async function raiseOverdue(tx: SqlWriter, now: number): Promise<boolean> {
  const { changes } = await tx.run(
    `UPDATE board SET lane = 0, clock_key = clock_key - CASE urgency WHEN 2 THEN ? ELSE 0 END
       WHERE open = 1 AND lane > 0 AND due_at <= ?`,
    [CRITICAL_FIRST, now],
  );
  return changes > 0;
}

function valuesOf(c: BoardColumns): SqlRow {
  return [
    c.caseId,
    c.caseNo,
    c.open,
    c.lane,
    c.ownLane,
    c.waits,
    c.sync,
    c.urgency,
    c.stage,
    c.street,
    c.holder,
    c.units,
    c.matter,
    c.createdAt,
    c.updatedAt,
    c.closedAt,
    c.nearAt,
    c.dueAt,
    c.signBy,
    c.conflicts,
    c.lon,
    c.lat,
    c.clockKey,
    JSON.stringify(c.row),
  ];
}

type RowIds = ReadonlyMap<string, number>;

async function writeTexts(tx: SqlWriter, docs: readonly CaseDoc[], ids: RowIds): Promise<void> {
  if (docs.length === 0) return;
  await tx.insertRows(
    'OR REPLACE INTO board_text',
    ['rowid', 'terms'],
    docs.map((doc) => [
      ids.get(doc.caseId) ?? null,
      indexTerms([...textsOf(doc), ...othersNumbers(doc)], numbersOf(doc)),
    ]),
  );
}

/** Numbers that others know it by: of a card, of another system. */
function othersNumbers({ externalNos }: CaseDoc): string[] {
  return Object.values(externalNos ?? {}).map(({ no }) => no);
}

function numbersOf(doc: CaseDoc): string[] {
  const others = othersNumbers(doc);
  return doc.caseNo === undefined ? others : [doc.caseNo, ...others];
}

async function writePoints(tx: SqlWriter, docs: readonly CaseDoc[], ids: RowIds): Promise<void> {
  if (docs.length === 0) return;
  await tx.run('DELETE FROM board_point WHERE id IN (SELECT value FROM json_each(?))', [
    listOf(docs, ids),
  ]);
  await tx.insertRows(
    'board_point',
    ['id', 'west', 'east', 'south', 'north'],
    docs.flatMap(({ caseId, place: { point } }) => {
      if (point === undefined) return [];
      const { lonE6, latE6 } = point;
      return [[ids.get(caseId) ?? null, lonE6, lonE6, latE6, latE6]];
    }),
  );
}

async function writeKeys(tx: SqlWriter, docs: readonly CaseDoc[], ids: RowIds): Promise<void> {
  if (docs.length === 0) return;
  await tx.run('DELETE FROM board_key WHERE id IN (SELECT value FROM json_each(?))', [
    listOf(docs, ids),
  ]);
  await tx.insertRows(
    'board_key',
    ['id', 'key'],
    docs.flatMap((doc) =>
      storedKeys(doc).map((key) => [ids.get(doc.caseId) ?? null, key] as const),
    ),
  );
}

async function writeNumbers(tx: SqlWriter, docs: readonly CaseDoc[]): Promise<void> {
  await tx.insertRows(
    'OR REPLACE INTO case_number',
    ['case_no', 'case_id'],
    docs.flatMap(({ caseNo, caseId }) => (caseNo === undefined ? [] : [[caseNo, caseId]])),
  );
}

function listOf(docs: readonly CaseDoc[], ids: RowIds): string {
  return JSON.stringify(docs.flatMap(({ caseId }) => ids.get(caseId) ?? []));
}

async function writeCallers(tx: SqlWriter, docs: readonly CaseDoc[]): Promise<void> {
  if (docs.length === 0) return;
  const rows = docs.flatMap((doc) =>
    callersOf(doc).map((hmac) => [hmac, doc.caseId, doc.createdAt] as const),
  );
  // The time of making moves when the district corrects it: the old row would list the case twice.
  const cases = JSON.stringify(docs.map(({ caseId }) => caseId));
  await tx.run('DELETE FROM caller_case WHERE case_id IN (SELECT value FROM json_each(?))', [
    cases,
  ]);
  await tx.insertRows('OR IGNORE INTO caller_case', ['number_hmac', 'case_id', 'created_at'], rows);
}

async function repeatsOf(
  tx: SqlWriter,
  shown: readonly ShownCase[],
): Promise<ReadonlyMap<string, number>> {
  const asked = shown
    .filter(({ doc }) => doc.caller !== undefined)
    .map(({ doc }) => [
      doc.caseId,
      doc.caller?.numberHmac,
      doc.createdAt - 30 * DAY_MS,
      doc.createdAt,
    ]);
  if (asked.length === 0) return new Map();
  const rows = await tx.all<{ id: string; n: number }>(
    `SELECT json_extract(value, '$[0]') AS id, (SELECT COUNT(*) FROM caller_case c
       WHERE c.number_hmac = json_extract(value, '$[1]') AND c.created_at >= json_extract(value, '$[2]')
         AND c.created_at <= json_extract(value, '$[3]') AND c.case_id <> json_extract(value, '$[0]')) AS n
     FROM json_each(?)`,
    [JSON.stringify(asked)],
  );
  return new Map(rows.map((row) => [row.id, row.n]));
}
