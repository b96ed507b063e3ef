-- The truth of one console: every act that was acknowledged to a person. Frozen: later versions add columns
-- at the most. Nothing else may ever be needed to send these rows.
CREATE TABLE act (
  incarnation INTEGER NOT NULL,
  rseq INTEGER NOT NULL,
  op_id TEXT NOT NULL,
  once TEXT,
  kind TEXT NOT NULL,
  case_id TEXT,
  case_no TEXT,
  made_at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  later INTEGER NOT NULL DEFAULT 0,
  op TEXT NOT NULL,
  PRIMARY KEY (incarnation, rseq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX act_by_op ON act (op_id, incarnation);
CREATE UNIQUE INDEX act_by_once ON act (once, incarnation) WHERE once IS NOT NULL;

CREATE TRIGGER act_is_append_only BEFORE UPDATE ON act BEGIN
  SELECT RAISE(ABORT, 'an act is never changed');
END;

-- What the district decided, as delivered. `seen`: the confirmed case has reached it, the overlay is done.
CREATE TABLE decision (
  op_id TEXT PRIMARY KEY,
  rseq INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  rule INTEGER,
  reason TEXT,
  ver INTEGER,
  server_seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  seen INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by_rseq ON decision (incarnation, rseq);

CREATE TABLE replica (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  device TEXT NOT NULL,
  replica TEXT NOT NULL,
  incarnation INTEGER NOT NULL
) STRICT;

-- Ranges of serials of every day, granted to one incarnation.
CREATE TABLE number_lease (
  origin TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  incarnation INTEGER NOT NULL,
  PRIMARY KEY (origin, first)
) STRICT, WITHOUT ROWID;

-- Highest serial used per range and day: a wrong clock or a lost replica reuses nothing.
CREATE TABLE number_used (
  origin TEXT NOT NULL,
  first INTEGER NOT NULL,
  day TEXT NOT NULL,
  highest INTEGER NOT NULL,
  PRIMARY KEY (origin, first, day)
) STRICT, WITHOUT ROWID;
