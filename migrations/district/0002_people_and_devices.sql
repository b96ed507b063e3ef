-- Secrets of the district: never in an operation, never in a feed.

CREATE TABLE login (
  login        TEXT    PRIMARY KEY,
  person       TEXT    NOT NULL,
  verifier     TEXT    NOT NULL,
  tries        INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX login_by_person ON login (person);

CREATE TABLE session (
  token_hash TEXT    PRIMARY KEY,
  person     TEXT    NOT NULL,
  seat       TEXT    NOT NULL,
  device     TEXT    NOT NULL,
  opened_ms  INTEGER NOT NULL,
  until_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_person ON session (person);

CREATE TABLE enrol_code (
  code_hash  TEXT    PRIMARY KEY,
  scope      TEXT    NOT NULL,
  issued_by  TEXT    NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_ms    INTEGER
) STRICT, WITHOUT ROWID;
