import { assert } from '../../kernel/assert.ts';
import type { SqlParams, SqlRow, UpsertTarget } from '../sqlDatabase.ts';

/** Statements are written with `?`; PostgreSQL counts its parameters. */
const QUOTED_OR_PLACE = /'(?:[^']|'')*'|\?/g;
/** The protocol counts parameters in 16 bits. */
const PARAMS_MAX = 60_000;
const BYTES_MAX = 4 * 1024 * 1024;

export function numbered(sql: string): string {
  let count = 0;
  return sql.replace(QUOTED_OR_PLACE, (found) => {
    if (found !== '?') return found;
    count += 1;
    return `$${count}`;
  });
}

/** Every number of a store is an integer: a broken one is our mistake, not the server's. */
export function checked(params: SqlParams): unknown[] {
  return params.map((value) => {
    assert(typeof value !== 'number' || Number.isInteger(value), 'a store holds integers');
    return value;
  });
}

/** A 64-bit integer as a number, as long as a number can hold it. */
export function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `${text} is beyond what a number holds`);
  return value;
}

type Insert = { readonly sql: string; readonly params: readonly (string | number | null)[] };

/** Many rows as few statements. */
export function* inserts(
  {
    table,
    columns,
    tail,
  }: { readonly table: string; readonly columns: readonly string[]; readonly tail: string },
  rows: readonly SqlRow[],
): Generator<Insert> {
  const head = `INSERT INTO ${table} (${columns.join(', ')}) VALUES `;
  const group = `(${columns.map(() => '?').join(', ')})`;
  for (const chunk of chunks(rows, Math.floor(PARAMS_MAX / columns.length))) {
    const sql = numbered(`${head}${chunk.map(() => group).join(', ')} ${tail}`);
    yield { sql, params: chunk.flat() };
  }
}

/** What follows an insert that changes the rows that are there already. */
export function conflictTail(into: UpsertTarget, columns: readonly string[]): string {
  const changed = columns.filter((column) => !into.key.includes(column));
  const sets = changed.map((column) => `${column} = excluded.${column}`).join(', ');
  const what = changed.length === 0 ? 'NOTHING' : `UPDATE SET ${sets}`;
  return `ON CONFLICT (${into.key.join(', ')}) DO ${what}`;
}

/** One statement may change a row once only: of several rows with one key the last one stands. */
export function lastOfEachKey(
  into: UpsertTarget,
  columns: readonly string[],
  rows: readonly SqlRow[],
): readonly SqlRow[] {
  if (rows.length < 2) return rows;
  const places = into.key.map((column) => columns.indexOf(column));
  const byKey = new Map(
    rows.map((row) => [JSON.stringify(places.map((place) => row[place])), row] as const),
  );
  return [...byKey.values()];
}

function* chunks(rows: readonly SqlRow[], rowsMax: number): Generator<readonly SqlRow[]> {
  let chunk: SqlRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    chunk.push(row);
    for (const value of row) if (typeof value === 'string') bytes += value.length;
    if (chunk.length < rowsMax && bytes < BYTES_MAX) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
}
