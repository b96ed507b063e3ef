/**
 * What a store asks of a database, whichever it is. Statements carry `?` for their parameters; what SQLite
 * and PostgreSQL say differently stands in the store's dialect.
 */
export type SqlValue = string | number | null | Uint8Array;
export type SqlParams = readonly SqlValue[];
export type SqlRow = readonly (string | number | null)[];
export type SlowQuery = { readonly sql: string; readonly ms: number };
/** `long`: so many columns, the last ones, are texts of any length. */
export type InsertTarget = { readonly table: string; readonly long?: number };
export type UpsertTarget = InsertTarget & { readonly key: readonly string[] };

/** Reads inside one transaction or on one reader. Void after its task has ended. */
export interface SqlReader {
  all<Row>(sql: string, params?: SqlParams): Promise<Row[]>;
  get<Row>(sql: string, params?: SqlParams): Promise<Row | null>;
}

export interface SqlWriter extends SqlReader {
  run(sql: string, params?: SqlParams): Promise<{ readonly changes: number }>;
  /** Many rows in few round trips; values may not be blobs. */
  insertRows(
    into: string | InsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number>;
  /** As insertRows, but a row whose key is there already is changed in place. */
  upsertRows(
    into: UpsertTarget,
    columns: readonly string[],
    rows: readonly SqlRow[],
  ): Promise<number>;
}

export interface SqlDatabase {
  /** One transaction on the only writer. Tasks run one after the other, in the order asked. */
  write<T>(task: (tx: SqlWriter) => Promise<T>): Promise<T>;
  /** Reads on one of the readers: what is committed. */
  read<T>(task: (reader: SqlReader) => Promise<T>): Promise<T>;
  /** Several reads of one moment. */
  snapshot<T>(task: (reader: SqlReader) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
