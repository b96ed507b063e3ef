import { keysOfCase, keysOfReader, wholeScope } from '../../domain/permission/reading.ts';
import type { ReadableDoc, Reader } from '../../domain/permission/reading.ts';
import type { SqlParams } from '../../storage/sqlite/database.ts';

/** Keys of a person at this console, or null when every case that it holds is open to him. */
export type Keys = readonly string[] | null;

/** Opens everything in the district: kept with no case. */
const EVERYTHING = wholeScope('district');

export function keysAt(reader: Reader | null, scope: string): Keys {
  if (reader === null) return [];
  const keys = keysOfReader(reader);
  return keys.includes(EVERYTHING) || keys.includes(wholeScope(scope)) ? null : keys;
}

/** As kept beside a row of the board. */
export function storedKeys(doc: ReadableDoc): string[] {
  return keysOfCase(doc).filter((key) => key !== EVERYTHING);
}

export type KeyClause = { readonly sql: string; readonly params: SqlParams };

/** ` AND …`: only rows that these keys open, found by the keys' index. Empty where all are open. */
export function andOpenedBy(keys: Keys, id = 'id'): KeyClause {
  if (keys === null) return { sql: '', params: [] };
  const sql = ` AND ${id} IN (SELECT id FROM board_key WHERE key IN (SELECT value FROM json_each(?)))`;
  return { sql, params: [JSON.stringify(keys)] };
}
