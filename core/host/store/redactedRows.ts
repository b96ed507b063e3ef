import type { Database, SqlReader } from '../../storage/sqlite/database.ts';
import type { HeldCase } from './pageApply.ts';

/** By case, the version at which its words were taken out: of what was there before nothing is kept here. */
export type RedactedCases = ReadonlyMap<string, number>;

export function redactedIn(cases: ReadonlyMap<string, HeldCase>): RedactedCases {
  const found = new Map<string, number>();
  for (const [id, held] of cases) {
    const ver = held.form === 'stub' ? held.stub.redacted : held.doc.redacted?.ver;
    if (ver !== undefined) found.set(id, ver);
  }
  return found;
}

/** Of these cases those that are redacted, as they are held here in whatever form. */
export async function redactedAmong(
  reader: SqlReader,
  ids: readonly string[],
): Promise<RedactedCases> {
  const list = JSON.stringify(ids);
  const rows = await reader.all<{ case_id: string; ver: number }>(
    `SELECT case_id, coalesce(json_extract(doc, '$.redacted.ver'), json_extract(doc, '$.redacted')) AS ver
     FROM confirmed WHERE case_id IN (SELECT value FROM json_each(?1))
       AND json_extract(doc, '$.redacted') IS NOT NULL
     UNION ALL
     SELECT case_id, json_extract(stub, '$.redacted') AS ver FROM cold
     WHERE case_id IN (SELECT value FROM json_each(?1)) AND json_extract(stub, '$.redacted') IS NOT NULL`,
    [list],
  );
  return new Map(rows.map(({ case_id: id, ver }) => [id, ver]));
}

/** Copies the journal into the file, as far as nobody reads an older state: what it held of before is gone. */
export async function emptyJournal(database: Database): Promise<void> {
  await database.maintain((writer) => writer.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
}

/** The index keeps the words of rows that were written anew until its parts are joined. */
export async function wipeIndex(database: Database): Promise<void> {
  await database.write((tx) => tx.exec(`INSERT INTO board_text(board_text) VALUES ('optimize')`));
  await emptyJournal(database);
}
