-- What crosses between parks beside contracts: the days on which an owner's centre is closed, and that a child has a place.

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

-- One row for all parks. Whoever says something of places holds it: of two parks that do so at once, the later sees what the
-- other said.
CREATE TABLE place_mark_turn (
  id BIGINT NOT NULL PRIMARY KEY,
  turns BIGINT NOT NULL
);
INSERT INTO place_mark_turn (id, turns) VALUES (1, 0);

-- Of no park, and read by all: on which days somebody has a place, and in which half of the day (empty: the whole). `mark` is a
-- hash of a child's document under a key of the installation; `holder` and `place` are hashes, under the key of the park that
-- says so, of the mark and of the child there: who has not that key learns from neither which park, nor that two rows are one's.
CREATE TABLE place_mark (
  mark TEXT NOT NULL,
  holder TEXT NOT NULL,
  place TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  session TEXT NOT NULL,
  -- 1: somebody else has said something of this mark, and the holder is to look again.
  disturbed BIGINT NOT NULL,
  PRIMARY KEY (mark, holder, place, from_date)
);
CREATE INDEX place_mark_disturbed ON place_mark (mark) WHERE disturbed = 1;

-- What a park has said of its children.
CREATE TABLE child_mark (
  park_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  -- Empty: it has no document, and nothing was said.
  mark TEXT NOT NULL,
  holder TEXT NOT NULL,
  place TEXT NOT NULL,
  -- The first day behind all that was said; empty: nothing was.
  until_date TEXT NOT NULL,
  -- How often its family was heard to change, and how often when it was last asked for.
  changes BIGINT NOT NULL,
  asked_changes BIGINT NOT NULL,
  -- Places of it that meet others, as they were published: `{enrolment} {date}` each.
  found TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, child_id)
);
CREATE INDEX child_mark_mark ON child_mark (park_id, mark);
CREATE INDEX child_mark_family ON child_mark (park_id, family_id);
CREATE INDEX child_mark_changed ON child_mark (park_id, child_id) WHERE changes > asked_changes;
CREATE INDEX child_mark_until ON child_mark (park_id, until_date) WHERE until_date <> '';

-- The revision of the place that was said.
ALTER TABLE enrolment ADD COLUMN marked BIGINT NOT NULL DEFAULT 0;
CREATE INDEX enrolment_unmarked ON enrolment (park_id, child_id) WHERE marked < revision;
