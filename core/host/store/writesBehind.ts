import type { SqlWriter } from '../../storage/sqlite/database.ts';

/**
 * The same transaction for a task that computes while earlier statements are still under way: each of its own waits
 * until those are done.
 */
export function behind(before: Promise<unknown>, tx: SqlWriter): SqlWriter {
  return {
    all: (sql, params) => before.then(() => tx.all(sql, params)),
    get: (sql, params) => before.then(() => tx.get(sql, params)),
    run: (sql, params) => before.then(() => tx.run(sql, params)),
    exec: (sql) => before.then(() => tx.exec(sql)),
    insertRows: (into, columns, rows) => before.then(() => tx.insertRows(into, columns, rows)),
    upsertRows: (into, columns, rows) => before.then(() => tx.upsertRows(into, columns, rows)),
  };
}

/** Waits for both before it fails with either: no statement may run when its transaction has ended. */
export async function bothDone<T>(first: Promise<unknown>, second: Promise<T>): Promise<T> {
  await Promise.allSettled([first, second]);
  await first;
  return second;
}
