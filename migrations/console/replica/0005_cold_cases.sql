-- Cases that ended long ago, of which this console's scope is still a member: what is kept of each, to be found
-- by its number. The district keeps them whole and is asked when somebody opens one.
CREATE TABLE cold (
  case_id TEXT PRIMARY KEY,
  case_no TEXT NOT NULL,
  ended_at INTEGER NOT NULL,
  stub TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cold_by_number ON cold (case_no);
CREATE INDEX cold_by_end ON cold (ended_at);
