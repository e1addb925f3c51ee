-- Closed shares that go through wages, what allows a deduction, pay runs and arrears.
-- `sealed` columns hold wages under the key of their firm; `fingerprint` columns hold keyed hashes: equal
-- means unchanged, and nothing is opened to find out.

-- One row a firm, the root that every change of something of the firm locks first.
CREATE TABLE firm (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (park_id, id)
);

-- Numbers and ids of employees as directory gave them. Neither ever changes, so each is asked for once.
CREATE TABLE employee (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, id)
);
CREATE UNIQUE INDEX employee_number ON employee (park_id, firm_id, employee_no);

-- How much of a month was heard of billing, and of how many statements billing said that it closed.
CREATE TABLE heard_month (
  park_id TEXT NOT NULL,
  month TEXT NOT NULL,
  statements BIGINT NOT NULL,
  -- -1 while MonthClosed was not heard.
  closed_statements BIGINT NOT NULL,
  PRIMARY KEY (park_id, month)
);

-- A share of a closed statement that concerns wages: a firm's by INVOICED or ALLOWANCE, a family's by
-- DEDUCT. It never changes; `instruction_id` says in which instruction it went out, empty while in none.
CREATE TABLE closed_share (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  month TEXT NOT NULL,
  statement TEXT NOT NULL,
  form TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  family TEXT NOT NULL,
  centre TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  arrears_mode TEXT NOT NULL,
  instruction_id TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, month, statement, form)
);

CREATE TABLE legal_basis (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  basis TEXT NOT NULL,
  from_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id)
);

CREATE TABLE authorisation (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  id TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  signature_reference TEXT NOT NULL,
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  maximum_minor BIGINT NOT NULL,
  -- Empty while it stands.
  revoke_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, id)
);
CREATE INDEX authorisation_number ON authorisation (park_id, firm_id, employee_no);

CREATE TABLE pay_figure (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  period TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  fingerprint BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, employee_id, period)
);
CREATE INDEX pay_figure_number ON pay_figure (park_id, firm_id, employee_no);

CREATE TABLE pay_floor (
  park_id TEXT NOT NULL,
  protected_pay_minor BIGINT NOT NULL,
  deduction_cap_bp BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);

CREATE TABLE pay_run (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  month TEXT NOT NULL,
  pay_date TEXT NOT NULL,
  cut_off_date TEXT NOT NULL,
  tax_advice BIGINT NOT NULL,
  state TEXT NOT NULL,
  digest TEXT NOT NULL,
  instructions BIGINT NOT NULL,
  deduct_minor BIGINT NOT NULL,
  seen_minor BIGINT NOT NULL,
  arrears_minor BIGINT NOT NULL,
  unapplied_minor BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, month)
);
CREATE INDEX pay_run_cut_off ON pay_run (park_id, state, cut_off_date);

CREATE TABLE instruction (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  month TEXT NOT NULL,
  id TEXT NOT NULL,
  employee_id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  kind TEXT NOT NULL,
  share_minor BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  carried_minor BIGINT NOT NULL,
  seen_minor BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, month, id)
);
CREATE UNIQUE INDEX instruction_number ON instruction (park_id, firm_id, month, employee_no, kind);

CREATE TABLE arrears (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  id TEXT NOT NULL,
  month TEXT NOT NULL,
  instruction_id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, id)
);
