-- Funding plans with matches, bands, parts, caps, budgets and programmes; what statements drew of yearly caps and budgets.

ALTER TABLE funding_layer ADD COLUMN matches TEXT NOT NULL DEFAULT '';
ALTER TABLE funding_layer ADD COLUMN band_fact TEXT NOT NULL DEFAULT '';
ALTER TABLE funding_layer ADD COLUMN copay_order TEXT NOT NULL DEFAULT 'CAP_FIRST';
ALTER TABLE funding_layer ADD COLUMN coefficient_1_bp BIGINT NOT NULL DEFAULT 0;
ALTER TABLE funding_layer ADD COLUMN coefficient_2_bp BIGINT NOT NULL DEFAULT 0;
ALTER TABLE funding_layer ADD COLUMN at_least_fact TEXT NOT NULL DEFAULT '';
ALTER TABLE funding_layer ADD COLUMN at_least_value BIGINT NOT NULL DEFAULT 0;
ALTER TABLE funding_layer ADD COLUMN bearer_if_over TEXT NOT NULL DEFAULT '';
ALTER TABLE funding_layer ADD COLUMN programme TEXT NOT NULL DEFAULT '';

-- The last band of a layer has no bound, and 0 here.
CREATE TABLE funding_band (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  layer BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  below BIGINT NOT NULL,
  share_bp BIGINT NOT NULL,
  PRIMARY KEY (park_id, plan_id, layer, ordinal)
);

CREATE TABLE funding_part (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  layer BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  payer TEXT NOT NULL,
  weight BIGINT NOT NULL,
  PRIMARY KEY (park_id, plan_id, layer, ordinal)
);

CREATE TABLE funding_cap (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  layer BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  scope TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  account TEXT NOT NULL,
  PRIMARY KEY (park_id, plan_id, layer, ordinal)
);

CREATE TABLE funding_budget (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  payer TEXT NOT NULL,
  year BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, plan_id, ordinal)
);

-- Exclusions and yields: `kind` is EXCLUDES or YIELDS.
CREATE TABLE funding_stacking (
  park_id TEXT NOT NULL,
  plan_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  programme TEXT NOT NULL,
  other TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (park_id, plan_id, kind, ordinal)
);

-- Of a statement in a frozen copy.
CREATE TABLE statement_draw (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  preview BIGINT NOT NULL,
  statement_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  account TEXT NOT NULL,
  owner TEXT NOT NULL,
  party TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, month, preview, statement_id, ordinal)
);

-- The same of closed statements, on which later months of the year rest.
CREATE TABLE year_draw (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  account TEXT NOT NULL,
  owner TEXT NOT NULL,
  party TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (park_id, month, statement_id, ordinal)
);

-- What other months of the year had drawn when the present copy was made.
ALTER TABLE month ADD COLUMN year_drawn_minor BIGINT NOT NULL DEFAULT 0;

-- The root of a calendar year: who approves a month that draws on its year locks this row, so that no two months of
-- one year wait for their close at once.
CREATE TABLE billing_year (
  park_id TEXT NOT NULL,
  year TEXT NOT NULL,
  PRIMARY KEY (park_id, year)
);
