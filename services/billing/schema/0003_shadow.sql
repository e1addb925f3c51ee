-- Shadows of funding plans and what came of them. Nothing here is personal: children stand by case number.

-- A month split by another plan beside its own. Whoever starts, compares or signs one locks its month first.
CREATE TABLE shadow (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  live_plan_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  first_month TEXT NOT NULL,
  month_digest TEXT NOT NULL,
  changed_children_max_bp BIGINT NOT NULL,
  child_difference_max_minor BIGINT NOT NULL,
  family_rise_max_minor BIGINT NOT NULL,
  payer_rise_max_minor BIGINT NOT NULL,
  digest TEXT NOT NULL,
  first_approver TEXT NOT NULL,
  second_approver TEXT NOT NULL,
  children BIGINT NOT NULL,
  changed_children BIGINT NOT NULL,
  held_out_children BIGINT NOT NULL,
  differences BIGINT NOT NULL,
  largest_difference_minor BIGINT NOT NULL,
  refusal TEXT NOT NULL,
  refused_children BIGINT NOT NULL,
  -- The first of their case numbers, one a line.
  refused_case_numbers TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, month, id)
);

-- What a kind of payer bears by either plan; written once, with the comparison.
CREATE TABLE shadow_payer (
  park_id TEXT NOT NULL,
  shadow_id TEXT NOT NULL,
  payer TEXT NOT NULL,
  before_minor BIGINT NOT NULL,
  after_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, shadow_id, payer)
);

-- Rows are numbered by case number; `size_minor` is the difference without its sign.
CREATE TABLE shadow_difference (
  park_id TEXT NOT NULL,
  shadow_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  case_number TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  payer TEXT NOT NULL,
  firm TEXT NOT NULL,
  before_minor BIGINT NOT NULL,
  after_minor BIGINT NOT NULL,
  size_minor BIGINT NOT NULL,
  cause TEXT NOT NULL,
  PRIMARY KEY (park_id, shadow_id, ordinal)
);
CREATE INDEX shadow_difference_size ON shadow_difference (park_id, shadow_id, size_minor);

-- Which plan a programme has from which month on. Rows are numbered within a programme and never change; of one
-- month the highest number counts.
CREATE TABLE adoption (
  park_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  id TEXT NOT NULL,
  first_month TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  shadow_month TEXT NOT NULL,
  shadow_id TEXT NOT NULL,
  PRIMARY KEY (park_id, programme, ordinal)
);
