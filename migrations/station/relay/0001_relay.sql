-- What the consoles of a street said and the district has not decided yet, in the order in which it came.
CREATE TABLE batch (
  via_seq INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  replica TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  ops TEXT NOT NULL,
  sig TEXT NOT NULL,
  held INTEGER NOT NULL
) STRICT;

-- Where each replica's chain ended here, also when the batches have left.
CREATE TABLE mark (
  replica TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  rseq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (replica, incarnation)
) STRICT;

-- Whom the district named last: these are let in while it is away.
CREATE TABLE device (
  device TEXT PRIMARY KEY,
  replica TEXT NOT NULL,
  public_key TEXT NOT NULL
) STRICT;
