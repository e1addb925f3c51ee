-- Prices of other care than full days, booked care, causes of corrections, and what is looked at before a month is signed.

-- NULL: the centre has no price for it.
ALTER TABLE tariff ADD COLUMN half_day_bp BIGINT;
ALTER TABLE tariff ADD COLUMN half_day_meal_fee_minor BIGINT;
ALTER TABLE tariff ADD COLUMN hour_fee_minor BIGINT;
ALTER TABLE tariff ADD COLUMN late_hour_fee_minor BIGINT;
ALTER TABLE tariff ADD COLUMN day_fee_minor BIGINT;
ALTER TABLE tariff ADD COLUMN back_up_day_fee_minor BIGINT;
ALTER TABLE tariff ADD COLUMN suspended_by_family_bp BIGINT;
ALTER TABLE tariff ADD COLUMN suspended_by_others_bp BIGINT;

-- Of booked care, which has no enrolment: the kind of its groups.
ALTER TABLE statement ADD COLUMN booked_kind TEXT NOT NULL DEFAULT '';
CREATE INDEX statement_centre ON statement (park_id, centre, month, preview, id);

-- Why a difference is one, where it can be told.
ALTER TABLE statement_line ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE statement_share ADD COLUMN cause TEXT NOT NULL DEFAULT '';

-- The first day on which whatever the present copy bills is over; empty: there is no such day.
ALTER TABLE month ADD COLUMN over_from TEXT NOT NULL DEFAULT '';

-- What a copy says of itself for the checklist: an item, why it is open, how many it concerns, and the first of
-- their names, one a line. Written with the step that makes the copy the present one, and deleted with the next.
CREATE TABLE copy_note (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  item TEXT NOT NULL,
  reason TEXT NOT NULL,
  concerned BIGINT NOT NULL,
  names TEXT NOT NULL,
  PRIMARY KEY (park_id, month, preview, item, reason)
);

-- Who named which open item when signing a copy; gone with the signatures.
CREATE TABLE acknowledgement (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  item TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (park_id, month, preview, item, subject)
);
