import type { StoredRecord } from './districtStore.ts';
import { CASE_COLUMNS, RECORD_COLUMNS, caseRow, recordRow } from './sqlRows.ts';
import type { StoreDialect } from './storeDialect.ts';

/**
 * Documents are text here, too, and PostgreSQL never looks into one: JSON may hold what its own types
 * refuse (U+0000), and what is signed must come back as it was. What is searched by stands in columns.
 */
export const POSTGRES: StoreDialect = {
  cases: {
    columns: [...CASE_COLUMNS, 'case_no'],
    row: (one) => [...caseRow(one), one.doc.caseNo ?? null],
    long: 0,
  },
  records: {
    columns: [...RECORD_COLUMNS, 'rang_ms', 'ended_ms'],
    row: (record) => [...recordRow(record), rangAt(record), endedAt(record)],
    long: 0,
  },
  among: (column) => `${column} = ANY (ARRAY(SELECT json_array_elements_text(?::json)))`,
  pairs: `SELECT value ->> 0, value ->> 1 FROM json_array_elements(?::json)`,
  serial: `CAST(substring(substr(case_no, ?) FROM '^[0-9]{1,9}$') AS INTEGER)`,
  ownRecords: `type IN ('call', 'shift') AND ended_ms >= ?`,
  recentCalls: `SELECT doc FROM record WHERE type = 'call' AND rang_ms >= ?`,
  numberless: `SELECT case_id FROM case_doc WHERE case_no IS NULL
               ORDER BY created_ms, case_id LIMIT ?`,
  fill: `SELECT c.case_id, c.last_seq, c.state_hash, c.ended_ms, c.doc
         FROM case_doc c JOIN case_member m ON m.scope = ? AND m.case_id = c.case_id
         WHERE c.last_seq > ? AND c.last_seq <= ? AND (c.ended_ms IS NULL OR c.ended_ms >= ?)
         ORDER BY c.last_seq LIMIT ?`,
};

function rangAt(record: StoredRecord): number | null {
  return record.type === 'call' ? record.doc.rangAt : null;
}

function endedAt(record: StoredRecord): number | null {
  if (record.type === 'call') return record.doc.endedAt;
  return record.type === 'shift' ? record.doc.openedAt : null;
}
