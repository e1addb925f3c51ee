-- What a centre says of itself beside its seats, and when it last said something else.

-- `{weekdays}@{open}-{close}` each: weekdays as a sum of 1 for Monday, 2 for Tuesday, 4 … 64, minutes after midnight.
ALTER TABLE centre ADD COLUMN opening_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE centre ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE centre ADD COLUMN inclusive BIGINT NOT NULL DEFAULT 0;
ALTER TABLE centre ADD COLUMN care_kinds TEXT NOT NULL DEFAULT '';

-- Counts the changes of a park's centres, in the transaction of each: whoever keeps them in memory compares. No row: 0.
CREATE TABLE centre_edition (
  park_id TEXT NOT NULL,
  edition BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);
