-- Programmes, and the decisions on their children.

CREATE TABLE programme (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  scheme TEXT NOT NULL,
  funding_plan TEXT NOT NULL,
  from_date TEXT NOT NULL,
  -- Names of values that are not official and that the park adopted, separated by ;
  adopted_values TEXT NOT NULL,
  PRIMARY KEY (park_id, id)
);

-- Append only. `sealed` holds the slices with their traces under the child's key: they end on birthdays.
-- `facts_position` is where directory's log stood when the facts were read, and `facts_revision` the family's.
CREATE TABLE decision (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  child TEXT NOT NULL,
  case_number TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  rule_hash TEXT NOT NULL,
  facts_position BIGINT NOT NULL,
  facts_revision BIGINT NOT NULL,
  operation TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

-- The decision in force of each child; the others were superseded. The fingerprint is a keyed hash of what it says:
-- equal means unchanged, and nothing is opened to find out.
CREATE TABLE decision_in_force (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  child_id TEXT NOT NULL,
  -- Of its data key.
  subject TEXT NOT NULL,
  decision_id TEXT NOT NULL,
  fingerprint BYTEA NOT NULL,
  PRIMARY KEY (park_id, programme_id, case_number)
);
CREATE UNIQUE INDEX decision_in_force_child ON decision_in_force (park_id, programme_id, child_id);
CREATE UNIQUE INDEX decision_in_force_decision ON decision_in_force (park_id, programme_id, decision_id);
