-- Seats for half days in allocations.

-- How many of the group's seats for all are for them, as the round was opened.
ALTER TABLE allocation_group ADD COLUMN half_seats BIGINT NOT NULL DEFAULT 0;
-- Of a unit for half days MORNING or AFTERNOON; empty: whole seats.
ALTER TABLE allocation_unit ADD COLUMN part TEXT NOT NULL DEFAULT '';
