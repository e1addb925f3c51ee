-- Kinds of care: halves of the day, places that rest or follow others, and days that are booked without a place.

ALTER TABLE seat_group ADD COLUMN half_days_share BIGINT NOT NULL DEFAULT 0;

-- '', MORNING or AFTERNOON.
ALTER TABLE application ADD COLUMN session TEXT NOT NULL DEFAULT '';
-- What of the seat is taken: '' is all of it.
ALTER TABLE offer ADD COLUMN seat_part TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN session TEXT NOT NULL DEFAULT '';
ALTER TABLE enrolment ADD COLUMN seat_part TEXT NOT NULL DEFAULT '';
-- `{centre}/{id}` of the place that ended when this one started; empty: none.
ALTER TABLE enrolment ADD COLUMN follows TEXT NOT NULL DEFAULT '';
-- The first day of the first place of that row; empty: the place's own.
ALTER TABLE enrolment ADD COLUMN entitled_from TEXT NOT NULL DEFAULT '';
-- `{from}/{until}/{reason}/{1 where the seat is kept}` each, by day.
ALTER TABLE enrolment ADD COLUMN suspensions TEXT NOT NULL DEFAULT '';

CREATE TABLE booking (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  from_minute BIGINT NOT NULL,
  until_minute BIGINT NOT NULL,
  state TEXT NOT NULL,
  -- 1 while it takes a seat of the group that day.
  takes_seat BIGINT NOT NULL,
  -- The place whose seat that is, `{centre}/{id}`; empty: a seat that was free.
  lender TEXT NOT NULL,
  -- The calendar year that it is a use of; empty: of none.
  use_year TEXT NOT NULL,
  -- Empty where it is no use.
  cancel_until TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
-- No child is booked twice on a day, and no place lends its seat twice.
CREATE UNIQUE INDEX booking_child_day ON booking (park_id, child_id, day) WHERE state = 'BOOKED';
CREATE UNIQUE INDEX booking_lender_day ON booking (park_id, lender, day) WHERE takes_seat = 1 AND lender <> '';
CREATE INDEX booking_centre_day ON booking (park_id, centre_id, day, id);
CREATE INDEX booking_day ON booking (park_id, day, id);
CREATE INDEX booking_family ON booking (park_id, family_id, day, id);
CREATE INDEX booking_use ON booking (park_id, child_id, use_year) WHERE use_year <> '';
