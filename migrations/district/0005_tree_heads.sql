-- What the district has signed about its own log, and the hashes from which proofs are made.

CREATE TABLE tree_head (
  id      INTEGER PRIMARY KEY,
  epoch   TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  root    TEXT    NOT NULL,
  at_ms   INTEGER NOT NULL,
  -- Each history that this log went on from, with its length where the next one began.
  lineage TEXT    NOT NULL,
  key     TEXT    NOT NULL,
  sig     TEXT    NOT NULL
) STRICT;
CREATE INDEX tree_head_by_size ON tree_head (size);

CREATE TRIGGER tree_head_no_update BEFORE UPDATE ON tree_head
BEGIN SELECT RAISE(ABORT, 'tree_head is append-only'); END;
CREATE TRIGGER tree_head_no_delete BEFORE DELETE ON tree_head
BEGIN SELECT RAISE(ABORT, 'tree_head is append-only'); END;

-- Perfect subtrees of 256 leaves and more; smaller ones are read from the log.
CREATE TABLE tree_node (
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  hash  TEXT    NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;
