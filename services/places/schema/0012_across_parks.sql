-- What crosses between parks beside contracts: the days on which an owner's centre is closed.

-- Counted up by whatever changes the days on which a park's centres are open.
CREATE TABLE days_edition (
  park_id TEXT NOT NULL,
  edition BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);
INSERT INTO days_edition (park_id, edition)
  SELECT park_id, 1 FROM closure UNION SELECT park_id, 1 FROM opening_calendar;

-- Of it, what the guest was told.
ALTER TABLE park_contract ADD COLUMN told_days BIGINT NOT NULL DEFAULT 0;

-- Of a guest centre: the edition of the owner's days that it follows, and the owner's calendars as one. Its closures stand
-- with the park's own.
CREATE TABLE owner_days (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  edition BIGINT NOT NULL,
  closed_days TEXT NOT NULL,
  working_weekends TEXT NOT NULL,
  PRIMARY KEY (park_id, centre_id)
);
