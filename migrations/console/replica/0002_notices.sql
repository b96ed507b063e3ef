-- What the district told this scope and the persons who log in here: a bounded list an inbox, the newest kept.
CREATE TABLE notice (
  inbox TEXT NOT NULL,
  op_id TEXT NOT NULL,
  code TEXT NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (inbox, op_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_newest ON notice (inbox, seq DESC);
CREATE INDEX notice_oldest ON notice (seq);
