-- Files that were attached here or fetched from the district. The bytes lie sealed in the folder `files`
-- beside; a row says what they are for and whether the district has them.
CREATE TABLE attachment (
  sha256 TEXT NOT NULL,
  case_id TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  -- own: put here, not yet with the district; sent: with the district, too; fetched: a copy of the district's.
  state TEXT NOT NULL CHECK (state IN ('own', 'sent', 'fetched')),
  kept_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (sha256, case_id)
) STRICT, WITHOUT ROWID;
