-- Parks, firms and their onboarding, employees, families and consents.
-- `sealed` columns hold personal fields under the key of their subject; `fingerprint` columns hold keyed
-- hashes: equal means unchanged, and nothing is opened to find out.

CREATE TABLE park (
  park_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  currency_code TEXT NOT NULL,
  sandbox BIGINT NOT NULL,
  -- A sandbox's own date; empty for a live park, whose date is today in its time zone.
  current_day TEXT NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id)
);

CREATE TABLE firm (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  uscc TEXT NOT NULL,
  display_name TEXT NOT NULL,
  state TEXT NOT NULL,
  next_actor TEXT NOT NULL,
  blocker TEXT NOT NULL,
  plan TEXT NOT NULL,
  share_form TEXT NOT NULL,
  tax_advice BIGINT NOT NULL,
  union_member BIGINT NOT NULL,
  pay_day BIGINT NOT NULL,
  cut_off_days BIGINT NOT NULL,
  contact_sealed BYTEA NOT NULL,
  agreement_version TEXT NOT NULL,
  agreement_date TEXT NOT NULL,
  centres TEXT NOT NULL,
  fingerprint BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

CREATE TABLE firm_transition (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  ordinal BIGINT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  day TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (park_id, firm_id, ordinal)
);

CREATE TABLE employee (
  park_id TEXT NOT NULL,
  firm_id TEXT NOT NULL,
  employee_no TEXT NOT NULL,
  id TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  id_type TEXT NOT NULL,
  -- Links guardians; NULL where the roster carries no identity number.
  id_fingerprint BYTEA,
  hire_date TEXT NOT NULL,
  leave_date TEXT NOT NULL,
  work_site TEXT NOT NULL,
  weekly_hours BIGINT NOT NULL,
  fingerprint BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, firm_id, employee_no)
);
CREATE UNIQUE INDEX employee_id ON employee (park_id, id);
CREATE INDEX employee_identity ON employee (park_id, id_fingerprint);

CREATE TABLE family (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  family_no TEXT NOT NULL,
  deduct_from BIGINT NOT NULL,
  arrears_mode TEXT NOT NULL,
  fingerprint BYTEA NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (park_id, id)
);

CREATE TABLE guardian (
  park_id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  place BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  id_type TEXT NOT NULL,
  id_fingerprint BYTEA NOT NULL,
  confirmed BIGINT NOT NULL,
  PRIMARY KEY (park_id, family_id, place)
);

CREATE TABLE child (
  park_id TEXT NOT NULL,
  id TEXT NOT NULL,
  family_id TEXT NOT NULL,
  case_number TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  id_type TEXT NOT NULL,
  fingerprint BYTEA NOT NULL,
  PRIMARY KEY (park_id, id)
);
CREATE UNIQUE INDEX child_case ON child (park_id, case_number);
CREATE INDEX child_family ON child (park_id, family_id);

CREATE TABLE consent (
  park_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  version TEXT NOT NULL,
  grant_date TEXT NOT NULL,
  -- Empty while it stands.
  withdraw_date TEXT NOT NULL,
  PRIMARY KEY (park_id, child_id, purpose)
);
