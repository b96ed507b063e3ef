-- What the district said to a batch that went there on a stick. It stays until the line is back, for its consoles hold
-- nothing of it yet; it goes on no other stick. JSON; null while it is undecided.
ALTER TABLE batch ADD COLUMN decided TEXT;

-- What a file for the district counts in, and by which key its answer is known. As last told over the line.
CREATE TABLE district (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  epoch TEXT NOT NULL,
  head_key TEXT NOT NULL
) STRICT;
