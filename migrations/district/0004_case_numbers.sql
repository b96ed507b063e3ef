-- Every number that was ever given, and whose it is: one number a case, one case a number.

CREATE TABLE case_number (
  case_no TEXT PRIMARY KEY,
  case_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX case_number_by_case ON case_number (case_id);

-- Numbers were not looked at before: where two cases came by the same one, it is the older case's.
INSERT OR IGNORE INTO case_number
SELECT json_extract(doc, '$.caseNo'), case_id FROM case_doc
WHERE json_extract(doc, '$.caseNo') IS NOT NULL
ORDER BY created_ms, case_id;
