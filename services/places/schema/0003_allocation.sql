-- Allocations: seats that are given to all who wait at once. Points and their grounds are sealed under the child's key, the log
-- under the round's own.

CREATE TABLE allocation (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  policy TEXT NOT NULL,
  ties TEXT NOT NULL,
  start_date TEXT NOT NULL,
  points_name TEXT NOT NULL,
  points_source TEXT NOT NULL,
  points_from TEXT NOT NULL,
  -- Empty where the table holds until another does.
  points_until TEXT NOT NULL,
  entropy_source TEXT NOT NULL,
  public_entropy TEXT NOT NULL,
  seed_hash TEXT NOT NULL,
  -- Empty before the draw.
  seed TEXT NOT NULL,
  market_digest TEXT NOT NULL,
  result_digest TEXT NOT NULL,
  applicants BIGINT NOT NULL,
  seats BIGINT NOT NULL,
  placed BIGINT NOT NULL,
  opened_by TEXT NOT NULL,
  ended_by TEXT NOT NULL,
  cancel_reason TEXT NOT NULL,
  -- The log as far as it has come; NULL before the freeze.
  log BYTEA,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

CREATE TABLE allocation_criterion (
  park_id TEXT NOT NULL,
  allocation_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  kind TEXT NOT NULL,
  points BIGINT NOT NULL,
  days BIGINT NOT NULL,
  points_max BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (park_id, allocation_id, ordinal)
);

-- `giving` is 1 until the round is published or cancelled: no group is in two rounds at once.
CREATE TABLE allocation_group (
  park_id TEXT NOT NULL,
  allocation_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  giving BIGINT NOT NULL,
  PRIMARY KEY (park_id, allocation_id, group_id)
);
CREATE UNIQUE INDEX allocation_group_giving ON allocation_group (park_id, group_id) WHERE giving = 1;

-- The pools of the market: the log names them by number.
CREATE TABLE allocation_unit (
  park_id TEXT NOT NULL,
  allocation_id TEXT NOT NULL,
  unit TEXT NOT NULL,
  group_id TEXT NOT NULL,
  pool TEXT NOT NULL,
  seats BIGINT NOT NULL,
  PRIMARY KEY (park_id, allocation_id, unit)
);

-- `choices` and `outcomes` are lists of one length. `grounds` holds the awards and what is not for the child, sealed.
CREATE TABLE allocation_result (
  park_id TEXT NOT NULL,
  allocation_id TEXT NOT NULL,
  applicant TEXT NOT NULL,
  application_id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  choices TEXT NOT NULL,
  grounds BYTEA NOT NULL,
  -- Empty before the draw.
  reason TEXT NOT NULL,
  group_id TEXT NOT NULL,
  outcomes TEXT NOT NULL,
  lottery_number TEXT NOT NULL,
  PRIMARY KEY (park_id, allocation_id, applicant)
);
CREATE INDEX allocation_result_family ON allocation_result (park_id, family_id, applicant);
CREATE INDEX allocation_result_applicant ON allocation_result (park_id, applicant);
