-- The kind of the group that a day is booked in, as it was then. Empty: not kept yet.
ALTER TABLE booking ADD COLUMN group_kind TEXT NOT NULL DEFAULT '';
