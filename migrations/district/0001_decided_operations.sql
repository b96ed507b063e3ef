-- The district's truth: every decided operation in one order, and what follows from it.

CREATE TABLE op_log (
  server_seq  INTEGER PRIMARY KEY,
  op_id       TEXT    NOT NULL,
  replica     TEXT    NOT NULL,
  incarnation INTEGER NOT NULL,
  rseq        INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  case_id     TEXT,
  ver         INTEGER,
  outcome     TEXT    NOT NULL,
  rule        INTEGER,
  at_ms       INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  op_hash     TEXT    NOT NULL,
  -- SHA-256 over the chain before, op_hash, outcome and state hash.
  chain       TEXT    NOT NULL,
  -- 1 when the decision has records or notices, which not every reader of the case may have.
  has_extra   INTEGER NOT NULL,
  op          TEXT    NOT NULL,
  decision    TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX op_log_by_replica ON op_log (replica, incarnation, rseq);
CREATE UNIQUE INDEX op_log_by_id ON op_log (op_id);
CREATE INDEX op_log_by_case ON op_log (case_id, ver) WHERE case_id IS NOT NULL;

CREATE TRIGGER op_log_no_update BEFORE UPDATE ON op_log
BEGIN SELECT RAISE(ABORT, 'op_log is append-only'); END;
CREATE TRIGGER op_log_no_delete BEFORE DELETE ON op_log
BEGIN SELECT RAISE(ABORT, 'op_log is append-only'); END;

CREATE TABLE case_doc (
  case_id    TEXT    PRIMARY KEY,
  ver        INTEGER NOT NULL,
  last_seq   INTEGER NOT NULL,
  state_hash TEXT    NOT NULL,
  stage      TEXT    NOT NULL,
  holder     TEXT    NOT NULL,
  street     TEXT,
  created_ms INTEGER NOT NULL,
  -- When it was closed, refused, voided or merged; null while it is open.
  ended_ms   INTEGER,
  doc        TEXT    NOT NULL
) STRICT;
CREATE INDEX case_doc_by_seq ON case_doc (last_seq);
CREATE INDEX case_doc_open ON case_doc (case_id) WHERE ended_ms IS NULL;
CREATE INDEX case_doc_by_creation ON case_doc (created_ms);
CREATE INDEX case_doc_by_end ON case_doc (ended_ms) WHERE ended_ms IS NOT NULL;

CREATE TABLE case_member (
  scope   TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (scope, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  type TEXT    NOT NULL,
  id   TEXT    NOT NULL,
  ver  INTEGER NOT NULL,
  doc  TEXT    NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- What each scope is told, in order. The body of an event stands in op_log; an enter or a leave has its own.
CREATE TABLE feed (
  scope   TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  part    INTEGER NOT NULL,
  type    TEXT    NOT NULL CHECK (type IN ('event', 'part', 'enter', 'leave')),
  case_id TEXT,
  body    TEXT,
  PRIMARY KEY (scope, seq, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_head (
  scope TEXT    PRIMARY KEY,
  seq   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each replica's chain is decided.
CREATE TABLE replica_mark (
  replica        TEXT    NOT NULL,
  incarnation    INTEGER NOT NULL,
  rseq           INTEGER NOT NULL,
  hash           TEXT    NOT NULL,
  at_ms          INTEGER NOT NULL,
  quarantined_ms INTEGER,
  PRIMARY KEY (replica, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
