-- Numbers told to a caller while a form was open, by the token with which the form will be sent. The case of
-- that form takes exactly this number; one whose form was given up stays as a gap.
CREATE TABLE told_number (
  form TEXT PRIMARY KEY,
  case_no TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
