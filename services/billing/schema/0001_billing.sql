-- Tariffs, funding plans, months and statements. Nothing here is personal: children stand by case number,
-- and birth dates, needs and names stay with directory.

CREATE TABLE tariff (
  park_id TEXT NOT NULL,
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  group_kind TEXT NOT NULL,
  from_date TEXT NOT NULL,
  monthly_fee_minor BIGINT NOT NULL,
  spread TEXT NOT NULL,
  meal_fee_minor BIGINT NOT NULL,
  supplement_minor BIGINT NOT NULL,
  coefficient_1_bp BIGINT NOT NULL,
  coefficient_2_bp BIGINT NOT NULL,
  sibling_reduction_bp BIGINT NOT NULL,
  refund_threshold_days BIGINT NOT NULL,
  refund_share_bp BIGINT NOT NULL,
  billing TEXT NOT NULL,
  PRIMARY KEY (park_id, centre, id)
);

CREATE TABLE funding_plan (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (park_id, id)
);

CREATE TABLE funding_layer (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  payer TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  share_bp BIGINT NOT NULL,
  cap_minor BIGINT NOT NULL,
  lines TEXT NOT NULL,
  condition TEXT NOT NULL,
  bearer_if_lost TEXT NOT NULL,
  PRIMARY KEY (park_id, plan_id, ordinal)
);

CREATE TABLE firm_plan (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  code TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  share_bp BIGINT NOT NULL,
  cap_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, plan_id, code)
);

-- The root of a month: whoever previews, approves or closes it locks this row first.
CREATE TABLE month (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  state TEXT NOT NULL,
  funding_plan TEXT NOT NULL,
  digest TEXT NOT NULL,
  first_approver TEXT NOT NULL,
  second_approver TEXT NOT NULL,
  statements BIGINT NOT NULL,
  total_minor BIGINT NOT NULL,
  authority_minor BIGINT NOT NULL,
  park_minor BIGINT NOT NULL,
  firm_minor BIGINT NOT NULL,
  union_minor BIGINT NOT NULL,
  family_minor BIGINT NOT NULL,
  directory_position BIGINT NOT NULL,
  places_position BIGINT NOT NULL,
  eligibility_position BIGINT NOT NULL,
  -- Frozen copies are numbered. `preview` is the present one, 0 while there is none; `previews` how many were
  -- begun. Rows of other numbers are leftovers and are deleted.
  preview BIGINT NOT NULL,
  previews BIGINT NOT NULL,
  preview_job TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, month)
);

-- A statement of a frozen copy; `closed` is set once, with its event, and the row never changes again.
CREATE TABLE statement (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  id TEXT NOT NULL,
  child TEXT NOT NULL,
  case_number TEXT NOT NULL,
  family TEXT NOT NULL,
  centre TEXT NOT NULL,
  enrolment TEXT NOT NULL,
  tariff TEXT NOT NULL,
  total_minor BIGINT NOT NULL,
  attended_days BIGINT NOT NULL,
  closed BIGINT NOT NULL,
  PRIMARY KEY (park_id, month, preview, id)
);
CREATE INDEX statement_family ON statement (park_id, family, month);

CREATE TABLE statement_line (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  statement_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  kind TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  service_month TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (park_id, month, preview, statement_id, ordinal)
);

CREATE TABLE statement_share (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  statement_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  payer TEXT NOT NULL,
  firm TEXT NOT NULL,
  employee TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  form TEXT NOT NULL,
  reason TEXT NOT NULL,
  arrears_mode TEXT NOT NULL,
  PRIMARY KEY (park_id, month, preview, statement_id, ordinal)
);
CREATE INDEX statement_share_firm ON statement_share (park_id, firm, month, employee_no);

CREATE TABLE hold_out (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  case_number TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (park_id, month, preview, case_number, reason)
);
