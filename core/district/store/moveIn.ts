import { assert } from '../../kernel/assert.ts';
import { AppError } from '../../protocol/errors.ts';
import type { SqlDatabase, SqlReader, SqlRow, SqlWriter } from '../../storage/sqlDatabase.ts';
import type { StoredCase, StoredRecord } from './districtStore.ts';
import { POSTGRES } from './postgresDialect.ts';

const ROWS_A_READ = 2_000;
/** The server counts these itself; rows come in their order. */
const COUNTED: Readonly<Record<string, string>> = { tree_head: 'id' };

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;
type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
};

/** How many rows each table has. */
export type MovedRows = Readonly<Record<string, number>>;

/**
 * Everything of a district's file into an empty database of a server, in one transaction: whole, or not at
 * all. Nobody else may have the file open.
 */
export function moveIn(
  file: SqlDatabase,
  server: SqlDatabase,
  district: string,
): Promise<MovedRows> {
  return file.snapshot((reader) =>
    server.write(async (tx) => {
      const taken = await tx.get('SELECT 1 FROM op_log UNION ALL SELECT 1 FROM meta LIMIT 1');
      if (taken !== null) {
        const why = 'the database on the server is not empty: nothing was moved';
        throw new AppError('storage/busy', { details: { why } });
      }
      const moved: Record<string, number> = {};
      for (const table of await tablesOf(reader)) {
        moved[table.name] = await moveTable(table, reader, tx);
      }
      await tx.run('INSERT INTO meta (key, value) VALUES (?, ?)', ['district', district]);
      // Until it knows how much there is, the server would plan for nothing.
      await tx.run('ANALYZE');
      return moved;
    }),
  );
}

async function tablesOf(reader: SqlReader): Promise<Table[]> {
  const sql = `SELECT t.name AS "table", c.name, c.pk FROM sqlite_schema t
               JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite@_%' ESCAPE '@'
               ORDER BY t.name, c.cid`;
  type Column = { readonly table: string; readonly name: string; readonly pk: number };
  const columns = await reader.all<Column>(sql);
  return [...new Set(columns.map(({ table }) => table))].map((name) => {
    const own = columns.filter((column) => column.table === name);
    const key = own.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    assert(key.length > 0, `${name} has a key to be read by`);
    return { name, columns: own.map((one) => one.name), key: key.map((one) => one.name) };
  });
}

async function moveTable(table: Table, reader: SqlReader, tx: SqlWriter): Promise<number> {
  const { name, key } = table;
  const kept = table.columns.filter((column) => column !== COUNTED[name]);
  const columns = [...kept, ...searchedBy(name)];
  const [keys, places] = [key.join(', '), key.map(() => '?').join(', ')];
  const select = `SELECT ${table.columns.join(', ')} FROM ${name}`;
  const tail = `ORDER BY ${keys} LIMIT ${ROWS_A_READ}`;
  let count = 0;
  let rows = await reader.all<Row>(`${select} ${tail}`);
  for (;;) {
    const last = rows.at(-1);
    if (last === undefined) return count;
    const values = rows.map((row): SqlRow => [
      ...kept.map((column) => row[column] ?? null),
      ...found(name, row),
    ]);
    count += await tx.insertRows(name, columns, values);
    const after = key.map((column) => last[column] ?? null);
    rows = await reader.all<Row>(`${select} WHERE (${keys}) > (${places}) ${tail}`, after);
  }
}

/** Columns that only the server has: what the file finds by looking into its documents. */
function searchedBy(table: string): readonly string[] {
  if (table === 'case_doc') return POSTGRES.cases.columns.slice(-1);
  return table === 'record' ? POSTGRES.records.columns.slice(-2) : [];
}

function found(table: string, row: Row): SqlRow {
  const doc = typeof row['doc'] === 'string' ? (JSON.parse(row['doc']) as unknown) : null;
  if (table === 'case_doc') {
    return POSTGRES.cases.row({ doc, stateHash: '', lastSeq: 0 } as StoredCase).slice(-1);
  }
  if (table !== 'record') return [];
  return POSTGRES.records.row({ type: row['type'], id: row['id'], doc } as StoredRecord).slice(-2);
}
