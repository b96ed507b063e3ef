-- Acts that were decided long ago leave the outbox. Which act a form made stays: whoever sends the form again
-- is answered as before.
CREATE TABLE once_made (
  once TEXT PRIMARY KEY,
  op_id TEXT NOT NULL,
  rseq INTEGER NOT NULL,
  case_id TEXT,
  case_no TEXT,
  later INTEGER NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_made_by_age ON once_made (decided_at);

-- What may leave is looked for by when it was decided.
CREATE INDEX decision_by_time ON decision (at) WHERE seen = 1;
