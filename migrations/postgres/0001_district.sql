-- The district's truth: every decided operation in one order, and what follows from it. The same as the
-- SQLite files 0001 to 0004 make, for a server. Every text compares by its bytes, whatever the database's
-- own language, so that both stores have one order.

CREATE TABLE op_log (
  server_seq  BIGINT  PRIMARY KEY,
  op_id       TEXT COLLATE "C" NOT NULL,
  replica     TEXT COLLATE "C" NOT NULL,
  incarnation BIGINT  NOT NULL,
  rseq        BIGINT  NOT NULL,
  kind        TEXT COLLATE "C" NOT NULL,
  case_id     TEXT COLLATE "C",
  ver         BIGINT,
  outcome     TEXT COLLATE "C" NOT NULL,
  rule        INTEGER,
  at_ms       BIGINT  NOT NULL,
  received_ms BIGINT  NOT NULL,
  op_hash     TEXT COLLATE "C" NOT NULL,
  -- SHA-256 over the chain before, op_hash, outcome and state hash.
  chain       TEXT COLLATE "C" NOT NULL,
  -- 1 when the decision has records or notices, which not every reader of the case may have.
  has_extra   INTEGER NOT NULL,
  -- JSON, kept as the text that was signed.
  op          TEXT COLLATE "C" NOT NULL,
  decision    TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX op_log_by_replica ON op_log (replica, incarnation, rseq);
CREATE UNIQUE INDEX op_log_by_id ON op_log (op_id);
CREATE INDEX op_log_by_case ON op_log (case_id, ver) WHERE case_id IS NOT NULL;
CREATE INDEX op_log_callbacks ON op_log (at_ms) WHERE kind = 'callback.try';

CREATE FUNCTION op_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'op_log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER op_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON op_log
FOR EACH STATEMENT EXECUTE FUNCTION op_log_is_append_only();

CREATE TABLE case_doc (
  case_id    TEXT COLLATE "C" PRIMARY KEY,
  ver        BIGINT NOT NULL,
  last_seq   BIGINT NOT NULL,
  state_hash TEXT COLLATE "C" NOT NULL,
  stage      TEXT COLLATE "C" NOT NULL,
  holder     TEXT COLLATE "C" NOT NULL,
  street     TEXT COLLATE "C",
  created_ms BIGINT NOT NULL,
  -- When it was closed, refused, voided or merged; null while it is open.
  ended_ms   BIGINT,
  doc        TEXT COLLATE "C" NOT NULL,
  -- As its document says; null while it has none.
  case_no    TEXT COLLATE "C"
);
CREATE INDEX case_doc_by_seq ON case_doc (last_seq);
CREATE INDEX case_doc_open ON case_doc (case_id) WHERE ended_ms IS NULL;
CREATE INDEX case_doc_by_creation ON case_doc (created_ms);
CREATE INDEX case_doc_by_end ON case_doc (ended_ms) WHERE ended_ms IS NOT NULL;
CREATE INDEX case_doc_numberless ON case_doc (created_ms, case_id) WHERE case_no IS NULL;

CREATE TABLE case_member (
  scope   TEXT COLLATE "C" NOT NULL,
  case_id TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (scope, case_id)
);

CREATE TABLE record (
  type     TEXT COLLATE "C" NOT NULL,
  id       TEXT COLLATE "C" NOT NULL,
  ver      BIGINT NOT NULL,
  doc      TEXT COLLATE "C" NOT NULL,
  -- Of a call: when it rang. Of a call or a shift: when it ended, or began.
  rang_ms  BIGINT,
  ended_ms BIGINT,
  PRIMARY KEY (type, id)
);
CREATE INDEX record_calls ON record (rang_ms) WHERE type = 'call';

-- What each scope is told, in order. The body of an event stands in op_log; an enter or a leave has its own.
CREATE TABLE feed (
  scope   TEXT COLLATE "C" NOT NULL,
  seq     BIGINT  NOT NULL,
  part    INTEGER NOT NULL,
  type    TEXT COLLATE "C" NOT NULL CHECK (type IN ('event', 'part', 'enter', 'leave')),
  case_id TEXT COLLATE "C",
  body    TEXT COLLATE "C",
  PRIMARY KEY (scope, seq, part)
);

CREATE TABLE feed_head (
  scope TEXT COLLATE "C" PRIMARY KEY,
  seq   BIGINT NOT NULL
);

-- How far each replica's chain is decided.
CREATE TABLE replica_mark (
  replica        TEXT COLLATE "C" NOT NULL,
  incarnation    BIGINT NOT NULL,
  rseq           BIGINT NOT NULL,
  hash           TEXT COLLATE "C" NOT NULL,
  at_ms          BIGINT NOT NULL,
  quarantined_ms BIGINT,
  PRIMARY KEY (replica, incarnation)
);

CREATE TABLE meta (
  key   TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);

-- Every number that was ever given, and whose it is: one number a case, one case a number.
CREATE TABLE case_number (
  case_no TEXT COLLATE "C" PRIMARY KEY,
  case_id TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX case_number_by_case ON case_number (case_id);

-- Secrets of the district: never in an operation, never in a feed.
CREATE TABLE login (
  login        TEXT COLLATE "C" PRIMARY KEY,
  person       TEXT COLLATE "C" NOT NULL,
  verifier     TEXT COLLATE "C" NOT NULL,
  tries        BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX login_by_person ON login (person);

CREATE TABLE session (
  token_hash TEXT COLLATE "C" PRIMARY KEY,
  person     TEXT COLLATE "C" NOT NULL,
  seat       TEXT COLLATE "C" NOT NULL,
  device     TEXT COLLATE "C" NOT NULL,
  opened_ms  BIGINT NOT NULL,
  until_ms   BIGINT NOT NULL
);
CREATE INDEX session_by_person ON session (person);

CREATE TABLE enrol_code (
  code_hash  TEXT COLLATE "C" PRIMARY KEY,
  scope      TEXT COLLATE "C" NOT NULL,
  issued_by  TEXT COLLATE "C" NOT NULL,
  expires_ms BIGINT NOT NULL,
  used_ms    BIGINT
);
