-- Heads of the district's log that this console has seen: it is a witness of them.

CREATE TABLE tree_head (
  id      INTEGER PRIMARY KEY,
  -- 'doubted': signed by the district, and not the same log as the heads kept before.
  state   TEXT    NOT NULL CHECK (state IN ('kept', 'doubted')),
  seen_ms INTEGER NOT NULL,
  epoch   TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  body    TEXT    NOT NULL
) STRICT;
