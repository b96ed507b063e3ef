-- 1 where the district could not take it from a stick, for it waits for something: others go on the next one first.
ALTER TABLE batch ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;
