-- Check-ins and check-outs, and what beside them says what a child's day was: closures, policies, locks, corrections, shifts.

-- Bit d - 1 is day d: a person said it, and no event changes it. What was recorded before there were events, people said.
ALTER TABLE attendance ADD COLUMN said BIGINT NOT NULL DEFAULT 2147483647;
ALTER TABLE attendance_former ADD COLUMN said BIGINT NOT NULL DEFAULT 2147483647;

-- `id` is the device's. `day` and the minutes are where the park is. The code of whoever brought or fetched the child is sealed
-- under the child's key; NULL where none was given.
CREATE TABLE presence_event (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  id TEXT NOT NULL,
  device TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  day TEXT NOT NULL,
  minute BIGINT NOT NULL,
  kind TEXT NOT NULL,
  event_time TEXT NOT NULL,
  -- Empty where the device did not know it.
  check_in_time TEXT NOT NULL,
  check_in_minute BIGINT NOT NULL,
  person_code BYTEA,
  -- The id of the event that it stands for, and when that was said; empty where it is no correction.
  corrects TEXT NOT NULL,
  made_time TEXT NOT NULL,
  late BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id, id)
);
CREATE INDEX presence_event_day ON presence_event (park_id, centre_id, day, id);

-- `centre_id` is empty where the whole park is closed. `days` is the list as it was said; closure_day has them one by one.
CREATE TABLE closure (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  id TEXT NOT NULL,
  days TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  refund BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id, id)
);
CREATE TABLE closure_day (
  park_id TEXT NOT NULL,
  day TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  closure_id TEXT NOT NULL,
  refund BIGINT NOT NULL,
  PRIMARY KEY (park_id, day, centre_id, closure_id)
);
CREATE INDEX closure_day_closure ON closure_day (park_id, centre_id, closure_id);

-- `centre_id` is empty in the park's own. `billable` is a list of `{letter}={0 or 1}`.
CREATE TABLE attendance_policy (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  lock_after_days BIGINT NOT NULL,
  billable TEXT NOT NULL,
  mixed_children_per_carer BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, centre_id)
);

-- Weeks that a person locked, by their Monday.
CREATE TABLE attendance_week (
  park_id TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  monday TEXT NOT NULL,
  locked_by TEXT NOT NULL,
  PRIMARY KEY (park_id, centre_id, monday)
);

-- What was said of a day after it was locked. A status is PRESENT, ABSENT or empty. `words` has the two letters of the reasons of
-- absence and behind them why it was corrected, sealed under the child's key.
CREATE TABLE attendance_correction (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  centre_id TEXT NOT NULL,
  enrolment_id TEXT NOT NULL,
  day TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  from_status TEXT NOT NULL,
  to_status TEXT NOT NULL,
  words BYTEA NOT NULL,
  corrected_by TEXT NOT NULL,
  -- 1: billing had closed the month.
  after_close BIGINT NOT NULL,
  PRIMARY KEY (park_id, month, centre_id, enrolment_id, day, ordinal)
);

-- `shifts` is a list of `{carers}@{start}-{end}`, minutes after midnight.
CREATE TABLE staff_shift (
  park_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  day TEXT NOT NULL,
  shifts TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, group_id, day)
);
