import type { CaseDoc } from '../../domain/case/caseDoc.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { SqlWriter } from '../../storage/sqlite/database.ts';
import { boardColumns, type BoardColumns, CRITICAL_FIRST, type SyncMark } from './boardColumns.ts';
import { storedKeys } from './boardKeys.ts';
import { indexTerms } from './searchTerms.ts';

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
const UPSERT = `INSERT INTO board (${COLUMNS.join(', ')})
  SELECT ${COLUMNS.map((_, i) => `json_extract(value, '$[${i}]')`).join(', ')} FROM json_each(?) WHERE true
  ON CONFLICT (case_id) DO UPDATE SET ${COLUMNS.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`;

/** Writes what the board, its search, the map and the caller's list show of these cases. */
export async function writeBoard(
  tx: SqlWriter,
  shown: readonly ShownCase[],
  now: number,
): Promise<void> {
  if (shown.length === 0) return;
  await writeCallers(tx, shown);
  const repeats = await repeatsOf(tx, shown);
  const columns = shown.map(({ doc, sync }) =>
    boardColumns(doc, { sync, now, repeat: repeats.get(doc.caseId) ?? 0 }),
  );
  await tx.run(UPSERT, [JSON.stringify(columns.map(valuesOf))]);
  const ids = await idsOf(
    tx,
    columns.map((one) => one.caseId),
  );
  await tx.insertRows(
    'OR REPLACE INTO board_text',
    ['rowid', 'terms'],
    shown.map(({ doc }) => [
      ids.get(doc.caseId) ?? null,
      indexTerms([doc.title, doc.place.text, doc.text.slice(0, 400)], doc.caseNo ?? null),
    ]),
  );
  await writePoints(tx, columns, ids);
  await writeKeys(tx, shown, ids);
  await tx.insertRows(
    'OR REPLACE INTO case_number',
    ['case_no', 'case_id'],
    columns.filter((one) => one.caseNo !== '').map((one) => [one.caseNo, one.caseId]),
  );
}

export async function eraseBoard(tx: SqlWriter, caseIds: readonly string[]): Promise<void> {
  if (caseIds.length === 0) return;
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

/** Rows whose limit ran out since they were written go to the top; true when there were any. */
export async function raiseOverdue(tx: SqlWriter, now: number): Promise<boolean> {
  const { changes } = await tx.run(
    `UPDATE board SET lane = 0, clock_key = clock_key - CASE urgency WHEN 2 THEN ? ELSE 0 END
       WHERE open = 1 AND lane > 0 AND due_at <= ?`,
    [CRITICAL_FIRST, now],
  );
  return changes > 0;
}

function valuesOf(c: BoardColumns): unknown[] {
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

async function idsOf(tx: SqlWriter, caseIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.all<{ id: number; case_id: string }>(
    'SELECT id, case_id FROM board WHERE case_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(caseIds)],
  );
  return new Map(rows.map((row) => [row.case_id, row.id]));
}

async function writePoints(
  tx: SqlWriter,
  columns: readonly BoardColumns[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const placed = columns.filter((one) => one.lon !== null && one.lat !== null);
  await tx.run('DELETE FROM board_point WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify([...ids.values()]),
  ]);
  await tx.insertRows(
    'board_point',
    ['id', 'west', 'east', 'south', 'north'],
    placed.map((one) => [ids.get(one.caseId) ?? null, one.lon, one.lon, one.lat, one.lat]),
  );
}

async function writeKeys(
  tx: SqlWriter,
  shown: readonly ShownCase[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.run('DELETE FROM board_key WHERE id IN (SELECT value FROM json_each(?))', [
    JSON.stringify([...ids.values()]),
  ]);
  await tx.insertRows(
    'board_key',
    ['id', 'key'],
    shown.flatMap(({ doc }) =>
      storedKeys(doc).map((key) => [ids.get(doc.caseId) ?? null, key] as const),
    ),
  );
}

async function writeCallers(tx: SqlWriter, shown: readonly ShownCase[]): Promise<void> {
  const rows = shown.flatMap(({ doc }) => {
    const hmacs = new Set(Object.keys(doc.callers ?? {}));
    if (doc.caller !== undefined) hmacs.add(doc.caller.numberHmac);
    return [...hmacs].map((hmac) => [hmac, doc.caseId, doc.createdAt]);
  });
  // The time of making moves when the district corrects it: the old row would list the case twice.
  const cases = JSON.stringify(shown.map(({ doc }) => doc.caseId));
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
  const rows = await tx.all<{ id: string; n: number }>(
    `SELECT json_extract(value, '$[0]') AS id, (SELECT COUNT(*) FROM caller_case c
       WHERE c.number_hmac = json_extract(value, '$[1]') AND c.created_at >= json_extract(value, '$[2]')
         AND c.created_at <= json_extract(value, '$[3]') AND c.case_id <> json_extract(value, '$[0]')) AS n
     FROM json_each(?)`,
    [JSON.stringify(asked)],
  );
  return new Map(rows.map((row) => [row.id, row.n]));
}
