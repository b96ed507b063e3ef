-- Numbers printed on blank cards for hours without the program: taken from the lease and told by nobody but
-- the card. Each becomes the number of one case, when its card is entered, or is given up.
CREATE TABLE paper_card (
  case_no TEXT PRIMARY KEY,
  printed_at INTEGER NOT NULL,
  printed_by TEXT NOT NULL,
  case_id TEXT,
  entered_at INTEGER,
  released_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_card_by_age ON paper_card (printed_at);
