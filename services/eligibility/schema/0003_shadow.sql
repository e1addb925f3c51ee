-- The schemes that programmes have later, and the shadows that bring them.

-- Append only, in the order of adoption: a row takes the place of whatever would hold from its day on.
CREATE TABLE programme_version (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  from_date TEXT NOT NULL,
  -- As in programme.
  adopted_values TEXT NOT NULL,
  shadow_id TEXT NOT NULL,
  PRIMARY KEY (park_id, programme_id, ordinal)
);

-- A scheme beside a programme's own. While it is RUNNING its figures are those of the pages that were compared, and
-- `page_token` is the next one: both are written with the page's differences, so that no page counts twice.
CREATE TABLE shadow (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  scheme TEXT NOT NULL,
  -- Of what holds in the period, joined by ,
  live_scheme TEXT NOT NULL,
  rule_hash TEXT NOT NULL,
  live_rule_hash TEXT NOT NULL,
  -- How many versions the programme had adopted by then.
  adoptions BIGINT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  adopted_values TEXT NOT NULL,
  changed_children_max_bp BIGINT NOT NULL,
  losing_children_max BIGINT NOT NULL,
  payer_rise_max_minor BIGINT NOT NULL,
  child_difference_max_minor BIGINT NOT NULL,
  page_token TEXT NOT NULL,
  -- Of the differences so far, each by its keyed hash.
  rows_digest TEXT NOT NULL,
  digest TEXT NOT NULL,
  first_approver TEXT NOT NULL,
  second_approver TEXT NOT NULL,
  children BIGINT NOT NULL,
  changed_children BIGINT NOT NULL,
  losing_children BIGINT NOT NULL,
  gaining_children BIGINT NOT NULL,
  faults BIGINT NOT NULL,
  differences BIGINT NOT NULL,
  largest_difference_minor BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, programme_id, id)
);

-- What a payer bears by either scheme.
CREATE TABLE shadow_payer (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  shadow_id TEXT NOT NULL,
  payer TEXT NOT NULL,
  before_minor BIGINT NOT NULL,
  after_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, programme_id, shadow_id, payer)
);

-- `sealed` holds what differs under the child's key, as decisions are: outcomes end on birthdays.
CREATE TABLE shadow_difference (
  park_id TEXT NOT NULL,
  programme_id TEXT NOT NULL,
  shadow_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  -- Within the child.
  ordinal BIGINT NOT NULL,
  child TEXT NOT NULL,
  -- Of its data key.
  subject TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (park_id, programme_id, shadow_id, case_number, ordinal)
);
