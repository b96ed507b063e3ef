-- What the district has signed about its own log, and the hashes from which proofs are made.

CREATE TABLE tree_head (
  id      BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  epoch   TEXT COLLATE "C" NOT NULL,
  size    BIGINT  NOT NULL,
  root    TEXT COLLATE "C" NOT NULL,
  at_ms   BIGINT  NOT NULL,
  -- Each history that this log went on from, with its length where the next one began.
  lineage TEXT COLLATE "C" NOT NULL,
  key     TEXT COLLATE "C" NOT NULL,
  sig     TEXT COLLATE "C" NOT NULL
);
CREATE INDEX tree_head_by_size ON tree_head (size);

CREATE FUNCTION tree_head_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'tree_head is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER tree_head_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON tree_head
FOR EACH STATEMENT EXECUTE FUNCTION tree_head_is_append_only();

-- Perfect subtrees of 256 leaves and more; smaller ones are read from the log.
CREATE TABLE tree_node (
  level INTEGER NOT NULL,
  idx   BIGINT  NOT NULL,
  hash  TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (level, idx)
);
