-- What people say, decide in the place of the rules, appeal against and confirm.

-- Append only. `sealed` holds fact, value and day under the child's key; the latest revision of a fact and day holds.
CREATE TABLE recorded_fact (
  park_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  revision BIGINT NOT NULL,
  child TEXT NOT NULL,
  case_number TEXT NOT NULL,
  -- Of its data key.
  subject TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (park_id, child_id, revision)
);
CREATE INDEX recorded_fact_case ON recorded_fact (park_id, case_number);

-- What was impossible when a child was last to be decided on; gone once it is mended.
CREATE TABLE decision_fault (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  child TEXT NOT NULL,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (park_id, programme_id, case_number)
);

-- When a family last said that nothing has changed.
CREATE TABLE entitlement_confirmation (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  child TEXT NOT NULL,
  case_number TEXT NOT NULL,
  confirm_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, programme_id, child_id)
);

-- `sealed` holds the reason under the child's key.
CREATE TABLE decision_override (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  id TEXT NOT NULL,
  child TEXT NOT NULL,
  case_number TEXT NOT NULL,
  family TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  state TEXT NOT NULL,
  proposed_by TEXT NOT NULL,
  approved_by TEXT NOT NULL,
  revoked_by TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, programme_id, id)
);
CREATE INDEX decision_override_case ON decision_override (park_id, programme_id, case_number);
CREATE INDEX decision_override_family ON decision_override (park_id, family);

-- `sealed` holds the family's text and why it was settled so, under the child's key.
CREATE TABLE appeal (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  id TEXT NOT NULL,
  child TEXT NOT NULL,
  case_number TEXT NOT NULL,
  family TEXT NOT NULL,
  subject TEXT NOT NULL,
  decision_id TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  state TEXT NOT NULL,
  open_date TEXT NOT NULL,
  settle_date TEXT,
  opened_by TEXT NOT NULL,
  settled_by TEXT NOT NULL,
  upheld_by TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, programme_id, id)
);
CREATE INDEX appeal_family ON appeal (park_id, family);
-- A child has one open appeal in a programme.
CREATE UNIQUE INDEX appeal_open ON appeal (park_id, programme_id, case_number) WHERE state = 'OPEN';

-- The decision that was made last while an appeal was open and would have taken something away. The row stays when it
-- waits no more, so that its revision is not given again.
CREATE TABLE decision_waiting (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  decision_id TEXT NOT NULL,
  fingerprint BYTEA NOT NULL,
  operation TEXT NOT NULL,
  revision BIGINT NOT NULL,
  facts_position BIGINT NOT NULL,
  waits BIGINT NOT NULL,
  PRIMARY KEY (park_id, programme_id, case_number)
);
