-- Centres, groups and seats; applications, offers, enrolments; attendance.
-- Dates are ISO text, lists are joined by ';'. The reasons of absence are sealed under the child's key.

CREATE TABLE centre (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  code TEXT NOT NULL,
  display_name TEXT NOT NULL,
  provider_type TEXT NOT NULL,
  uscc TEXT NOT NULL,
  filing_number TEXT NOT NULL,
  filing_from TEXT NOT NULL,
  filing_until TEXT NOT NULL,
  latitude_micro BIGINT NOT NULL,
  longitude_micro BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

-- `id` is `{centre}/{group}`: one column, by which whoever takes a seat locks the row.
CREATE TABLE seat_group (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  capacity BIGINT NOT NULL,
  staff BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX seat_group_centre ON seat_group (park_id, centre_id);

-- `pool` is the kind, or `RESERVED/{firm}`.
CREATE TABLE seat_pool (
  park_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  pool TEXT NOT NULL,
  kind TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  seats BIGINT NOT NULL,
  PRIMARY KEY (park_id, group_id, pool)
);

CREATE TABLE opening_calendar (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  closed_days TEXT NOT NULL,
  working_weekends TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

-- The months that billing has closed, as heard from it.
CREATE TABLE closed_month (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  PRIMARY KEY (park_id, month)
);

-- The root row of a park's waiting list: who adds to it, offers from it or changes the seats locks it.
CREATE TABLE waiting_list (
  park_id TEXT NOT NULL,
  PRIMARY KEY (park_id)
);

-- The root row of a child: who gives it a place or takes one from it locks it.
CREATE TABLE child (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (park_id, id)
);

CREATE TABLE application (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  -- The child's first application under the programme is 0.
  ordinal BIGINT NOT NULL,
  choices TEXT NOT NULL,
  desired_start TEXT NOT NULL,
  submitted_time TEXT NOT NULL,
  state TEXT NOT NULL,
  -- How many offers it has had, and the last day of the one that is open; empty where none is.
  offers BIGINT NOT NULL,
  offered_until TEXT NOT NULL,
  -- 1 while it waits, is offered a seat or holds one.
  standing BIGINT NOT NULL,
  -- What it was judged on: the family's revision at directory, the decision's at eligibility.
  family_revision BIGINT NOT NULL,
  decision_revision BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE UNIQUE INDEX application_standing ON application (park_id, child_id, programme_id) WHERE standing = 1;
CREATE INDEX application_case ON application (park_id, case_number, id);
CREATE INDEX application_order ON application (park_id, standing, submitted_time, case_number, id);

CREATE TABLE offer (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  -- The application's: the order in which seats are held.
  submitted_time TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  group_kind TEXT NOT NULL,
  pool TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT NOT NULL,
  -- The last day on which the seat is held, and the last on which the offer can be accepted.
  hold_date TEXT NOT NULL,
  expire_date TEXT NOT NULL,
  state TEXT NOT NULL,
  decline_reason TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE INDEX offer_family ON offer (park_id, family_id, id);
CREATE INDEX offer_application ON offer (park_id, application_id);
CREATE INDEX offer_state ON offer (park_id, state, centre_id, group_id);

CREATE TABLE enrolment (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  group_id TEXT NOT NULL,
  group_kind TEXT NOT NULL,
  pool TEXT NOT NULL,
  start_date TEXT NOT NULL,
  -- The first day outside.
  end_date TEXT NOT NULL,
  -- 1 until somebody ended it.
  running BIGINT NOT NULL,
  end_reason TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id, id)
);
-- No child has two running places, whatever a handler thinks.
CREATE UNIQUE INDEX enrolment_running ON enrolment (park_id, child_id) WHERE running = 1;
CREATE INDEX enrolment_child ON enrolment (park_id, child_id);
CREATE INDEX enrolment_case ON enrolment (park_id, case_number, centre_id, id);

-- One row an enrolment and month. Bit d - 1 of `present` and `absent` is day d; a day with neither was
-- not recorded. `reasons` is NULL where no day is absent, else 31 letters, one a day, sealed.
CREATE TABLE attendance (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  present BIGINT NOT NULL,
  absent BIGINT NOT NULL,
  reasons BYTEA,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, month, centre_id, enrolment_id)
);

-- What a row of attendance said before a day in it was said otherwise.
CREATE TABLE attendance_former (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  present BIGINT NOT NULL,
  absent BIGINT NOT NULL,
  reasons BYTEA,
  PRIMARY KEY (park_id, month, centre_id, enrolment_id, revision)
);
