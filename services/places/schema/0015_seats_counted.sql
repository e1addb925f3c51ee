-- What seats are counted by: whoever asks for a group reads what is taken of it today, and neither what was nor what is
-- taken of its neighbours.

-- Places that take a seat on some day; one that ended on its first day never was.
CREATE INDEX enrolment_seat ON enrolment (park_id, centre_id, group_id, end_date) WHERE start_date < end_date;

-- Of many open offers few hold their seats today.
DROP INDEX offer_state;
CREATE INDEX offer_open ON offer (park_id, centre_id, group_id, hold_date) WHERE state = 'OPEN';

-- Counts the changes of a centre's places: what was read of them at an edition is right while it stands. A centre whose
-- places have not changed since this was kept has no row, and edition 0.
CREATE TABLE places_edition (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  edition BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id)
);
