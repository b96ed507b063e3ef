-- A half-typed form holds a caller's number and name: sealed, and each person's own. What was kept in
-- clear belongs to nobody in particular and goes, its pages overwritten.
PRAGMA secure_delete = ON;

DROP TABLE draft;

CREATE TABLE draft (
  person TEXT NOT NULL,
  key TEXT NOT NULL,
  sealed TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;
