-- Confirmed rows and what is derived from them. The whole file may be deleted at any time.
CREATE TABLE mark (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (
  scope TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `form`: full, stub (no longer a member) or broken (to be fetched whole).
CREATE TABLE confirmed (
  case_id TEXT PRIMARY KEY,
  ver INTEGER NOT NULL,
  form TEXT NOT NULL CHECK (form IN ('full', 'stub', 'broken')),
  doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmed_broken ON confirmed (case_id) WHERE form = 'broken';

CREATE TABLE event (
  case_id TEXT NOT NULL,
  ver INTEGER NOT NULL,
  server_seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  rule INTEGER,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (case_id, ver)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_of_resolving ON event (at) WHERE kind = 'conflict.resolve';
CREATE INDEX event_by_rule ON event (at, rule) WHERE rule IS NOT NULL;

CREATE TABLE record (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  ver INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- Pending acts folded over the confirmed case: what the console shows of it now.
CREATE TABLE overlay (
  case_id TEXT PRIMARY KEY,
  ops INTEGER NOT NULL,
  doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a case that is shown: filter columns computed once, `row` as it goes to the page.
-- lane: 0 now, 1 queue, 2 to dispatch, 3 returned, 4 to sign, 5 in hand, 6 to check, 7 to close, 8 ended.
-- `own_lane` is the lane without the clock; `lane` becomes 0 when `due_at` passes.
-- waits: roles it waits for, as bits. clock_key: which clock runs out first; ended cases newest first.
CREATE TABLE board (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL UNIQUE,
  case_no TEXT NOT NULL,
  open INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  own_lane INTEGER NOT NULL,
  waits INTEGER NOT NULL,
  sync INTEGER NOT NULL,
  urgency INTEGER NOT NULL,
  stage TEXT NOT NULL,
  street TEXT NOT NULL,
  holder TEXT NOT NULL,
  units TEXT NOT NULL,
  matter TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  closed_at INTEGER NOT NULL,
  near_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  sign_by INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  lon INTEGER,
  lat INTEGER,
  clock_key INTEGER NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX board_clock ON board (lane, clock_key, case_no, id);
CREATE INDEX board_newest ON board (created_at DESC, id);
CREATE INDEX board_updated ON board (updated_at DESC, id);
CREATE INDEX board_open ON board
  (lane, clock_key, case_no, id, own_lane, waits, sync, holder, near_at, created_at, updated_at, units) WHERE open = 1;
CREATE INDEX board_due ON board (due_at) WHERE open = 1 AND lane > 0;
CREATE INDEX board_sign_by ON board (sign_by) WHERE sign_by > 0;
CREATE INDEX board_pending ON board (id) WHERE sync = 1;
CREATE INDEX board_closed ON board (closed_at) WHERE closed_at > 0;
CREATE INDEX board_conflicts ON board (id) WHERE conflicts > 0;
CREATE INDEX board_street ON board (street) WHERE open = 1;

CREATE VIRTUAL TABLE board_text USING fts5(terms, content='', contentless_delete=1, tokenize='unicode61');
CREATE VIRTUAL TABLE board_point USING rtree_i32(id, west, east, south, north);

CREATE TABLE caller_case (
  number_hmac TEXT NOT NULL,
  case_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (number_hmac, created_at, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX caller_case_by_case ON caller_case (case_id);

CREATE TABLE case_number (
  case_no TEXT PRIMARY KEY,
  case_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
