import { setImmediate as turn } from 'node:timers/promises';
import type { Hashing } from '../../kernel/hashing.ts';
import type { Json } from '../../kernel/mergePatch.ts';
import type { SqlReader, SqlWriter } from '../../storage/sqlite/database.ts';
import type { CheckedRecords, OwnStates } from '../../sync/syncPorts.ts';
import type { RecordBook } from './recordBook.ts';

const ROWS_A_STEP = 100;

type Row = { readonly type: string; readonly id: string; readonly body: string };

type Ports = {
  /** Of one moment. */
  readonly read: (task: (reader: SqlReader) => Promise<OwnStates>) => Promise<OwnStates>;
  readonly write: (task: (tx: SqlWriter) => Promise<string | null>) => Promise<string | null>;
  readonly book: () => RecordBook;
  readonly changed: (type: string) => void;
};

/** Confirmed records, as they are held against the district's (docs/adr/0023). */
export function checkedRecords(hashing: Hashing, ports: Ports): CheckedRecords {
  return {
    states: (kinds) => ports.read((reader) => readRecordStates(reader, kinds, hashing)),
    mend: async (key, doc, was) => {
      const by = { book: ports.book(), hashing };
      const type = await ports.write((tx) => mendRecord(tx, { key, doc, was }, by));
      if (type !== null) ports.changed(type);
      return type !== null;
    },
  };
}

/** Hashes of the records of these kinds as their rows stand now, by `type/id`. */
async function readRecordStates(
  reader: SqlReader,
  kinds: readonly string[],
  hashing: Hashing,
): Promise<OwnStates> {
  const at = "SELECT seq FROM cursor WHERE scope = 'ref'";
  const cursor = (await reader.get<{ seq: number }>(at))?.seq ?? 0;
  const states = new Map<string, string>();
  for (const kind of kinds) {
    for (let after = ''; ; await turn()) {
      const rows = await reader.all<Row>(
        'SELECT type, id, body FROM record WHERE type = ? AND id > ? ORDER BY id LIMIT ?',
        [kind, after, ROWS_A_STEP],
      );
      for (const { id, body } of rows) states.set(`${kind}/${id}`, hashOf(body, hashing));
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_A_STEP) break;
      after = last.id;
    }
  }
  return { cursor, states };
}

/** Null when the row is not the one any more that was found wrong, or the answer says the same as it. */
async function mendRecord(
  tx: SqlWriter,
  {
    key,
    doc,
    was,
  }: { readonly key: string; readonly doc: Json | null; readonly was: string | null },
  { book, hashing }: { readonly book: RecordBook; readonly hashing: Hashing },
): Promise<string | null> {
  const [type = ''] = key.split('/', 1);
  const id = key.slice(type.length + 1);
  const sql = 'SELECT type, id, body FROM record WHERE type = ? AND id = ?';
  const row = await tx.get<Row>(sql, [type, id]);
  if ((row === null ? null : hashOf(row.body, hashing)) !== was) return null;
  if ((doc === null ? null : hashing.sha256(hashing.canonical(doc))) === was) return null;
  if (doc === null) {
    await tx.run('DELETE FROM record WHERE type = ? AND id = ?', [type, id]);
    book.drop(type, id);
  } else {
    const written = [type, id, JSON.stringify(doc)];
    await tx.run('INSERT OR REPLACE INTO record VALUES (?, ?, 0, ?)', written);
    book.put(type, id, doc);
  }
  return type;
}

/** What cannot be read is no record of the district's, and has the hash of what it is. */
function hashOf(text: string, hashing: Hashing): string {
  try {
    return hashing.sha256(hashing.canonical(JSON.parse(text)));
  } catch {
    return hashing.sha256(text);
  }
}
