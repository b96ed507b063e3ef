import { CASE_COLUMNS, RECORD_COLUMNS, caseRow, recordRow } from './sqlRows.ts';
import type { StoreDialect } from './storeDialect.ts';

export const SQLITE: StoreDialect = {
  cases: { columns: CASE_COLUMNS, row: caseRow, long: 1 },
  records: { columns: RECORD_COLUMNS, row: recordRow, long: 1 },
  among: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  pairs: `SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)`,
  serial: 'CAST(substr(case_no, ?) AS INTEGER)',
  ownRecords: `type IN ('call', 'shift') AND
    coalesce(json_extract(doc, '$.endedAt'), json_extract(doc, '$.openedAt')) >= ?`,
  recentCalls: `SELECT doc FROM record INDEXED BY record_calls
                WHERE type = 'call' AND json_extract(doc, '$.rangAt') >= ?`,
  numberless: `SELECT case_id FROM case_doc c WHERE json_extract(c.doc, '$.caseNo') IS NULL
               ORDER BY created_ms, case_id LIMIT ?`,
  // The cross join holds the planner to the order of last changes: without statistics it would sort all
  // members for every page.
  fill: `SELECT c.case_id, c.last_seq, c.state_hash, c.ended_ms, c.doc
         FROM case_doc c CROSS JOIN case_member m ON m.scope = ? AND m.case_id = c.case_id
         WHERE c.last_seq > ? AND c.last_seq <= ? AND (c.ended_ms IS NULL OR c.ended_ms >= ?)
         ORDER BY c.last_seq LIMIT ?`,
};
