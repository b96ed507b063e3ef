-- What is asked for every two seconds while a console stands open: the latest limit that ran out, and how
-- many open cases each scope holds. Both without a row of the board itself.
CREATE INDEX board_overdue ON board (due_at DESC, holder) WHERE open = 1 AND lane = 0 AND sign_by = 0;
CREATE INDEX board_holder ON board (holder) WHERE open = 1;
